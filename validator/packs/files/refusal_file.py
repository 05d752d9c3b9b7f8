"""What documents without a table of the pack are told (`refusals.yaml`), which may be left out.

other_forms:                            forms that the pack does not have; the first that is recognised counts
  - words: [words all of which stand in a document on that form]
    reason: {zh: ..., en: ...}          what is wrong
    hint: {zh: ..., en: ...}            what to do next
no_tables: {reason: ..., hint: ...}     no table was found
no_ruling_lines: {...}                  the labels of the tables were recognised in a scan, but no table
no_numbers: {...}                       the labels of the tables are there, and no numbers
run_together: {...}                     the labels of the tables stand in running text, but no table
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile
from validator.packs.refusals import NEUTRAL, OtherForm, Refusal, Refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yaml.nodes import Node

_SAID = ("reason", "hint")
_KINDS = ("no_tables", "no_ruling_lines", "no_numbers", "run_together")


REFUSALS_KEYS = Keys((), ("other_forms", *_KINDS))
REFUSAL_KEYS = Keys(_SAID)
OTHER_FORM_KEYS = Keys(("words", *_SAID))


def read_refusals(file: YamlFile) -> Refusals:
    """The refusals in a file; faults are put down in it."""
    root = file.load()
    keys = {} if root is None else file.mapping(root, *REFUSALS_KEYS)
    said = {kind: _refusal(file, file.mapping(keys[kind], *REFUSAL_KEYS)) for kind in _KINDS if kind in keys}
    return Refusals(
        other_forms=tuple(_other_form(file, one) for one in file.items(keys.get("other_forms"))),
        no_tables=said.get("no_tables", NEUTRAL.no_tables),
        no_ruling_lines=said.get("no_ruling_lines", NEUTRAL.no_ruling_lines),
        no_numbers=said.get("no_numbers", NEUTRAL.no_numbers),
        run_together=said.get("run_together", NEUTRAL.run_together),
    )


def _other_form(file: YamlFile, node: Node) -> OtherForm:
    keys = file.mapping(node, *OTHER_FORM_KEYS)
    words = file.texts(keys.get("words"))
    if "words" in keys and not words:
        # Every document would be on that form.
        file.fault(keys["words"], "words", FaultKind.EMPTY)
    return OtherForm(words, _refusal(file, keys))


def _refusal(file: YamlFile, keys: Mapping[str, Node]) -> Refusal:
    reason, hint = (file.sentence(keys.get(key)) for key in _SAID)
    return Refusal(reason, hint)
