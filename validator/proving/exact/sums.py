"""Sums added, scaled and multiplied; a product of two sums that both name cells is none."""

from __future__ import annotations

from fractions import Fraction

from validator.model.rules.linear import Linear, Term
from validator.proving.proof import NotProvedReason


class NotProvedError(Exception):
    """A condition that is not taken apart."""

    def __init__(self, reason: NotProvedReason) -> None:
        """Why."""
        super().__init__(reason)
        self.reason = reason


def sum_of(left: Linear, right: Linear) -> Linear:
    """Both together."""
    weights: dict[str, Fraction] = {}
    for term in (*left.terms, *right.terms):
        weights[term.cell] = weights.get(term.cell, Fraction(0)) + term.coefficient
    return Linear(
        tuple(Term(cell, weight) for cell, weight in weights.items() if weight), left.constant + right.constant
    )


def scaled(one: Linear, factor: Fraction) -> Linear:
    """So many times a sum."""
    if factor == 1:
        return one
    return Linear(
        tuple(Term(term.cell, term.coefficient * factor) for term in one.terms if factor), one.constant * factor
    )


def times(left: Linear, right: Linear) -> Linear:
    """One sum times another, of which one must be a number; raises NotProvedError."""
    if not left.terms:
        return scaled(right, left.constant)
    if not right.terms:
        return scaled(left, right.constant)
    raise NotProvedError(NotProvedReason.PRODUCT)
