"""Sentences of which it is known what they claim (`tests/labelled/`), and how well the program does on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml
from msgspec.structs import replace

from support.checking import CHECKER, read_written
from support.samples import consistent_county
from validator.model.claim import Claim
from validator.model.document import Paragraph
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.rule import Verdict

FOLDER = Path(__file__).parent.parent / "labelled"
_PREFIX = "claim-"


@dataclass(frozen=True)
class Labelled:
    """One text and all it claims."""

    text: str
    claims: Sequence[str]
    """`rule number verdict`, the rule without `claim-`; a last word `note` where words of scope soften it."""
    cells: Mapping[str, int | None] = field(default_factory=dict)
    """Cells that differ from those of the common report."""
    organ: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """How well claims were found."""

    right: int
    wrong: int
    """Found, but not in the labels."""
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@cache
def labelled() -> Mapping[str, tuple[Labelled, ...]]:
    """The sentences of each file."""
    return {
        path.stem: tuple(Labelled(**entry) for entry in yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(FOLDER.glob("*.yaml"))
    }


def score(entries: Iterable[Labelled], *, disagreements: bool) -> Score:
    """Over all claims, or over those that disagree; a label counts for its rule, number, verdict and softening."""
    right = wrong = missed = 0
    for one in entries:
        ours = Counter(label for label in found(one) if not disagreements or _disagrees(label))
        theirs = Counter(label for label in one.claims if not disagreements or _disagrees(label))
        right += (ours & theirs).total()
        wrong += (ours - theirs).total()
        missed += (theirs - ours).total()
    return Score(right, wrong, missed)


def differences(entries: Iterable[Labelled]) -> Iterator[str]:
    """The texts on which program and labels differ, with what is wrong and what is missed."""
    for one in entries:
        ours, theirs = Counter(found(one)), Counter(one.claims)
        if ours != theirs:
            wrong, missed = sorted((ours - theirs).elements()), sorted((theirs - ours).elements())
            yield f"{one.text}\n    wrong: {', '.join(wrong) or '-'}\n    missed: {', '.join(missed) or '-'}"


def found(one: Labelled) -> tuple[str, ...]:
    """What the program says of a text, as labels say it; what it leaves undecided is left out."""
    claims = CHECKER.claims(report_of(one))
    return tuple(_label(claim) for claim in claims if claim.verdict is not Verdict.UNDETERMINED)


def report_of(one: Labelled) -> Report:
    """The common report with the text and the cells of an entry."""
    report = _common()
    cells = list(report.cells)
    for name, value in one.cells.items():
        reading = Reading.BLANK if value is None else Reading.READ
        cells[report.form.index[name]] = CellValue(reading, None if value is None else Decimal(value))
    return replace(
        report,
        organ=one.organ or report.organ,
        year=one.year or report.year,
        cells=tuple(cells),
        prose=tuple(Paragraph(line) for line in one.text.splitlines() if line),
    )


@cache
def _common() -> Report:
    return CHECKER.recognise(read_written(consistent_county()))


def _label(claim: Claim) -> str:
    number = claim.quoted
    printed = str(number.numerator) if number.denominator == 1 else f"{float(number):g}"
    note = " note" if claim.verdict is Verdict.VIOLATED and claim.scope else ""
    return f"{claim.rule.removeprefix(_PREFIX)} {printed} {claim.verdict}{note}"


def _disagrees(label: str) -> bool:
    return Verdict.VIOLATED in label.split()
