from __future__ import annotations

import pytest

from validator.model.document import Location
from validator.renderers.words.places import where


@pytest.mark.parametrize(
    ("locations", "zh", "en"),
    [
        ([], "", ""),
        ([None, Location()], "", ""),
        ([Location(table=3)], "第3个表格", "table 3 of the file"),
        (
            [Location(page=2, table=3, row=5, column=2)],
            "第2页，第3个表格，第5行第2列",
            "page 2, table 3 of the file, row 5, column 2",
        ),
        (
            [Location(table=1, row=4, column=2), Location(table=1, row=4, column=7)],
            "第1个表格，第4行",
            "table 1 of the file, row 4",
        ),
        (
            [Location(table=1, row=4, column=2), Location(table=1, row=9, column=2)],
            "第1个表格，第2列",
            "table 1 of the file, column 2",
        ),
        ([Location(page=2, table=3), Location(page=3, table=4)], "第2至3页", "page 2 to 3"),
        (
            [Location(table=1, row=4, column=2, line=50)],
            "第1个表格，文件第50行",
            "table 1 of the file, line 50 of the file",
        ),
        ([Location(line=12), Location(line=20)], "文件第12至20行", "line 12 to 20 of the file"),
        ([Location(paragraph=7)], "第7段", "paragraph 7"),
        ([Location(sheet="表三", address="B5", table=1, row=5)], "工作表“表三”，单元格B5", "sheet “表三”, cell B5"),
        ([Location(sheet="S", address="B5"), Location(sheet="S", address="B6")], "工作表“S”", "sheet “S”"),
    ],
)
def test_places_say_what_the_locations_have_in_common(locations: list[Location | None], zh: str, en: str) -> None:
    assert where(locations, "zh") == zh
    assert where(locations, "en") == en
