"""An overview of many reports for people: tables with bars, in ASCII and measured in terminal cells; and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from rich.cells import cell_len

from validator.messages import say
from validator.model.mistake import Demand
from validator.model.rules.rule import Severity
from validator.renderers.data.exact_json import Json, json_text
from validator.renderers.layout.lines import Line, Span, block, clean, clip, coloured, left, plain, right
from validator.renderers.overview.counts import CountShare, Overview

if TYPE_CHECKING:
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

_BAR = 24
_NAME = 40
_GAP = Span("  ")


def render_overview(overview: Overview, pack: Pack, options: RenderOptions, top: int) -> str:
    """Tables of the relations, organs and years with the most findings, each of at most `top` lines."""
    lines = list(_lines(overview, pack, options, top))
    return coloured(lines) if options.colour else plain(lines)


def overview_json(overview: Overview, more: Mapping[str, Json] = MappingProxyType({})) -> str:
    """All counts as one JSON document, with what else is known."""
    rules = [
        _joined({"rule": rule, "reports": share.reports}, _counts(share.findings))
        for rule, share in _most(overview.rules)
    ]
    organs = [_joined({"organ": organ or None}, _share(share)) for organ, share in _most(overview.organs)]
    years = [_joined({"year": year}, _share(share)) for year, share in _by_year(overview)]
    counted: dict[str, Json] = {
        "version": 1,
        "reports": overview.reports,
        "reports_with_errors": overview.faulty,
        "unreadable": overview.unreadable,
        "findings": _counts(overview.findings),
        "mistakes": _demands(overview.mistakes),
        "rules": rules,
        "organs": organs,
        "years": years,
    }
    counted.update(more)
    return json_text(counted)


def _joined(first: dict[str, Json], second: dict[str, Json]) -> dict[str, Json]:
    return {**first, **second}


def _counts(findings: Mapping[str, int]) -> dict[str, Json]:
    return {f"{severity}s": findings.get(severity, 0) for severity in Severity}


def _demands(mistakes: Mapping[str, int]) -> dict[str, Json]:
    return {str(demand): mistakes.get(demand, 0) for demand in Demand}


def _share(share: CountShare) -> dict[str, Json]:
    counts = _counts(share.findings)
    return {
        "reports": share.reports,
        "reports_with_errors": share.faulty,
        **counts,
        "mistakes": _demands(share.mistakes),
    }


def _most(shares: Mapping[str, CountShare]) -> list[tuple[str, CountShare]]:
    """Those with the most errors first, then warnings, then notes; draws by name."""
    return sorted(
        shares.items(),
        key=lambda item: ([-item[1].findings.get(severity, 0) for severity in Severity], -item[1].faulty, item[0]),
    )


def _by_year(overview: Overview) -> list[tuple[int | None, CountShare]]:
    return sorted(overview.years.items(), key=lambda item: (item[0] is None, item[0] or 0))


def _lines(overview: Overview, pack: Pack, options: RenderOptions, top: int) -> Iterator[Line]:
    language = options.language
    numbers = {
        "reports": overview.reports,
        "faulty": overview.faulty,
        "share": _percent(overview.faulty, overview.reports),
        "unreadable": overview.unreadable,
        **_counts(overview.findings),
    }
    yield from block((), say("overview-head", language, **numbers), options.width, style="bold")
    if sum(overview.mistakes.values()):
        yield from block((), say("overview-demands", language, **_told(overview)), options.width)
    known = {rule.id: rule.title[language] for rule in pack.rules}
    rules = [(rule, share.reports, overview.reports, share) for rule, share in _most(overview.rules)]
    yield from _table("overview-rules", rules, options, top)
    for rule, *_ in rules[:top]:
        if rule in known:
            yield from block([Span(f"  {rule}: ", "bold")], known[rule], options.width)
    organs = [
        (organ or say("organ-not-known", language), share.faulty, share.reports, share)
        for organ, share in _most(overview.organs)
        if share.findings
    ]
    yield from _table("overview-organs", organs, options, top)
    years = [
        (say("year-not-known", language) if year is None else str(year), share.faulty, share.reports, share)
        for year, share in _by_year(overview)
    ]
    yield from _table("overview-years", years, options, len(years))
    yield from _unread(overview.unread, options, top)


def _unread(paths: Sequence[str], options: RenderOptions, top: int) -> Iterator[Line]:
    """Which files could not be read: that they are counted helps nobody to find them."""
    if not paths:
        return
    yield ()
    yield (Span(say("unreadable-files", options.language), "bold"),)
    for path in paths[:top]:
        yield from block([Span("  ")], clean(path), options.width)
    yield from _more(len(paths) - top, options)


def _more(count: int, options: RenderOptions) -> Iterator[Line]:
    """How many lines are left out, if any are."""
    if count > 0:
        yield (Span("  " + say("overview-more", options.language, count=count)),)


def _told(overview: Overview) -> dict[str, int]:
    return {str(demand): overview.mistakes.get(demand, 0) for demand in Demand}


def _table(
    title: str, rows: Sequence[tuple[str, int, int, CountShare]], options: RenderOptions, top: int
) -> Iterator[Line]:
    """One line a row: name, reports concerned out of how many, bar, findings by severity."""
    if not rows:
        return
    language = options.language
    yield ()
    yield (Span(say(title, language), "bold"),)
    names = [clip(clean(name), _NAME) for name, *_ in rows[:top]]
    heads = [say(key, language) for key in ("overview-reports", *(f"severity-{one}" for one in Severity))]
    width = max(cell_len(name) for name in names)
    wide = [max(cell_len(head), 7) for head in heads]
    yield (
        Span("  " + " " * width), _GAP, Span(right(heads[0], 15)), Span("  " + " " * _BAR),
        *(Span("  " + right(head, size)) for head, size in zip(heads[1:], wide[1:], strict=True)),
    )  # fmt: skip
    for name, (_, concerned, of, share) in zip(names, rows, strict=False):
        bar = "#" * (round(_BAR * concerned / of) if of else 0)
        figures = f"{concerned}/{of} {_percent(concerned, of):>4}"
        yield (
            Span("  " + left(name, width)), _GAP, Span(right(figures, 15)), _GAP, Span(left(bar or ".", _BAR), "red"),
            *(
                Span("  " + right(str(share.findings.get(one, 0)), size))
                for one, size in zip(Severity, wide[1:], strict=True)
            ),
        )  # fmt: skip
    yield from _more(len(rows) - top, options)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "0%"
