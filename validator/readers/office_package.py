"""Parts of a zip package by name, for the formats whose content is spread over several."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from validator.model.text import Text
from validator.readers import _refusal as refusal
from validator.readers._package import Package

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class OfficePackage(Package):
    """An opened package, checked as every other."""

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name in self._archive.NameToInfo

    def main_part_name(self) -> str:
        """Name of the part that the package says is the document."""
        return self._main_part_name()

    def part(self, name: str) -> Element:
        """The root element of a part. Raises UnreadableInputError if it is missing or broken."""
        return self._parse(name)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id of the relationship -> (last word of its type, name of the part)."""
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if not self.has(relations):
            return {}
        return {
            one.get("Id") or "": (
                (one.get("Type") or "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/" + folder, one.get("Target") or "")).lstrip("/"),
            )
            for one in self.part(relations).iter(_RELATIONSHIP)
        }

    def elements(self, name: str, tags: Sequence[str]) -> Iterator[Element]:
        """The elements of a large part, each complete with what is inside; it is forgotten when the next one comes.

        `tags` are local names. Raises UnreadableInputError if the part is missing or broken.
        """
        return (element for _, element in self.events(name, tags, ("end",)))

    def events(self, name: str, tags: Sequence[str], events: Sequence[str]) -> Iterator[tuple[str, Element]]:
        """As `elements`, but with the event, `start` or `end`, before each; nothing is inside yet at the start."""
        parser = etree.iterparse(
            io.BytesIO(self.content(name)),
            events=tuple(events),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        checked = False
        try:
            for event, element in parser:
                if not checked and element.getroottree().docinfo.internalDTD is not None:
                    raise refusal.suspicious(self._path, Text("含有 DOCTYPE 声明", "it holds a DOCTYPE declaration"))
                checked = True
                yield event, element
                if event == "end":
                    _forget(element)
        except etree.XMLSyntaxError as error:
            if "Excessive depth" in str(error):
                raise refusal.suspicious(self._path, Text("嵌套过深", "it is nested too deep")) from None
            raise refusal.damaged(self._path, f"part {name} is no valid XML") from None

    def content(self, part: str | zipfile.ZipInfo) -> bytes:
        """The bytes of a part, or of one of several with the same name.

        Raises UnreadableInputError if it is missing or broken.
        """
        name = part if isinstance(part, str) else part.filename
        try:
            return self._archive.read(part)
        except KeyError:
            raise refusal.damaged(self._path, f"part {name} is missing") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, struct.error):
            raise refusal.damaged(self._path, f"part {name} cannot be unpacked") from None
        except RuntimeError:  # how zipfile asks for a password
            raise refusal.encrypted(self._path) from None


def _forget(element: Element) -> None:
    """Free the memory of an element and of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
