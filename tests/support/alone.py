"""What many reports are told at once, each is told by itself."""

from __future__ import annotations

from fractions import Fraction

from validator.constraints.alone.judging import FormAlone, Judgement
from validator.constraints.alone.numbers import ReportNumbers
from validator.constraints.system import System
from validator.constraints.together.evaluation import Evaluation, VectorBlock


def told_alone(system: System, block: VectorBlock) -> list[Judgement]:
    """The judgement on each line of a block."""
    facts = system.variables[len(system.form.cells) :]
    ready = FormAlone(system.form, system.constraints, facts)
    return [ready.judge(_numbers(block, line)) for line in range(len(block.values))]


def told_together(evaluation: Evaluation) -> list[Judgement]:
    """The same as all at once are told."""
    pairs = zip(evaluation.codes.tolist(), evaluation.missing_totals.tolist(), strict=True)
    return [
        Judgement(tuple(codes), frozenset(at for at, is_so in enumerate(missing) if is_so)) for codes, missing in pairs
    ]


def _numbers(block: VectorBlock, line: int) -> ReportNumbers:
    digits = {} if block.digits is None else dict(enumerate(block.digits[line].tolist()))
    values: list[int | Fraction] = block.values[line].tolist()
    blank, unknown = (_marked(mask[line].tolist()) for mask in (block.blank, block.unknown))
    return ReportNumbers(values, {at: digit for at, digit in digits.items() if digit}, blank, unknown)


def _marked(mask: list[bool]) -> frozenset[int]:
    return frozenset(at for at, is_marked in enumerate(mask) if is_marked)
