from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from validator.messages import LANGUAGES, LETTER_FIELDS, LETTER_LISTS, say
from validator.renderers.letters.shipped import shipped_template
from validator.renderers.letters.template import Item, Template, TemplateError

if TYPE_CHECKING:
    from docx.document import Document

TEXTS: Mapping[str, str] = {name: f"<{name}>" for name in LETTER_FIELDS}
LISTS: Mapping[str, Sequence[Item]] = {
    "correct": (Item("1. 甲", ("乙", "丙")), Item("2. 丁")),
    "explain": (),
    "original": (Item("1. 戊"),),
}


def written(make: Callable[[Document], object]) -> bytes:
    """A template with the three lists, and what `make` adds to it."""
    document = docx.Document()
    make(document)
    for name in LETTER_LISTS:
        document.add_paragraph("{{" + say(f"field-{name}", "zh") + "}}")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def lines(data: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(data)).paragraphs if one.text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_template_has_every_list_and_no_field_is_left(language: str) -> None:
    said = lines(Template(shipped_template(language)).filled(TEXTS, LISTS))
    assert not [line for line in said if "{" in line or "}" in line]
    assert [line for line in said if line in {"1. 甲", "乙", "丙", "2. 丁", "1. 戊"}] == [
        "1. 甲",
        "乙",
        "丙",
        "2. 丁",
        "1. 戊",
    ]
    assert any("<organ>" in line for line in said)
    assert said[-2:] == ["<office>", "<today>"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heading_of_an_empty_list_goes_with_it(language: str) -> None:
    said = "\n".join(lines(Template(shipped_template(language)).filled(TEXTS, LISTS)))
    assert "<count-correct>" in said
    assert "<count-explain>" not in said


def test_a_field_may_lie_in_several_runs_and_takes_the_look_of_the_first() -> None:
    def make(document: Document) -> None:
        paragraph = document.add_paragraph("致：")
        for at, piece in enumerate(("{", "{机", "关}", "}，你好{{年度}}")):
            paragraph.add_run(piece).bold = at == 0

    document = docx.Document(io.BytesIO(Template(written(make)).filled(TEXTS, LISTS)))
    (paragraph,) = (one for one in document.paragraphs if "你好" in one.text)
    assert paragraph.text == "致：<organ>，你好<years>"
    assert [run.text for run in paragraph.runs if run.bold] == ["<organ>"]


def test_fields_of_tables_heads_and_feet_are_filled_in_either_language() -> None:
    def make(document: Document) -> None:
        document.add_table(1, 1).rows[0].cells[0].text = "{{organ}}"
        document.sections[0].header.paragraphs[0].text = "{{ 期限 }}"

    document = docx.Document(io.BytesIO(Template(written(make)).filled(TEXTS, LISTS)))
    assert document.tables[0].rows[0].cells[0].text == "<organ>"
    assert document.sections[0].header.paragraphs[0].text == "<deadline>"


def test_entries_of_a_list_look_like_its_paragraph() -> None:
    def make(document: Document) -> None:
        document.add_paragraph("")

    document = docx.Document(io.BytesIO(written(make)))
    (paragraph,) = (one for one in document.paragraphs if one.text == "{{需要更正}}")
    paragraph.style = "List Bullet"
    paragraph.runs[0].italic = True
    file = io.BytesIO()
    document.save(file)
    filled = docx.Document(io.BytesIO(Template(file.getvalue()).filled(TEXTS, LISTS)))
    ours = [one for one in filled.paragraphs if one.style is not None and one.style.name == "List Bullet"]
    assert [(one.text, one.runs[0].italic, bool(one.runs[0].bold)) for one in ours] == [
        ("1. 甲", True, True),
        ("乙", True, False),
        ("丙", True, False),
        ("2. 丁", True, True),
    ]


def test_braces_in_what_is_filled_in_stay_text() -> None:
    filled = Template(shipped_template("zh")).filled({**TEXTS, "organ": "{{年度}}\x07"}, LISTS)
    assert "{{年度}}?：" in lines(filled)


def test_a_template_that_would_lose_something_is_refused() -> None:
    def unknown(document: Document) -> None:
        document.add_paragraph("{{机构}}")

    def inside(document: Document) -> None:
        document.add_paragraph("见{{需要更正}}")

    with pytest.raises(TemplateError) as caught:
        Template(written(unknown))
    assert (caught.value.key, caught.value.values["seen"]) == ("template-unknown", "机构")
    with pytest.raises(TemplateError) as caught:
        Template(written(inside))
    assert caught.value.key == "template-missing"
    document = docx.Document()
    document.add_paragraph("{{需要更正}}")
    document.add_paragraph("{{需要核对}}")
    file = io.BytesIO()
    document.save(file)
    with pytest.raises(TemplateError) as caught:
        Template(file.getvalue())
    assert caught.value.values["seen"] == "{{需要说明}}"


@pytest.mark.parametrize("data", [b"", b"no document", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(TemplateError) as caught:
        Template(data)
    assert caught.value.key == "template-unreadable"


def test_every_field_is_documented() -> None:
    page = (Path(__file__).parents[3] / "docs" / "letters.md").read_text(encoding="utf-8")
    for text in (*LETTER_FIELDS.values(), *LETTER_LISTS.values()):
        assert f"| `{{{{{text.zh}}}}}` | `{{{{{text.en}}}}}` |" in page
