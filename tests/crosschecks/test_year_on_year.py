"""What comparing two years tells beside the relations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core_factory import report, shipped_form

from validator.crosschecks._year_on_year import compare as compare_by
from validator.model.document import Paragraph
from validator.model.form import Form
from validator.model.observations.comparison_facts import Leaps, SectionRepeated, TableRepeated
from validator.model.observations.kinds import Observation
from validator.model.report import Report
from validator.packs.pack import load_pack

OLD, NEW = shipped_form("2019"), shipped_form("2021")
TEXT = (
    "存在的主要问题：一是个别信息公开不够及时，二是政策解读形式比较单一。"
    "改进情况：明确专人负责，按时限公开，增加图文解读，每季度培训{}次。"
)
OTHER = (
    "存在的主要问题：答复文书格式不一，法律依据引用不全，网站栏目设置不尽合理。"
    "改进情况：印发统一样本，由法制机构逐件审核，调整专栏，年底验收。"
)


def compare(now: Report, then: Report) -> Iterator[Observation]:
    return compare_by(now, then, load_pack().rules)


def told(
    now: Mapping[str, str], then: Mapping[str, str], forms: tuple[Form, Form] = (NEW, NEW)
) -> dict[str, Observation]:
    reports = [report(of, texts) for of, texts in zip(forms, (now, then), strict=True)]
    return {one.kind: one for one in compare(*reports)}


def written(text: str) -> Report:
    lines = (
        "一、总体情况",
        "略",
        "五、存在的主要问题及改进情况",
        text,
        "（一）存在问题",
        "六、其他需要报告的事项",
        text,
    )
    return report(NEW, prose=tuple(map(Paragraph, lines)))


def test_leaps_are_told_with_both_numbers() -> None:
    decisions, fees = "permits.permits.decisions", "fees.fees.amount"
    found = told({decisions: "9487", fees: "10"}, {decisions: "550", fees: "1000.5"})["figures-jump"]
    assert found.cells == (decisions, f"previous.{decisions}", fees, f"previous.{fees}")
    assert found.facts == Leaps(2)


def test_small_numbers_zeros_and_changes_do_not_leap() -> None:
    assert not told({"requests.new.total": "12"}, {"requests.new.total": "1"})
    assert not told({"permits.permits.decisions": "9487"}, {"permits.permits.decisions": "0"})
    assert not told({"permits.permits.decisions": "999"}, {"permits.permits.decisions": "100"})
    assert told({"permits.permits.decisions": "1000"}, {"permits.permits.decisions": "100"})
    assert not told({"permits.permits.change": "500"}, {"permits.permits.change": "5"}, (OLD, OLD))


def test_amounts_are_compared_in_one_unit() -> None:
    amount = "procurement.procurement.amount"
    assert not told({amount: "5000000元"}, {amount: "500万元"}, (OLD, OLD))
    assert told({amount: "5000000元"}, {amount: "50万元"}, (OLD, OLD))


TABLE = {
    f"disputes.reconsideration.{name}": number for name, number in (("upheld", "7"), ("other", "3"), ("total", "10"))
}
TABLE["disputes.litigation_direct.total"] = "4"


def test_a_table_that_agrees_in_every_cell_is_a_copy() -> None:
    found = told(TABLE, TABLE)["table-repeated"]
    assert (found.table, found.facts) == ("disputes", TableRepeated("表四", "report.html"))
    assert "table-repeated" not in told(TABLE, {**TABLE, "disputes.litigation_direct.other": "1"})


def test_few_different_numbers_may_agree_by_chance() -> None:
    few = {"disputes.reconsideration.upheld": "7", "disputes.reconsideration.total": "7"}
    assert "table-repeated" not in told(few, few)


def test_tables_that_have_the_same_cells_in_both_editions_are_compared() -> None:
    numbers = {f"permits.permits.{name}": "9" for name in ("decisions",)} | TABLE
    found = told(numbers, numbers, (NEW, OLD))
    assert found["table-repeated"].table == "disputes"


def test_a_section_that_differs_in_figures_only_is_a_copy() -> None:
    (found,) = compare(written(TEXT.format(1)), written(TEXT.format(12)))
    assert (found.kind, found.facts) == ("prose-repeated", SectionRepeated("五", 100, "report.html"))
    assert not list(compare(written(TEXT.format(1)), written(OTHER)))
    assert not list(compare(written("问题不少。"), written("问题不少。")))
