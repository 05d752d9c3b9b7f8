from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

import pytest
from core_factory import (
    HEADINGS,
    column,
    consistent_values,
    constraint,
    dispute_grid,
    document,
    form,
    grid,
    official_document,
    own_initiative_grid,
    relation,
    request_constraints,
    request_grid,
    request_header,
    request_rows,
    row,
    seeded,
    shipped_form,
    spanned_grid,
    table,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from validator.model.document import Document, Grid
from validator.model.form import Form
from validator.model.observations.facts import PartLeftOut, PrintedText, SectionMissing
from validator.model.report import Reading, Report
from validator.model.rules.constraint import Constraint
from validator.packs.pack import load_pack
from validator.recognition.recognise import recognise

IDENTITY = load_pack().identity
FORMS = (shipped_form("2019"), shipped_form("2021"))


def recognised(one: Document, forms: Sequence[Form] = FORMS) -> Report:
    return recognise(one, forms, request_constraints, IDENTITY)


def shown(report: Report, cells: Sequence[str]) -> dict[str, Decimal | None]:
    return {cell: report[cell].value for cell in cells}


def codes(report: Report) -> list[str]:
    return [observation.kind for observation in report.observations]


# Whole reports as the official form prints them


@pytest.mark.parametrize("year", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(3))
def test_official_report_is_read_cell_by_cell(year: str, seed: int) -> None:
    of = shipped_form(year)
    values = consistent_values(of, seed)
    report = recognised(official_document(of, values, year=int(year)))
    assert report.form == of
    assert {cell: str(report[cell].value) for cell in of.cells} == values
    assert {value.reading for value in report.cells} == {Reading.READ}
    assert report.observations == ()
    assert report.readings == ({},)
    assert (report.organ, report.year, report.format) == ("甲县", int(year), "html")
    assert len(report.prose) == 1 + len(HEADINGS)


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_blank_cells_stay_where_they_are(year: str) -> None:
    of = shipped_form(year)
    values = consistent_values(of, 4)
    values = {cell: "" if text == "0" else text for cell, text in values.items()}
    report = recognised(official_document(of, values, year=int(year)))
    assert {cell: "" if (v := report[cell].value) is None else str(v) for cell in of.cells} == values
    assert {value.reading for value in report.cells} == {Reading.READ, Reading.BLANK}


@given(st.randoms(use_true_random=False))
def test_row_that_stands_under_its_header_is_never_moved(random: Random) -> None:
    # The numbers agree with nothing: a placement by the relations would find better places.
    of = FORMS[1]
    values = {cell: random.choice(["", "", str(random.randint(0, 99))]) for cell in of.cells}
    report = recognised(official_document(of, values))
    assert {cell: "" if (v := report[cell].value) is None else str(v) for cell in of.cells} == values
    assert {value.reading for value in report.cells} <= {Reading.READ, Reading.BLANK}


def test_printed_text_unit_remark_and_place_are_kept() -> None:
    values = consistent_values(FORMS[0], 0) | {
        "procurement.procurement.items": "41267385 (含县区)",
        "procurement.procurement.amount": "451830.26 万元",
        "permits.permits.change": "--253",
        "documents.regulations.made": "/",
        "documents.normative.made": "见附件",
    }
    report = recognised(official_document(FORMS[0], values, year=2019))
    items, amount = report["procurement.procurement.items"], report["procurement.procurement.amount"]
    assert (items.value, items.note, items.raw) == (Decimal(41267385), "含县区", "41267385 (含县区)")
    assert (amount.value, amount.unit, amount.places) == (Decimal("451830.26"), "万元", 2)
    assert report["permits.permits.change"].value == -253
    assert report["documents.regulations.made"].reading is Reading.BLANK
    assert report["documents.normative.made"].reading is Reading.UNREADABLE
    assert report["documents.normative.made"].raw == "见附件"
    location = items.location
    assert location is not None
    assert (location.row, location.column) == (18, 2)


# Editions


@pytest.mark.parametrize("year", [2019, 2023, 2030])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_edition_is_told_by_the_labels_not_by_the_year(year: int, edition: str) -> None:
    of = shipped_form(edition)
    report = recognised(official_document(of, consistent_values(of, 1), year=year))
    assert report.form.id == of.id
    assert report.form == of
    matches = of.first_year <= year <= (of.last_year or year)
    assert ("form-year-mismatch" in codes(report)) is not matches


def test_row_above_a_header_that_is_printed_again_tells_the_edition_as_any_other() -> None:
    of = shipped_form("2019")
    values = consistent_values(of, 1)
    rows = [
        [("", 10 - sum(across for _, across, _ in row), 1), *((text, across, 1) for text, across, _ in row)]
        for row in request_rows(of, values)
    ]
    rows = [[cell for cell in row if cell[1]] for row in rows]
    at = of.table("requests").row_names.index("other_handling")
    pages = [[*request_header(), *rows[:at]], [rows[at], *request_header(), *rows[at + 1 :]]]
    report = recognised(document("甲县2023年政府信息公开工作年度报告", *HEADINGS, *map(spanned_grid, pages)))
    assert report.form.table("requests") == of.table("requests")
    assert {cell: str(report[cell].value) for cell in of.table("requests").cells} == {
        cell: values[cell] for cell in of.table("requests").cells
    }


def test_label_beside_the_table_tells_the_edition_where_the_table_does_not() -> None:
    of = shipped_form("2019")
    values = consistent_values(of, 1)
    rows = [
        [
            cell
            for cell in (("", 10 - sum(across for _, across, _ in row), 1), *((t, a, 1) for t, a, _ in row))
            if cell[1]
        ]
        for row in request_rows(of, values)
    ]
    at = of.table("requests").row_names.index("other_handling")
    grids = spanned_grid([*request_header(), *rows[:at]]), spanned_grid(rows[at + 1 :])
    one = document("甲县2023年政府信息公开工作年度报告", *HEADINGS, grids[0], "（六）其他处理", grids[1])
    assert recognised(one).form.table("requests") == of.table("requests")


@pytest.mark.parametrize(("two", "three"), [("2021", "2019"), ("2019", "2021")])
def test_hybrid_has_each_table_in_the_edition_it_is_printed_in(two: str, three: str) -> None:
    first, second = shipped_form(two), shipped_form(three)
    values = consistent_values(first, 2) | {
        cell: text for cell, text in consistent_values(second, 2).items() if cell.startswith("requests.")
    }
    report = recognised(
        document(
            "甲县2023年政府信息公开工作年度报告",
            *HEADINGS,
            own_initiative_grid(first, values),
            request_grid(second, values),
            dispute_grid(second, values),
        )
    )
    assert report.form.id == first.id
    assert report.form.table("requests") == second.table("requests")
    assert report.form.table("permits") == first.table("permits")
    assert {cell: str(report[cell].value) for cell in report.form.cells} == {
        cell: values[cell] for cell in report.form.cells
    }
    assert codes(report).count("form-year-mismatch") == 1


def test_year_decides_where_the_labels_do_not() -> None:
    values = consistent_values(FORMS[1], 2)
    for year, of in ((2020, FORMS[0]), (2022, FORMS[1])):
        report = recognised(document(f"甲县{year}年政府信息公开工作年度报告", dispute_grid(of, values)))
        assert report.form == of


def test_only_form_given_is_used_whatever_the_labels_say() -> None:
    report = recognised(official_document(FORMS[1], consistent_values(FORMS[1], 2)), FORMS[:1])
    assert report.form == FORMS[0]
    assert report["requests.new.total"].reading is Reading.READ


# Rows that have lost their columns. As in a text copied from a page: behind the page break each row has one
# field fewer than columns, and the labels stand in one to three fields.

RAGGED_HEAD = [
    ["", "申请人情况", "", "", "", "", "", "总计"],
    ["", "自然人", "法人或其他组织", "", "", "", "", ""],
    ["", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
    ["一、本年新收政府信息公开申请数量", "85", "15", "", "1", "6", "", "107"],
]
RAGGED_TAIL = [
    ["二、上年结转政府信息公开申请数量", "", "3", "", "", "", "", "3", ""],
    ["三、本年度办理结果", "(一) 予以公开", "28", "", "", "2", "", "30", ""],
    ["", "(二) 部分公开", "7", "2", "", "", "", "9", ""],
    ["", "(三) 不予公开", "1. 属于国家秘密", "", "", "", "", "", ""],
    ["", "", "2. 其他法律行政法规禁止公开", "", "", "", "", "", ""],
    ["", "", "3. 危及“三安全一稳定”", "", "", "", "", "", ""],
    ["", "", "4. 保护第三方合法权益", "", "", "", "", "", ""],
    ["", "", "5. 属于三类内部事务信息", "", "", "", "", "", ""],
    ["", "", "6. 属于四类过程性信息", "", "", "", "", "", ""],
    ["", "", "7. 属于行政执法案卷", "", "", "", "", "", ""],
    ["", "", "8. 属于行政查询事项", "", "", "", "", "", ""],
    ["", "(四) 无法提供", "1. 本机关不掌握相关政府信息", "44", "10", "", "4", "", "58"],
    ["", "", "2. 没有现成信息需要另行制作", "6", "", "", "", "", "6"],
    ["", "", "3. 补正后申请内容仍不明确", "", "", "", "", "", ""],
    ["", "(五) 不予处理", "1. 信访举报投诉类申请", "", "", "", "", "", ""],
    ["2. 重复申请", "", "", "1", "", "", "", "1", ""],
    ["3. 要求提供公开出版物", "", "", "", "", "", "", "", ""],
    ["4. 无正当理由大量反复申请", "", "", "", "", "", "", "", ""],
    ["5. 要求行政机关确认或重新出具已获取信息", "", "", "", "", "", "", "", ""],
    ["(六) 其他处理", "3", "2", "", "", "", "5", "", ""],
    ["(七) 总计", "88", "15", "", "1", "6", "110", "", ""],
    ["四、结转下年度继续办理", "", "", "", "", "", "", "", ""],
]
RAGGED = {
    "new": (85, 15, None, 1, 6, None, 107),
    "carried_in": (3, None, None, None, None, None, 3),
    "granted": (28, None, None, None, 2, None, 30),
    "partial": (7, 2, None, None, None, None, 9),
    "unavailable.not_held": (44, 10, None, None, 4, None, 58),
    "unavailable.needs_creation": (6, None, None, None, None, None, 6),
    "other_handling": (3, 2, None, None, None, None, 5),
    "handled": (88, 15, None, 1, 6, None, 110),
}
OPEN = ("requests.unprocessed.duplicate.business", "requests.unprocessed.duplicate.welfare")


@pytest.mark.parametrize(
    "grids",
    [(grid([*RAGGED_HEAD, *RAGGED_TAIL]),), (grid(RAGGED_HEAD), grid(RAGGED_TAIL))],
    ids=["one table", "cut at the page break"],
)
def test_ragged_table_is_put_back_and_what_stays_open_is_told(grids: tuple[Grid, ...]) -> None:
    report = recognised(document("辛市2019年政府信息公开工作年度报告", *grids))
    first, second = OPEN
    columns = report.form.table("requests").column_names
    for name in report.form.table("requests").row_names:
        cells = [f"requests.{name}.{one}" for one in columns]
        if name == "unprocessed.duplicate":
            assert report[cells[-1]].value == 1
            assert {cell for cell in cells if report[cell].reading is Reading.AMBIGUOUS} == set(OPEN)
        else:
            assert tuple(shown(report, cells).values()) == RAGGED.get(name, (None,) * 7)
    assert len(report.readings) == 2
    assert all(dict(reading) in report.readings for reading in ({first: 1, second: None}, {first: None, second: 1}))
    assert codes(report).count("reading-ambiguous") == 1
    assert {value.reading for value in report.cells if value.raw and value.value in (85, 107)} == {Reading.READ}
    assert report["requests.carried_in.natural_person"].reading is Reading.RECONSTRUCTED


def lost_column(values: Mapping[str, str], lost: int) -> Grid:
    """Table three flattened to text that has dropped one blank column in each of six rows."""
    rows = [["", *(one.title.zh for one in FORMS[1].table("requests").columns)]]
    for at, cells in enumerate(request_rows(FORMS[1], values)):
        label = next(text for text, _, _ in cells[-8:-7])
        numbers = [text for text, _, _ in cells[-7:]]
        if 4 <= at < 10:
            blanks = [place for place, text in enumerate(numbers) if not text]
            if blanks:
                del numbers[blanks[lost % len(blanks)]]
        rows.append([label, *numbers])
    return grid(rows)


@settings(max_examples=5)
@given(st.integers(0, 10**6), st.integers(0, 5))
def test_truth_is_among_the_readings_of_a_consistent_table_that_lost_cells(seed: int, lost: int) -> None:
    values = consistent_values(FORMS[1], seed, most=3)
    values = {cell: "" if text == "0" else text for cell, text in values.items()}
    report = recognised(document("甲县2023年政府信息公开工作年度报告", lost_column(values, lost)))
    truth = {cell: Decimal(values[cell]) if values[cell] else None for cell in report.form.table("requests").cells}
    decided = {cell: report[cell] for cell in truth if report[cell].reading is not Reading.AMBIGUOUS}
    assert {cell: value.value for cell, value in decided.items()} == {cell: truth[cell] for cell in decided}
    assert all(truth[cell] in report[cell].candidates for cell in truth if cell not in decided)
    # The cells of a group of rows with too many readings are in none of them.
    told = report.readings[0]
    assert {cell: truth[cell] for cell in told} in [dict(one) for one in report.readings]


# Small forms for what is rare

WIDE = table(["first row", "second row", "sum of rows"], ["alpha", "beta", "gamma", "total"])
SMALL = form(WIDE)
ROW_SUMS = tuple(
    constraint(
        relation({f"t.{name}.total": 1}, "=", {f"t.{name}.{one}": 1 for one in ("alpha", "beta", "gamma")}),
        each=(("row", name),),
    )
    for name in WIDE.row_names
)
COLUMN_SUMS = tuple(
    constraint(
        relation({f"t.sum of rows.{name}": 1}, "=", {f"t.first row.{name}": 1, f"t.second row.{name}": 1}),
        each=(("column", name),),
    )
    for name in WIDE.column_names
)


def small(rows: list[list[str]], constraints: Sequence[Constraint] = COLUMN_SUMS + ROW_SUMS) -> Report:
    return recognise(document(grid([["", *WIDE.column_names], *rows])), (SMALL,), lambda _: constraints, IDENTITY)


def values(report: Report, name: str) -> list[str | None]:
    return [None if (value := report[f"t.{name}.{one}"].value) is None else str(value) for one in WIDE.column_names]


def test_row_with_one_number_a_column_is_read_in_order_wherever_the_cells_stand() -> None:
    report = small(
        [["first row", "1", "", "2", "3", "6"], ["second row", "1", "1", "1", "3"], ["sum of rows", *"2349"]]
    )
    assert values(report, "first row") == ["1", "2", "3", "6"]
    assert report["t.first row.alpha"].reading is Reading.READ


def test_row_with_more_numbers_than_columns_is_unreadable_and_kept_as_printed() -> None:
    report = small([["first row", *"12345"], ["second row", *"1113"], ["sum of rows", *"2349"]])
    assert {report[f"t.first row.{name}"].reading for name in WIDE.column_names} == {Reading.UNREADABLE}
    assert report["t.first row.beta"].raw == "1 2 3 4 5"
    assert values(report, "second row") == ["1", "1", "1", "3"]


def test_damaged_row_takes_the_only_place_that_satisfies_the_relations() -> None:
    report = small([["first row", "1", "1"], ["second row", "1", "1", "1", "3"], ["sum of rows", *"1214"]])
    assert values(report, "first row") == [None, "1", None, "1"]
    assert report["t.first row.beta"].reading is Reading.RECONSTRUCTED
    assert report["t.first row.alpha"].reading is Reading.BLANK


def test_choices_are_named_where_two_readings_are_equally_good() -> None:
    report = small([["first row", "1", "1"], ["second row", *"0000"], ["sum of rows", *"1101"]])
    # The sums fit 1 and 1 without a total; a total fits the row, and then one of the sums is wrong.
    assert report["t.first row.total"].candidates == (None, Decimal(1))
    assert report["t.first row.alpha"].candidates == (Decimal(1), None)
    assert report["t.first row.beta"].candidates == (Decimal(1), None)
    (observation,) = [one for one in report.observations if one.kind == "reading-ambiguous"]
    assert observation.cells == ("t.first row.alpha", "t.first row.beta", "t.first row.total")
    assert observation.facts.printed["choices"] == "t.first row.alpha=1; t.first row.beta=1; t.first row.total=1"


def test_relation_with_an_unreadable_cell_has_no_say() -> None:
    # The number of the first row fits the first column only if the unreadable sum is not taken for 0.
    rows = [["first row", "5"], ["second row", "", "0", "0", "0"], ["sum of rows", "见附", "0", "0", "0"]]
    report = small(rows, COLUMN_SUMS)
    assert values(report, "first row") == ["5", None, None, None]


def test_unreadable_text_in_a_damaged_row_stays_as_open_as_its_neighbours() -> None:
    rows = [["first row", "见附", "5"], ["second row", *"0000"], ["sum of rows", *"0005"]]
    report = small(rows)
    assert report["t.first row.total"].value == 5
    # The text may stand in any of the three columns before.
    assert {report[f"t.first row.{name}"].reading for name in ("alpha", "beta", "gamma")} <= {
        Reading.AMBIGUOUS,
        Reading.UNREADABLE,
    }


@pytest.mark.parametrize("number", ["640020470", "12345678901", "1234567890123456", "9" * 30])
def test_glued_digits_in_a_damaged_row_do_no_harm(number: str) -> None:
    report = small([["first row", number, "1"], ["second row", *"1113"], ["sum of rows", *"2226"]])
    candidates = {report[f"t.first row.{name}"].value for name in WIDE.column_names}
    candidates |= {c for name in WIDE.column_names for c in report[f"t.first row.{name}"].candidates}
    assert Decimal(number) in candidates


def test_nothing_is_printed_while_damaged_rows_are_solved(capfd: pytest.CaptureFixture[str]) -> None:
    for seed in range(12):
        random = seeded(seed)
        rows = [[name, *(str(random.randint(0, 10**4)) for _ in range(3))] for name in ("first row", "second row")]
        small([*rows, ["sum of rows", *(str(random.randint(0, 10**4)) for _ in range(4))]])
    assert capfd.readouterr() == ("", "")


def test_zero_that_may_stand_in_any_of_several_blank_cells_is_not_worth_a_word() -> None:
    report = small([["first row", "0", "0"], ["second row", *"1113"], ["sum of rows", *"1113"]])
    assert "reading-ambiguous" not in codes(report)


# What is told beside the numbers


def test_missing_section_is_told() -> None:
    whole = official_document(FORMS[1], consistent_values(FORMS[1], 0))
    assert "section-missing" not in codes(recognised(whole))
    without = Document(whole.path, whole.format, whole.blocks[:-1])
    (observation,) = recognised(without).observations
    assert (observation.kind, observation.facts) == ("section-missing", SectionMissing("六"))


def test_extra_row_with_numbers_is_told() -> None:
    of = FORMS[1]
    rows = request_rows(of, consistent_values(of, 0))
    rows.insert(2, [("其中：网上申请", 3, 1), *[("1", 1, 1)] * 7])
    report = recognised(document(spanned_grid([*request_header(), *rows])))
    (observation,) = [one for one in report.observations if one.kind == "row-extra"]
    assert observation.table == "requests"
    assert observation.facts == PrintedText("其中：网上申请")
    assert {report[cell].reading for cell in of.table("requests").cells} == {Reading.READ}


def test_organ_and_year_that_are_not_found_are_told() -> None:
    report = recognised(document(request_grid(FORMS[1], {})))
    assert (report.organ, report.year) == (None, None)
    assert {"organ-unknown", "year-unknown"} <= set(codes(report))
    assert codes(report).count("organ-unknown") == 1


def test_what_the_reader_could_not_read_is_passed_on() -> None:
    one = document(request_grid(FORMS[1], {}))
    report = recognised(Document(one.path, one.format, one.blocks, warnings=("deep",)))
    (observation,) = [one for one in report.observations if one.kind == "reading-incomplete"]
    assert observation.facts == PartLeftOut("deep")


def test_row_that_is_not_there_is_missing_not_blank() -> None:
    of = FORMS[1]
    rows = request_rows(of, consistent_values(of, 0))[:4]
    report = recognised(
        document(spanned_grid([*request_header(), *rows]), dispute_grid(of, {"disputes.reconsideration.total": "0"}))
    )
    assert {report[f"requests.{name}.total"].location is None for name in of.table("requests").row_names[4:]} == {True}
    assert {report[f"requests.{name}.total"].reading for name in of.table("requests").row_names[4:]} == {
        Reading.UNREADABLE
    }


@pytest.mark.parametrize("arrangement", ["rows", "flat"])
def test_money_without_a_printed_unit_is_kept_as_printed(arrangement: str) -> None:
    money = column("amount", "采购总金额", unit="万元", decimals=6, unit_printed=False)
    of = form(
        table([row("procurement", "政府集中采购")], [column("items", "采购项目数量"), money], arrangement=arrangement)
    )
    lines = [["信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", "3", "251000"]]
    report = recognise(document(grid(lines)), (of,), lambda _: (), IDENTITY)
    assert report["t.procurement.amount"].value == 251000
    assert report["t.procurement.amount"].unit is None
    assert report["t.procurement.amount"].amount(money) is None


def test_row_whose_label_is_there_is_open_not_missing() -> None:
    of = shipped_form("2021")
    values = consistent_values(of, 1)
    rows = request_rows(of, values)
    at = of.table("requests").row_names.index("unprocessed.confirmation")
    kept = [*rows[:at], *rows[at + 1 :]]
    one = document("甲县2023年年报", *HEADINGS, spanned_grid([*request_header(), *kept]), rows[at][0][0], "以下空白")
    report = recognised(replace(one, blocks=one.blocks[:-1]))
    cell = report["requests.unprocessed.confirmation.total"]
    assert (cell.reading, cell.value) == (Reading.AMBIGUOUS, None)
    assert "reading-ambiguous" in codes(report)


@pytest.mark.parametrize(
    ("text", "pages", "page", "reading"),
    [
        ("?", (1,), 1, Reading.AMBIGUOUS),
        ("?", (2,), 1, Reading.UNREADABLE),
        ("0件9", (), 1, Reading.AMBIGUOUS),
        ("0件9", (), None, Reading.UNREADABLE),
        ("见附件", (), 1, Reading.UNREADABLE),
        ("机构9", (), None, Reading.AMBIGUOUS),
        ("约9", (), None, Reading.UNREADABLE),
    ],
)
def test_text_that_a_reader_may_have_made_is_open(
    text: str, pages: tuple[int, ...], page: int | None, reading: Reading
) -> None:
    of = shipped_form("2021")
    one = official_document(of, {**consistent_values(of, 1), "requests.granted.research": text})
    blocks = tuple(
        replace(
            block,
            cells=tuple(cell._replace(location=cell.location._replace(page=page)) for cell in block.cells),
        )
        if isinstance(block, Grid)
        else block
        for block in one.blocks
    )
    report = recognised(replace(one, blocks=blocks, recognised_pages=pages))
    assert report["requests.granted.research"].reading is reading
    assert ("reading-ambiguous" in codes(report)) is (reading is Reading.AMBIGUOUS)
