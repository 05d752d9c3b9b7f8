"""How organ and year are told in a pack (`identity.yaml`), which may be left out.

words: {report: pattern}            what `{report}` stands for in the patterns below; beside `{organ}` and `{year}`
keywords: [公开]                     a text that has not all of them holds no title
titles: ['{organ}{year}年{report}']  titles with organ and year; the first name that looks like one counts
untitled, undated: [...]            titles without an organ, without a year
leads, contacts, periods: [...]     sentences that say who made the report, whom to ask, which year is meant
subjects: [...]                     sentences that say of whom the text speaks
body: [...]                         where the sentences before the text end
years: [...]                        a year in a text, where nothing else gives one
files: [...]                        names of files that are no titles
labels:                             what stands before the name of an organ, blanks left out
  issuer: [发布机构]                 who publishes
  source: [来源]                     where the text comes from
  other: [发布日期]                  what may stand right behind the name
elsewhere: [下一篇]                  what stands before the title of another document
breaks: [patterns]                  what parts a text as a punctuation mark does
organs:
  endings, without                  words, in one list or several: how a name ends, what no name holds
  never                             patterns that no name fits
  openings, closings                patterns: words of a sentence before and behind a name
  inner                             patterns: endings that name an organ's own office, which is the organ
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from validator.packs.files.yaml_file import FaultKind, Keys, YamlFile
from validator.packs.identity import BUILT_IN, IdentityRules, OrganWords, UnknownWordError, compile_alone, has_group

if TYPE_CHECKING:
    from yaml.nodes import Node

_PATTERNS = (
    "titles",
    "untitled",
    "undated",
    "leads",
    "subjects",
    "contacts",
    "body",
    "periods",
    "years",
    "files",
    "breaks",
)
_FINDS = {
    **dict.fromkeys(("titles", "undated", "leads", "subjects", "contacts", "files"), "organ"),
    **dict.fromkeys(("periods", "years"), "year"),
}
"""What the patterns of a list have to find."""
_TEXTS = ("keywords", "elsewhere")
_NO_WORDS: Mapping[str, str] = MappingProxyType({})
_LABELS = ("issuer", "source", "other")
_WORDS = ("endings", "without")
_SHAPES = ("never", "openings", "closings", "inner")


IDENTITY_KEYS = Keys((), ("words", *_PATTERNS, *_TEXTS, "labels", "organs"))
LABELS_KEYS = Keys((), _LABELS)
ORGAN_WORDS_KEYS = Keys((), (*_WORDS, *_SHAPES))


def read_identity(file: YamlFile, *, check: bool, words: Mapping[str, str] = _NO_WORDS) -> IdentityRules:
    """The rules in a file; faults are put down in it. `check=False`: patterns are taken as they are.

    `words`: what patterns can use beside the words of the file.
    """
    root = file.load()
    keys = {} if root is None else file.mapping(root, *IDENTITY_KEYS)
    labels = file.mapping(keys["labels"], *LABELS_KEYS) if "labels" in keys else {}
    organs = file.mapping(keys["organs"], *ORGAN_WORDS_KEYS) if "organs" in keys else {}
    reader = _Patterns(file, keys.get("words"), words, check=check)
    read = {name: reader.read(keys.get(name), _FINDS.get(name, "")) for name in _PATTERNS}
    return IdentityRules(
        words=reader.words,
        keywords=file.texts(keys.get("keywords")),
        titles=read["titles"],
        untitled=read["untitled"],
        undated=read["undated"],
        leads=read["leads"],
        subjects=read["subjects"],
        contacts=read["contacts"],
        body=read["body"],
        periods=read["periods"],
        years=read["years"],
        files=read["files"],
        issuers=file.texts(labels.get("issuer")),
        sources=file.texts(labels.get("source")),
        others=file.texts(labels.get("other")),
        elsewhere=file.texts(keys.get("elsewhere")),
        breaks=read["breaks"],
        organs=OrganWords(
            **{name: _words(file, organs.get(name)) for name in _WORDS},
            **{name: reader.read(organs.get(name)) for name in _SHAPES},
        ),
    )


def _words(file: YamlFile, node: Node | None) -> tuple[str, ...]:
    """Words in one list or several."""
    return tuple(file.text(word) for item in file.items(node) for word in file.one_or_more(item))


class _Patterns:
    """Reads patterns in which words of the file may stand."""

    def __init__(self, file: YamlFile, node: Node | None, words: Mapping[str, str], *, check: bool) -> None:
        self._file = file
        self._check = check
        self.words: Mapping[str, str] = {}
        known = dict(words)
        for key, value in file.entries(node) if node is not None else ():
            # A word may use those above it.
            self.words = dict(known)
            known[str(key.value)] = self._pattern(value)
        self.words = known

    def read(self, node: Node | None, finds: str = "") -> tuple[str, ...]:
        """A list of patterns, each of which finds what goes by a name, if one is given; of None, none."""
        return tuple(self._pattern(item, finds) for item in self._file.items(node))

    def _pattern(self, node: Node, finds: str = "") -> str:
        pattern = self._file.text(node)
        if self._check:
            try:
                compile_alone(pattern, self.words)
                if finds and pattern and not has_group(pattern, self.words, finds):
                    self._file.fault(node, pattern, FaultKind.BAD_PATTERN, (f"{{{finds}}}",))
                    return ""
            except UnknownWordError as error:
                self._file.fault(node, str(error.args[0]), FaultKind.UNKNOWN_NAME, (*BUILT_IN, *self.words))
                return ""
            except re.error as error:
                self._file.fault(node, f"{pattern} ({error.msg})", FaultKind.BAD_PATTERN)
                return ""
        return pattern
