"""`gouji explain`: one rule, its source, its reason, and an example of either outcome."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from validator.cli import _streams as streams
from validator.cli._options import ColourOption, Job, LanguageOption, PackOption, language_of, load_pack_of, path_of
from validator.cli._problems import choose, closest, wrong_usage


class ExplainRequest(NamedTuple):
    """A command line of `gouji explain`, looked over."""

    rule: str
    pack: Path | None
    language: str
    colour: str


def rule_names(incomplete: str) -> list[str]:
    """Ids of the shipped rules that begin so, for the completion of the shell."""
    return [rule.id for rule in load_pack_of(None, check=False).rules if rule.id.startswith(incomplete)]


def command(
    rule: Annotated[
        str,
        typer.Argument(
            metavar="RULE", help="规则名，例如 requests-balance", show_default=False, autocompletion=rule_names
        ),
    ],
    *,
    pack: PackOption = None,
    language: LanguageOption = "zh",
    colour: ColourOption = "auto",
) -> Job:
    """解释一条规则：含义、依据、例子 explain a rule."""
    request = ExplainRequest(rule, path_of(pack), language_of(language), choose("--color", colour, streams.COLOURS))
    return partial(execute, request)


def execute(request: ExplainRequest) -> int:
    """Carry out the request; gives the exit code."""
    from validator.renderers import RenderOptions
    from validator.renderers.rules.explanation import render_rule

    # A pack of the user's own may be broken anywhere; the shipped one is not, and one of its files is enough.
    pack = load_pack_of(request.pack, check=False, naming="" if request.pack else request.rule)
    known = {rule.id: rule for rule in pack.rules}
    if request.rule not in known:
        known = {rule.id: rule for rule in load_pack_of(request.pack, check=False).rules}
        raise wrong_usage("unknown-rule", nearest=closest(request.rule, known), then="see-rules", value=request.rule)
    colour = streams.wants_colour(request.colour, to_file=False, environment=os.environ)
    options = RenderOptions(request.language, colour, streams.line_width(to_file=False))
    streams.write(render_rule(known[request.rule], pack, options), None)
    return 0
