"""A zip package of an office document in which some parts are changed and all others stay byte for byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from validator.readers.office_package import OfficePackage
from validator.readers.word.docx_xml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LOOSE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_CONTENT_TYPES = "[Content_Types].xml"


class EditablePackage:
    """The parts of a package as trees; what was asked for is written back, the rest copied."""

    def __init__(self, data: bytes) -> None:
        """Open a package. Raises UnreadableInputError as the readers do."""
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._package = OfficePackage("", data)
        self._trees: dict[str, Element] = {}
        self._before: dict[str, bytes] = {}
        """What was parsed, as it would be written: a part that is still the same is copied."""
        self.main = self._package.main_part_name()

    def tree(self, name: str, *, mend: bool = False) -> Element:
        """The root of a part; changes to it are saved.

        `mend`: old drawings hold markup that is no valid XML; what can be made of it is taken.
        """
        if name not in self._trees:
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=mend
            )
            if not mend:
                self._package.part(name)  # refuses what the readers refuse
            self._trees[name] = etree.fromstring(self._package.content(name), parser)
            self._before[name] = _bytes(self._trees[name])
        return self._trees[name]

    def add(self, name: str, root: Element, content_type: str) -> None:
        """Put a new part in, or one that takes the place of an old one, and declare what it is."""
        self._trees[name] = root
        types = self.tree(_CONTENT_TYPES)
        entry = next((one for one in types if one.get("PartName") == f"/{name}"), None)
        if entry is None:
            entry = etree.SubElement(types, f"{{{_TYPES}}}Override")
        entry.set("PartName", f"/{name}")
        entry.set("ContentType", content_type)

    def unused_name(self, pattern: str) -> str:
        """The first name of a pattern with one `{}` that no part has: without a number, else with one."""
        taken = {*self._archive.namelist(), *self._trees}
        numbers = ("", *range(1, len(taken) + 1))
        return next(name for number in numbers if (name := pattern.format(number)) not in taken)

    def relations_of(self, name: str) -> Mapping[str, tuple[str, str]]:
        """What a part referred to before any change: id -> (last word of the type, name of the part)."""
        return self._package.related(name)

    def related(self, name: str, kind: str) -> Iterator[str]:
        """The parts that a part refers to under a kind (last word of the type)."""
        return (part for found, part in self._package.related(name).values() if found == kind)

    def relation(self, name: str, target: str, kind: str) -> str:
        """Id under which a part refers to another; the reference is made if there is none."""
        for identity, (found, part) in self._package.related(name).items():
            if found == kind and part == target:
                return identity
        relations = self._relations(name)
        taken = {one.get("Id") for one in relations}
        identity = next(word for number in range(1, len(taken) + 2) if (word := f"gouji{number}") not in taken)
        base = _STRICT if any(_STRICT in (one.get("Type") or "") for one in relations) else _LOOSE
        path = posixpath.relpath("/" + target, "/" + posixpath.dirname(name))
        etree.SubElement(
            relations, f"{{{_RELATIONS}}}Relationship", {"Id": identity, "Type": f"{base}/{kind}", "Target": path}
        )
        return identity

    def _relations(self, name: str) -> Element:
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        if part not in self._trees and not self._package.has(part):
            self._trees[part] = etree.fromstring(f'<Relationships xmlns="{_RELATIONS}"/>')
        return self.tree(part)

    def saved(self) -> bytes:
        """The bytes of the package. Raises UnreadableInputError if a part cannot be copied, since it is broken."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as copy:
            written = {name: _bytes(tree) for name, tree in self._trees.items()}
            changed = {name: body for name, body in written.items() if body != self._before.get(name)}
            for entry in self._archive.infolist():
                content = changed.pop(entry.filename, b"") or self._package.content(entry)
                copy.writestr(entry, content)
            for name, body in changed.items():
                copy.writestr(name, body)
        return file.getvalue()


def put_before(parent: Element, element: Element, later: Collection[str]) -> None:
    """Put an element before the first of those that must follow it, else at the end."""
    following = next((one for one in parent if local_name(one) in later), None)
    if following is None:
        parent.append(element)
    else:
        following.addprevious(element)


def _bytes(tree: Element) -> bytes:
    return etree.tostring(tree.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
