"""The zip package round a Word document: its parts, read within limits that no report comes near."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from lxml import etree

from validator.model.text import Text
from validator.readers import _refusal as refusal

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_PARTS = 5000
_MEGABYTE = 1 << 20
LARGEST_PART = 64 * _MEGABYTE
LARGEST_TOTAL = 256 * _MEGABYTE
HIGHEST_RATIO = 200
_RATIO_FROM = _MEGABYTE
"""Small parts may compress well without harm: a blank page is mostly the same words."""
_ENCRYPTED = 0x1

_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE_DOCUMENT = "/officeDocument"
_USUAL_PART = "word/document.xml"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, struct.error)


class Package:
    """An opened package. Raises UnreadableInputError for one that is damaged, encrypted or made to harm."""

    def __init__(self, path: str, data: bytes) -> None:
        """Open the package and check the sizes that it declares; nothing is unpacked yet."""
        self._path = path
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise refusal.damaged(path, "the zip archive breaks off") from None
        self._check_limits()

    def _check_limits(self) -> None:
        parts = self._archive.infolist()
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise refusal.encrypted(self._path)
        if len(parts) > MOST_PARTS:
            raise refusal.suspicious(self._path, Text(f"内部部件超过 {MOST_PARTS} 个", f"more than {MOST_PARTS} parts"))
        large = any(part.file_size > LARGEST_PART for part in parts)
        dense = any(
            part.file_size > _RATIO_FROM and part.file_size > HIGHEST_RATIO * max(part.compress_size, 1)
            for part in parts
        )
        if large or dense or sum(part.file_size for part in parts) > LARGEST_TOTAL:
            raise refusal.suspicious(self._path, Text("解压后过大", "it unpacks to an excessive size"))

    def main_part(self) -> Element:
        """The root element of the document."""
        return self._parse(self._main_part_name())

    def title(self) -> str | None:
        """The title in the document properties, or None."""
        if "docProps/core.xml" not in self._archive.NameToInfo:
            return None
        title = self._parse("docProps/core.xml").findtext(_TITLE)
        return (title or "").strip() or None

    def _main_part_name(self) -> str:
        if "_rels/.rels" in self._archive.NameToInfo:
            for relationship in self._parse("_rels/.rels").iter(_RELATIONSHIPS):
                if (relationship.get("Type") or "").endswith(_OFFICE_DOCUMENT):
                    return posixpath.normpath((relationship.get("Target") or _USUAL_PART).lstrip("/"))
        return _USUAL_PART

    def _parse(self, name: str) -> Element:
        try:
            # A declared size that is too small is found out by the checksum: nothing is read beyond it.
            content = self._archive.read(name)
        except KeyError:
            raise refusal.damaged(self._path, f"part {name} is missing") from None
        except _BROKEN:
            raise refusal.damaged(self._path, f"part {name} cannot be unpacked") from None
        except RuntimeError:  # how zipfile asks for a password
            raise refusal.encrypted(self._path) from None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            if "Excessive depth" in str(error):
                raise refusal.suspicious(self._path, Text("嵌套过深", "it is nested too deep")) from None
            raise refusal.damaged(self._path, f"part {name} is no valid XML") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise refusal.suspicious(self._path, Text("含有 DOCTYPE 声明", "it holds a DOCTYPE declaration"))
        return root
