"""What `gouji rules coverage` says."""

from __future__ import annotations

from collections.abc import Mapping

from validator.model.text import Text

COVERAGE: Mapping[str, Text] = {
    "coverage-heading": Text(
        "{form}：一格填错，能不能发现、能不能定位、能不能更正",
        "{form}: can one wrong cell be detected, located and corrected",
    ),
    "coverage-corrected": Text("能发现，能定位，能算出正确的数", "detected, located, and the right number follows"),
    "coverage-detected": Text("能发现，但分不清是几格中的哪一格", "detected, but not told from a few other cells"),
    "coverage-sometimes": Text(
        "只能发现一部分错误（过大、过小等）", "only some wrong numbers are detected, such as too large ones"
    ),
    "coverage-soft": Text("只有提示或说明一级的规则会看这一格", "only rules for warnings and notes look at it"),
    "coverage-never": Text("年报之内没有规则看这一格", "no rule within a report looks at it"),
    "coverage-count": Text("{words}：{count} 格", "{words}: {count} cell(s)"),
    "coverage-blind": Text("盲区：", "blind spots:"),
    "coverage-no-blind": Text(
        "没有盲区：每一格填错都能发现、定位和更正。",
        "no blind spots: each wrong cell is detected, located and corrected.",
    ),
    "coverage-spot": Text("{table}：{cells}", "{table}: {cells}"),
    "coverage-kind": Text("{words}：{spots}", "{words}: {spots}"),
    "coverage-group": Text("{cells}（{count} 格互相分不清）", "{cells} ({count} cells not told from each other)"),
    "coverage-unbound": Text(
        "没有公开的规定能说这些格在一份年报之内填错了：{spots}。",
        "nothing public tells within one report that these cells are wrong: {spots}.",
    ),
    "coverage-elsewhere": Text(
        "它们只能与上年的年报、下级单位之和、正文中的数比较，由这些规则：{rules}。",
        "they can only be held against last year's report, the sum over the units or the text, by: {rules}.",
    ),
    "coverage-nowhere": Text("与别处也无可比较的：{spots}。", "nothing elsewhere binds these either: {spots}."),
    "coverage-premise": Text(
        "这里假定只有一格填错、没有空白；几格同时填错时，多数也能定位。"
        "实际数据可能帮助排除一些单元格（例如件数不能小于 0）。",
        "this is for a single wrong cell in a report without blanks; most errors in several cells are located as well. "
        "The figures themselves may rule out some cells, since counts cannot be below 0.",
    ),
}
