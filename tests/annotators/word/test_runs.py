from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from readers.documents import WORD

from validator.annotators.word._runs import part, texts_of

PIECES = st.lists(st.sampled_from(["<w:t>甲乙丙</w:t>", "<w:t>丁</w:t>", "<w:t>戊己</w:t>", "<w:br/>"]), max_size=4)
RUNS = st.lists(st.tuples(st.sampled_from(["<w:rPr><w:b/></w:rPr>", ""]), PIECES), min_size=1, max_size=4)


def paragraph(runs: list[tuple[str, list[str]]]) -> etree._Element:
    body = "".join(f"<w:r>{look}{''.join(pieces)}</w:r>" for look, pieces in runs)
    return etree.fromstring(f'<w:p xmlns:w="{WORD}">{body}</w:p>')


def looks(element: etree._Element) -> list[tuple[str, bool]]:
    """Every character and break of a paragraph, and whether it is bold."""
    return [
        (character, run.find("{*}rPr") is not None)
        for run in element.iter("{*}r")
        for piece in run
        for character in (piece.text or "" if etree.QName(piece).localname == "t" else "\n" * piece.tag.endswith("br"))
    ]


@given(runs=RUNS, data=st.data())
def test_parting_changes_no_character_and_no_look(runs: list[tuple[str, list[str]]], data: st.DataObject) -> None:
    made = paragraph(runs)
    texts = texts_of(made)
    text = "".join(one.text or "" for one in texts)
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before = looks(made)
    first, last = part(made, texts, start, end)
    assert looks(made) == before
    inside = list(made)[made.index(first) : made.index(last) + 1]
    assert "".join(text.text or "" for run in inside for text in run.iter("{*}t")) == text[start:end]


def test_what_is_deleted_or_stands_in_a_box_is_no_text_of_the_paragraph() -> None:
    box = "<w:pict><w:p><w:r><w:t>框</w:t></w:r></w:p></w:pict>"
    made = etree.fromstring(
        f'<w:p xmlns:w="{WORD}"><w:r><w:t>甲</w:t>{box}</w:r><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>'
        "<w:ins><w:r><w:t>乙</w:t></w:r></w:ins></w:p>"
    )
    assert [one.text for one in texts_of(made)] == ["甲", "乙"]


def test_what_is_wrapped_is_left_whole() -> None:
    made = etree.fromstring(f'<w:p xmlns:w="{WORD}"><w:ins><w:r><w:t>甲乙</w:t></w:r></w:ins></w:p>')
    first, last = part(made, texts_of(made), 0, 1)
    assert first is last is made[0]
