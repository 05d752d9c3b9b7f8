"""What a document is told in which none of the pack's tables is found.

The words are data of the pack (`refusals.yaml`), since they say what its documents are called and where to get them; a
pack without that file has neutral ones.
"""

from msgspec import Struct

from validator.model.text import Text


class Refusal(Struct, frozen=True):
    """Why there is nothing to check."""

    reason: Text
    hint: Text
    """What to do next."""


class OtherForm(Struct, frozen=True):
    """A form that the pack does not have, known by its words."""

    words: tuple[str, ...]
    """All of them stand in a document on that form."""
    refusal: Refusal


_WHOLE_FILE = Text(
    "请确认文件是全文，且表格不是图片", "make sure that the file is whole and its tables are not pictures"
)


class Refusals(Struct, frozen=True):
    """What the documents of a pack are told."""

    other_forms: tuple[OtherForm, ...] = ()
    """The first whose words are there counts."""
    no_tables: Refusal = Refusal(Text("没有找到规则包里的表格", "no table of the rule pack was found"), _WHOLE_FILE)
    no_ruling_lines: Refusal = Refusal(
        Text(
            "没有找到表格：扫描件或图片里的表格要有框线",
            "no table was found: in a scan or picture it needs ruling lines",
        ),
        Text(
            "换用原件，或者扫描表格线清楚的打印件", "take the original, or scan a print whose table lines can be seen"
        ),
    )
    """Told where the labels of the tables stand in a scan."""
    no_numbers: Refusal = Refusal(
        Text(
            "文中有表格的文字，但没有找到表里的数字",
            "the labels of the tables are there, but their numbers were not found",
        ),
        _WHOLE_FILE,
    )
    """Told where the labels of the tables stand in a text without their numbers."""
    run_together: Refusal = Refusal(
        Text("表格已散成一段文字，各格数字连在一起", "the tables are there, but run together into plain text"),
        Text("请提供保留表格的文件", "give a file that keeps the tables"),
    )
    """Told where the labels of the tables stand in running text."""


NEUTRAL = Refusals()
"""For a pack that has no words of its own."""
