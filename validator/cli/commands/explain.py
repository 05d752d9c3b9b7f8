"""`gouji explain`: one rule, its source, its reason, and an example of either outcome."""

from __future__ import annotations

from typing import ClassVar

from validator.cli._exit_codes import NOTHING_FOUND
from validator.cli._problems import closest, wrong_usage
from validator.cli.options.declaring import OptionGroup, argument
from validator.cli.options.groups import INPUT, RULE, LookOptions, PackOption
from validator.cli.options.lines import as_command
from validator.cli.output import streams
from validator.cli.runs.packs import load_pack_of
from validator.model.text import Text


def rule_names(incomplete: str) -> list[str]:
    """Ids of the shipped rules that begin so, for the completion of the shell."""
    return [rule.id for rule in load_pack_of(check=False).rules if rule.id.startswith(incomplete)]


class NameOptions(OptionGroup):
    """Which rule is explained."""

    heading: ClassVar[Text] = INPUT
    rule: str = argument(
        RULE, Text("规则名，例如 requests-balance", "id of the rule, such as requests-balance"), complete=rule_names
    )


@as_command("explain", Text("解释一条规则：含义、依据、例子", "Explain a rule: meaning, basis, examples."))
def command(name: NameOptions, rules: PackOption, screen: LookOptions) -> int:
    """Explain a rule."""
    from validator.renderers.rules.explanation import render_rule

    # A pack of the user's own may be broken anywhere; the shipped one is not, and one of its files is enough.
    folders, rule = rules.folders, name.rule
    pack = load_pack_of(folders, check=False, naming="" if folders else rule)
    known = {one.id: one for one in pack.rules}
    if rule not in known:
        known = {one.id: one for one in load_pack_of(folders, check=False).rules}
        raise wrong_usage("unknown-rule", nearest=closest(rule, known), then="see-rules", value=rule)
    streams.write(render_rule(known[rule], pack, screen.look()), None)
    return NOTHING_FOUND
