from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from validator.renderers.data.exact_json import Json, json_text

DOCUMENT: Json = {
    "organ": "甲县“人民”政府\n",
    "year": 2023,
    "empty": [],
    "none": {},
    "list": [None, True, False, -1],
    "nested": {"amount": Decimal("24252.311082")},
}


def test_what_is_written_can_be_read_back() -> None:
    assert json.loads(json_text(DOCUMENT), parse_float=Decimal) == DOCUMENT


def test_text_stands_unescaped_and_indented() -> None:
    assert json_text({"机关": ["甲县"]}) == '{\n  "机关": [\n    "甲县"\n  ]\n}\n'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("123456789012345678.123456789"), "123456789012345678.123456789"),
        (Decimal("2E+2"), "200"),
        (Fraction(1, 4), "0.25"),
        (Fraction(7), "7"),
    ],
)
def test_numbers_keep_all_their_digits(value: Json, written: str) -> None:
    assert json_text(value) == written + "\n"


def test_half_a_character_is_escaped() -> None:
    written = json_text("\udcff.docx")
    assert written == '"\\udcff.docx"\n'
    assert written.encode("utf-8")
