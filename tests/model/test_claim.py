from __future__ import annotations

from fractions import Fraction

from validator.model.claim import Claim, Growth, Quotation, Share, Stated
from validator.model.rules.constraint import Linear, Term
from validator.model.rules.rule import Verdict

ONE, OTHER = (Linear((Term(f"a.{row}.c", Fraction(1)),)) for row in "bd")
BOTH = Linear((*ONE.terms, *OTHER.terms))


def test_a_sum_is_written_in_the_rule_language() -> None:
    terms = (Term("a.b.c", Fraction(1)), Term("a.b.d", Fraction(-1)), Term("a.b.e", Fraction(2)))
    assert Linear(terms, Fraction(3)).written == "a.b.c - a.b.d + 2 * a.b.e + 3"
    assert Linear(()).written == "0"


def test_what_a_number_is_held_against_is_written_as_programs_read_it() -> None:
    assert Share(ONE, BOTH).written == "a.b.c / (a.b.c + a.d.c)"
    assert Share(BOTH, None).written == "a.b.c + a.d.c"
    assert Growth(BOTH).written == "a.b.c + a.d.c / previous"
    assert [one.written for one in Stated] == ["report.year", "report.sections", "text"]


def test_only_a_claim_held_against_a_sum_is_a_witness_of_it() -> None:
    claim = Claim("r", "共 3 件", Fraction(3), BOTH, Fraction(4), Verdict.VIOLATED)
    assert (claim.reading, claim.cells) == (BOTH, ("a.b.c", "a.d.c"))
    share = Claim("r", "占 3%", Fraction(3), Share(ONE, BOTH), Fraction(4), Verdict.VIOLATED)
    assert (share.reading, share.cells) == (None, ())


def test_what_there_is_nothing_to_say_of_is_not_printed() -> None:
    claim = Claim("r", "共 3 件", Fraction(3), ONE, Fraction(4), Verdict.VIOLATED, "全年共 3 件")
    assert Quotation(claim).printed == {"text": "共 3 件", "sentence": "全年共 3 件", "against": "a.b.c"}
    more = Claim(
        *("r", "", Fraction(3), ONE, None, Verdict.VIOLATED),
        found_in=Share(ONE, BOTH),
        scope="全县",
        parts=(Fraction(1), Fraction(2)),
    )
    assert dict(list(Quotation(more, ("a.b.c", "a.d.c")).printed.items())[3:]) == {
        "found_in": "a.b.c / (a.b.c + a.d.c)",
        "scope": "全县",
        "worked_out": "a.b.c, a.d.c",
        "parts": "1 + 2",
    }
