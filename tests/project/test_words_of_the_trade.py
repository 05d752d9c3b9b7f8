"""Names, units and wordings of the forms stand in `rules/`, never in Python: Chinese left there has a reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from validator.model.numbers import SIMPLIFIED
from validator.packs.pack import load_pack

ROOT = Path(__file__).parents[2]
HAN = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff〇]")

LANGUAGE = {
    "numerals": "〇零一二两三四五六七八九十百千万亿",
    "numerals as radicals": "⼀⼆⼋⼗",
    "dates": "年月日",
    "numbers of pages, chapters and items": "第共页章节条",
    "money": "元",
    "measure words, which count anything": "件项个宗份条起",
    "marks for nothing in a cell": "无不适用",
    "signs written out": "增加减少",
    "and so on": "等",
}
"""Reason -> characters of the Chinese language, which any pack may meet."""

EXCEPTIONS = {
    "validator/crosschecks/_organ_file.py": ("是否", "yes and no in a list that users write"),
    "validator/model/numbers.py": (
        "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰母民西见角贝车长门青韦风飞食马骨鬼鱼鸟卤麦黄齐齿龙"
        + "".join(chr(one) for pair in SIMPLIFIED.items() for one in pair),
        "radicals and traditional characters, and the simplified ones they stand for",
    ),
    "validator/readers/encoding.py": ("㐀鿿", "the ends of the range of Chinese characters"),
    "validator/readers/scan/characters/cell_text.py": ("丨口", "what digits look like on a scan"),
    "validator/readers/scan/characters/ctc.py": ("丨口", "what digits look like on a scan"),
    "validator/readers/spreadsheet/_cell_format.py": ("通格式", "the name of a number format of spreadsheets"),
    "validator/readers/text/_columns.py": ("鿿", "the end of the range of Chinese characters"),
    "validator/readers/text/_lines.py": ("鿿", "the end of the range of Chinese characters"),
    "validator/packs/files/expected_file.py": ("机关级别期", "heads of columns of a list that users write"),
    "validator/renderers/forms/document.py": ("宋体", "the name of a font"),
    "validator/renderers/letters/shipped.py": ("小标宋体黑仿", "the names of fonts"),
}
"""Module -> further characters, and the reason why they stand there."""

DESCRIPTION = "validator/cli/_app.py"
"""Says what this program is for: the reports of the pack that comes with it."""


def constants(path: Path) -> Iterator[tuple[str, bool]]:
    """The strings of a module but docstrings, and whether each is part of a sentence for people."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    sentences = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value, id(node) in sentences or path.parts[len(ROOT.parts) + 1] == "cli"


def modules() -> dict[str, Path]:
    """All but the catalogue of sentences."""
    paths = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "validator").rglob("*.py")}
    return {name: path for name, path in paths.items() if not name.startswith("validator/messages/")}


def official() -> set[str]:
    """The names that the forms of the shipped pack print, and other words that the pack knows documents by."""
    pack = load_pack()
    names = {pack.title.zh, pack.example_organ, *(word for one in pack.refusals.other_forms for word in one.words)}
    for form in pack.forms:
        names |= {word for section in form.sections for word in (section.title.zh, *section.keywords)}
        for table in form.tables:
            names |= {table.title.zh, *(one.title.zh for one in (*table.row_groups, *table.column_groups))}
            names |= {label for row in table.rows for label in row.labels}
            names |= {label for column in table.columns for label in column.labels}
    return {name for name in names if len(name) > len("总计")}


def test_python_holds_no_chinese_but_that_of_the_language() -> None:
    foreign = {
        (name, text, character)
        for name, path in modules().items()
        for text, spoken in constants(path)
        if not spoken
        for character in HAN.findall(text)
        if character not in "".join(LANGUAGE.values()) + EXCEPTIONS.get(name, ("", ""))[0]
    }
    assert foreign == set()


def test_no_exception_is_left_over() -> None:
    for name, (characters, reason) in EXCEPTIONS.items():
        assert reason
        held = "".join(text for text, spoken in constants(ROOT / name) if not spoken)
        assert set(characters) - set(held) == set(), name


def test_sentences_outside_the_catalogue_name_nothing_of_the_forms() -> None:
    names = official()
    assert "指标名称" in names
    said = {
        (module, name)
        for module, path in modules().items()
        for text, _ in constants(path)
        if HAN.search(text)
        for name in names
        if name in text
    }
    assert said == {(DESCRIPTION, load_pack().title.zh)}
