"""A summary in Markdown for a comment on a pull or merge request: short on sight, the details folded away."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.messages import say
from validator.model.errors import UnreadableInputError
from validator.renderers.layout import paths as targets
from validator.renderers.layout.escaping import code, markdown
from validator.renderers.layout.excerpt import Excerpt, SkippedRows
from validator.renderers.layout.lines import clean, clean_path
from validator.renderers.words import summary
from validator.renderers.words.account import Account, Remark, RemarkKind
from validator.renderers.words.cells import cell_words, corner, header, skipped
from validator.renderers.words.glossary import Glossary, glossary_of
from validator.renderers.words.mistake import MistakeAccount, mistakes_of

if TYPE_CHECKING:
    from validator.model.result import ReportResult, Result
    from validator.packs.pack import Pack
    from validator.renderers import RenderOptions

LONGEST = 65_536
"""Characters that a comment on GitHub may have."""

_SPARE = 300
"""Characters kept for the sentence that counts what was left out."""


class _Piece(Struct, frozen=True):
    """A part of the comment that is taken or left out as a whole."""

    text: str
    folded: bool = False
    """Details, which give way first."""
    item: bool = True
    """False for a heading, which counts for nothing if it is left out."""


def render(result: Result, pack: Pack, options: RenderOptions) -> str:
    """Markdown of fewer than 65,536 characters; what does not fit is counted at the end."""
    pieces = list(_pieces(result, pack, options))
    room = LONGEST - _SPARE
    taken: set[int] = set()
    for folded in (False, True):
        for at, piece in enumerate(pieces):
            if piece.folded is folded and len(piece.text) <= room:
                taken.add(at)
                room -= len(piece.text)
            elif piece.folded is folded:
                break
    text = "".join(piece.text for at, piece in enumerate(pieces) if at in taken)
    dropped = sum(piece.item for at, piece in enumerate(pieces) if at not in taken)
    return text + (f"\n> {say('cut-short', options.language, count=dropped)}\n" if dropped else "")


def _pieces(result: Result, pack: Pack, options: RenderOptions) -> Iterator[_Piece]:
    language = options.language
    counts = "\n".join(markdown(sentence) + "  " for sentence in (*summary.footer(result, language), *options.notes))
    yield _Piece(f"## {say('page-title', language)}\n\n{counts}\n", item=False)
    for checked in result.reports:
        yield from _report(checked, pack, options)
    if result.unreadable:
        yield _Piece(f"\n### {say('unreadable-files', language)}\n\n", item=False)
        for error in result.unreadable:
            yield _Piece(_unreadable(error, options))


def _report(checked: ReportResult, pack: Pack, options: RenderOptions) -> Iterator[_Piece]:
    language, report = options.language, checked.report
    told = mistakes_of(checked, pack, language)
    path = code(targets.shown_part(report, options.folder))
    heading, verdict = markdown(summary.heading(report, language)), markdown(summary.verdict(checked, language))
    yield _Piece(f"\n### {heading}\n\n{path}  \n**{verdict}**\n")
    if not told:
        return
    names = [say(key, language) for key in ("list-severity", "found", "list-rule")]
    yield _Piece("\n" + _row(names) + _row(["---"] * len(names)), item=False)
    for mistake in told:
        yield _Piece(_mistake(mistake))
    glossary = glossary_of(report.form, pack, language)
    for account in (one for mistake in told for one in mistake.accounts):
        if account.finding.comparator is not None:
            yield _Piece(_details(account, glossary), folded=True)


def _mistake(account: MistakeAccount) -> str:
    severity = say(f"mistakes-{account.severity}", account.language)
    told = "<br>".join([f"**{markdown(account.message)}**", *map(markdown, account.lines)])
    return _row([severity, told, code(" ".join(account.rules))])


def _details(account: Account, glossary: Glossary) -> str:
    """The equation under the excerpts, folded; the summary line is HTML, the rest Markdown."""
    language = account.language
    head = html.escape(f"{account.headline}{say('colon', language)}{say('equation-and-table', language)}")
    tables = "\n".join(_table(excerpt, glossary) for excerpt in account.excerpts)
    letters, rest = (account.equation.letters, account.equation.rest) if account.equation else ("", "")
    proof = "  \n".join((code(letters) + markdown(rest), markdown(account.sentence)))
    body = proof + "\n\n" + "\n".join(f"- {_remark(one)}" for one in account.remarks)
    return f"\n<details><summary>{head}</summary>\n\n{tables}\n{body}\n\n</details>\n"


def _remark(remark: Remark) -> str:
    if remark.kind in {RemarkKind.QUOTATION, RemarkKind.NOTE}:
        return markdown(remark.text)
    told = code(remark.text) if remark.kind is RemarkKind.DETAILS else markdown(remark.text)
    return say(f"label-{remark.kind}", remark.language) + say("colon", remark.language) + told


def _table(excerpt: Excerpt, glossary: Glossary) -> str:
    columns = [markdown(header(column, excerpt.table, glossary)) for column in excerpt.columns]
    lines = [
        _row([markdown(corner(excerpt.table, glossary)), *columns]),
        _row(["---", *("---:" for _ in columns)]),
    ]
    for part in excerpt.rows:
        if isinstance(part, SkippedRows):
            lines.append(_row([markdown(skipped(part, glossary.language)), *("" for _ in columns)]))
            continue
        cells = [
            (f"**{cell.letter}** " if cell.letter else "") + markdown(cell_words(cell, glossary.language))
            for cell in part.cells
        ]
        lines.append(_row([markdown(glossary.row(part.row)), *cells]))
    return "".join(lines)


def _unreadable(error: UnreadableInputError, options: RenderOptions) -> str:
    path = code(clean_path(targets.shown(error.path, options.folder)))
    reason, hint = (markdown(clean(text[options.language])) for text in (error.reason, error.hint))
    told = reason + (say("brackets", options.language, text=hint) if hint else "")
    return f"- {path}{say('colon', options.language)}{told}\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"
