"""Published texts with their cells and labels, and how right the disagreements in them are.

A line of such a file has `organ`, `year`, `form` (2019 or 2021), `text`, `cells` (those not listed are 0) and
`expected`: the words `at` which a number stands, the number `quoted`, the sums of cells it may be `against`, whether
that is `violated` or `satisfied`, and whether it is a `statement` without a number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from msgspec.structs import replace

from support.checking import CHECKER
from support.labelled import Labelled, report_of
from validator.model.claim import Claim
from validator.model.document import Paragraph
from validator.model.report import CellValue, Reading, Report
from validator.model.rules.rule import Verdict

_LEAST_TOLD = 12
"""From here on two digits change places; smaller numbers are raised."""


@dataclass(frozen=True, slots=True)
class TextLabel:
    """A number of a text."""

    at: str
    quoted: Fraction
    against: frozenset[str]
    """Sums of cells, each with its cells in order; or a word for what is no cell (`share`, `text`)."""
    violated: bool
    statement: bool


@dataclass(frozen=True, slots=True)
class PublishedText:
    """A text and all it says of its tables."""

    report: Report
    text: str
    labels: Sequence[TextLabel]


@dataclass(slots=True)
class TextScore:
    """How right the disagreements are, and how many planted errors are named."""

    texts: int = 0
    true: int = 0
    false: int = 0
    planted: int = 0
    named: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.true / (self.true + self.false) if self.true + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.named / self.planted if self.planted else 1.0


def read_texts(path: Path) -> Iterator[PublishedText]:
    """All texts of a file, or of the files in a folder; lines without labels are passed over."""
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        for line in file.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if "expected" not in entry:
                continue
            labels = tuple(
                TextLabel(
                    one["at"],
                    Fraction(str(one["quoted"])),
                    frozenset(map(_ordered, one["against"])),
                    violated=one["verdict"] == Verdict.VIOLATED,
                    statement=one["statement"],
                )
                for one in entry["expected"]
            )
            report = _report(entry["organ"], entry["year"], entry["form"], entry["cells"])
            yield PublishedText(report, entry["text"], labels)


def score_texts(texts: Iterable[PublishedText]) -> TextScore:
    """Raise what disagrees in each text, then make its true numbers false one at a time."""
    score = TextScore()
    for one in texts:
        score.texts += 1
        raised = _disagreements(one, one.text)
        for claim in raised:
            hit = any(label.violated and _same(claim, label, label.quoted) for label in one.labels)
            score.true += hit
            score.false += not hit
            if not hit:
                score.differences.append(f"false: {claim.rule} {claim.quoted} against {claim.value}: {claim.sentence}")
        told = {(claim.rule, claim.text) for claim in raised}
        for label in one.labels:
            false = _made_false(label.quoted)
            text = _planted(one.text, label, false)
            if label.violated or text is None:
                continue
            score.planted += 1
            new = (claim for claim in _disagreements(one, text) if (claim.rule, claim.text) not in told)
            hit = any(_same(claim, label, false) for claim in new)
            score.named += hit
            if not hit:
                score.differences.append(f"missed: {label.at} -> {_printed(false)}")
    return score


def _report(organ: str, year: int, edition: int, cells: dict[str, float]) -> Report:
    form = next(form for form in CHECKER.pack.forms if str(edition) in form.id)
    values = [CellValue(Reading.READ, Decimal(str(cells.get(name, 0)))) for name in form.cells]
    return replace(report_of(Labelled("", ())), form=form, organ=organ, year=year, cells=tuple(values))


def _disagreements(one: PublishedText, text: str) -> list[Claim]:
    prose = tuple(Paragraph(line) for line in text.splitlines() if line.strip())
    return [claim for claim in CHECKER.claims(replace(one.report, prose=prose)) if claim.verdict is Verdict.VIOLATED]


def _same(claim: Claim, label: TextLabel, number: Fraction) -> bool:
    """True if a claim is that of a label; what is held against no cells is told by its number alone."""
    if claim.quoted != number:
        return False
    return claim.reading is None or _ordered(" + ".join(claim.cells)) in label.against


def _planted(text: str, label: TextLabel, number: Fraction) -> str | None:
    """The text with another number; None where it does not stand there in digits once."""
    found = list(re.finditer(rf"(?<![\d.]){re.escape(_printed(label.quoted))}(?![\d.])", label.at))
    if label.statement or len(found) != 1 or text.count(label.at) != 1:
        return None
    start, end = found[0].span()
    return text.replace(label.at, label.at[:start] + _printed(number) + label.at[end:])


def _made_false(number: Fraction) -> Fraction:
    if number.denominator != 1:
        return number + Fraction("3.37")
    digits = str(number)
    if number >= _LEAST_TOLD and digits[-1] not in {digits[-2], "0"}:
        return Fraction(digits[:-2] + digits[-1] + digits[-2])
    return number + 3 if number else Fraction(2)


def _printed(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{float(number):g}"


def _ordered(cells: str) -> str:
    return " + ".join(sorted(part.strip() for part in cells.split("+")))
