"""The file of waivers, `gouji-baseline.yaml`: written by the program, kept by people.

waivers:
  - fingerprint: 0a1b2c3d4e5f6071     which finding; it changes with the numbers
    reason: 上年已向上级说明            why it is accepted
    who: 甲                            by whom; may be left out
    until: 2026-12-31                 last day; may be left out
    organ: 甲县人民政府                 the rest tells people what it is about
    year: 2023
    rule: requests-balance
    place: 表三，列“自然人”
    numbers: 128 + 5 = 133，121 + 10 = 131；左边比右边多 2
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from validator.model.errors import BrokenSettingsError, Fault
from validator.model.waiver import Waiver
from validator.packs.files.yaml_file import FaultKind, YamlFile

if TYPE_CHECKING:
    from yaml.nodes import Node

FILE = "gouji-baseline.yaml"
"""The name under which a file of waivers is found from the folder of an input upwards."""

_KEYS = ("who", "until", "organ", "year", "rule", "place", "numbers")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


def read_baseline(path: Path) -> tuple[Waiver, ...]:
    """The waivers in a file, in order. Raises BrokenSettingsError with all its faults."""
    faults: list[Fault] = []
    file = YamlFile(path, faults)
    root = file.load()
    keys = {} if root is None else file.mapping(root, ("waivers",))
    waivers = tuple(_waiver(file, node) for node in file.items(keys.get("waivers")))
    seen: set[str] = set()
    for waiver, node in zip(waivers, file.items(keys.get("waivers")), strict=True):
        if waiver.fingerprint in seen:
            file.fault(node, waiver.fingerprint, FaultKind.DUPLICATE_ID)
        seen.add(waiver.fingerprint)
    if faults:
        raise BrokenSettingsError(tuple(sorted(faults, key=lambda fault: fault.line)))
    return waivers


def _waiver(file: YamlFile, node: Node) -> Waiver:
    keys = file.mapping(node, ("fingerprint", "reason"), _KEYS)
    fingerprint = file.text(keys.get("fingerprint"))
    if fingerprint and not _FINGERPRINT.fullmatch(fingerprint):
        file.fault(keys["fingerprint"], fingerprint, FaultKind.WRONG_TYPE, ("16 digits of 0-9a-f",))
    return Waiver(
        fingerprint,
        file.text(keys.get("reason")),
        file.text(keys.get("who")),
        _date(file, keys.get("until")),
        file.text(keys.get("organ")) or None,
        file.number(keys.get("year")),
        *(file.text(keys.get(name)) for name in ("rule", "place", "numbers")),
    )


def _date(file: YamlFile, node: Node | None) -> date | None:
    if node is None:
        return None
    text = file.text(node)
    try:
        return date.fromisoformat(text)
    except ValueError:
        file.fault(node, text, FaultKind.WRONG_TYPE, ("date such as 2026-12-31",))
        return None


def baseline_text(waivers: Sequence[Waiver]) -> str:
    """The content of a file with these waivers."""
    import yaml

    entries = [{name: value for name, value in _entry(one) if value not in {None, ""}} for one in waivers]
    # Apart from each other, so that the file shows no references between entries.
    parts = [yaml.safe_dump([one], allow_unicode=True, sort_keys=False, width=1000) for one in entries]
    return "waivers:\n" + "".join(parts) if parts else "waivers: []\n"


def _entry(waiver: Waiver) -> Sequence[tuple[str, str | int | date | None]]:
    return (
        ("fingerprint", waiver.fingerprint),
        ("reason", waiver.reason),
        ("who", waiver.who),
        ("until", waiver.until),
        ("organ", waiver.organ),
        ("year", waiver.year),
        ("rule", waiver.rule),
        ("place", waiver.place),
        ("numbers", waiver.numbers),
    )
