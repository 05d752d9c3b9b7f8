"""PDF files written by hand: text in a Chinese font, lines, rectangles, pictures."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

WIDTH, HEIGHT = 595.0, 842.0
"""A4 in points."""
SIZE = 10.0
"""Points of the type that is used where nothing else is said."""

Span = tuple[int, int, int, int]
"""Row, column, rows and columns of a cell."""

_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
_BOX_FONT = zlib.decompress(
    base64.b64decode(
        "eNpjYGRgYOBgaGBgZmBIzk0sYOBhcGNgYBQAiuqk51Smfb+owgbkuwD5UhmpiSmJXM5zgOweIDbLAAqwpjFuALKPALFKRm5JBZMa"
        "kMXAyAEk2HLykxMZeMF8GxA/N7GigIGFAWgewwsgVijILy4pqGNOAsonAPlaDCC3APFBr7Q98fw2XxmYmUHqUIERUMkhpj1AFjMD"
        "E1QMqIe54H8HkPEFKG/EeAhsEjJgBIswAW2HyDChGwvUCTYbKgcMDQYRIMkIplkYJMDiYF3//4MxzAZesOkwVwH1GQsqChoxTmDa"
        "89cFq01oACjPyMSclF/BwAAAI5cupg=="
    )
)
"""A TrueType font with one drawing, a box: it stands for every character, so that no font of the machine matters."""
_DESCRIPTOR = "/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 58"
_EVERY_NUMBER = b"\0\1" * 0x10000
"""Number in the character collection -> drawing of the font: always the same."""


def _chinese(name: str, encoding: str, held: str = "", mapped: str = "", kind: int = 2) -> str:
    """A font of the simplified Chinese collection; `held`: the entry of its file, `mapped`: of its drawings."""
    return (
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{encoding}/DescendantFonts["
        f"<</Type/Font/Subtype/CIDFontType{kind}/BaseFont/{name}"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000/W[1 95 500 814 939 500]{mapped}"
        f"/FontDescriptor<</Type/FontDescriptor/FontName/{name}{_DESCRIPTOR}{held}>>>>]>>"
    )


def _single_bytes(name: str) -> str:
    """A TrueType font declared as one of Latin letters, which the file does not hold."""
    return (
        f"<</Type/Font/Subtype/TrueType/BaseFont/{name}/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255"
        f"/Widths[{'500 ' * 224}]/FontDescriptor<</Type/FontDescriptor/FontName/{name}{_DESCRIPTOR}>>>>"
    )


_FONTS = {
    "F2": "<</Type/Font/Subtype/Type0/BaseFont/Nameless/Encoding/Identity-H/DescendantFonts["
    "<</Type/Font/Subtype/CIDFontType2/BaseFont/Nameless"
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500"
    f"/FontDescriptor<</Type/FontDescriptor/FontName/Nameless{_DESCRIPTOR}>>>>]>>",
    "F3": "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
    "song": _chinese("STSong-Light", "UniGB-UCS2-H", kind=0),
    "song-gbk": _chinese("STSong-Light", "GBK-EUC-H", kind=0),
    "simsun-gbk": _chinese("SimSun", "GBK-EUC-H"),
    "simsun": _chinese("SimSun", "UniGB-UCS2-H"),
    "old": _single_bytes("#CB#CE#CC#E5"),
}
"""All but F1, the one that the file holds."""
BORROWED = {"song": "utf-16-be", "song-gbk": "gbk", "simsun-gbk": "gbk", "simsun": "utf-16-be", "old": "gbk"}
"""Fonts that the file only names -> how text is written in them. `old`: what programs of old made of `宋体`."""


class Page(Struct):
    """A page being drawn; all places in points from its top left corner."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    """What the page says of how it is to be turned."""
    shift: float = 0.0
    """Where the lower left corner of the page lies in the coordinates of the file."""
    font: str = "F1"
    """The font of what is written in no other."""
    content: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    """Contents of forms, which the page shows with `show_form`."""
    jpeg: tuple[bytes, int, int] | None = None
    """What `picture` shows, in grey, and its dots across and down; None for one grey dot."""

    def _y(self, y: float) -> float:
        return self.height - y

    def text(self, x: float, y: float, text: str, size: float = SIZE, *, font: str = "", mode: int = 0) -> None:
        """`y`: the baseline."""
        font = font or self.font
        codes = text.encode(BORROWED.get(font, "utf-16-be")).hex()
        self.content.append(f"BT {mode} Tr /{font} {size:g} Tf {x:g} {self._y(y):g} Td <{codes}> Tj ET")

    def latin(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Text in a font for Latin letters, whose characters are of other heights than those of the Chinese one."""
        self.content.append(f"BT /F3 {size:g} Tf {x:g} {self._y(y):g} Td ({text}) Tj ET")

    def turned_text(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Text that runs upwards."""
        codes = text.encode("utf-16-be").hex()
        self.content.append(f"BT /F1 {size:g} Tf 0 1 -1 0 {x:g} {self._y(y):g} Tm <{codes}> Tj ET")

    def slanted_text(self, x: float, y: float, text: str, size: float = 40.0) -> None:
        """A watermark."""
        codes = text.encode("utf-16-be").hex()
        self.content.append(f"BT /F1 {size:g} Tf .7 .7 -.7 .7 {x:g} {self._y(y):g} Tm <{codes}> Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.content.append(f"{x0:g} {self._y(y0):g} m {x1:g} {self._y(y1):g} l S")

    def rectangle(self, left: float, top: float, right: float, bottom: float, paint: str = "f") -> None:
        """`paint`: f fills, S draws the outline, n does nothing."""
        self.content.append(f"{left:g} {self._y(bottom):g} {right - left:g} {bottom - top:g} re {paint}")

    def raw(self, operators: str) -> None:
        self.content.append(operators)

    def picture(self) -> None:
        """A picture over the whole page."""
        self.content.append(f"q {self.width:g} 0 0 {self.height:g} 0 0 cm /P Do Q")

    def show_form(self, content: str, matrix: str) -> None:
        """Draw the content as a form, moved by a matrix."""
        self.content.append(f"q {matrix} cm /X{len(self.forms)} Do Q")
        self.forms.append(content)


def pdf(
    pages: Page | Sequence[Page],
    *,
    title: str | None = None,
    packed: bool = False,
    user: bytes | None = None,
    owner: bytes = b"",
) -> bytes:
    """The bytes of a file; with passwords it is encrypted, and opens without one if `user` is empty."""
    file = _File(None if user is None else (user, owner), packed=packed)
    file.write([pages] if isinstance(pages, Page) else pages, title)
    return file.done()


class _File:
    def __init__(self, passwords: tuple[bytes, bytes] | None, *, packed: bool) -> None:
        self._objects: list[bytes] = []
        self._packed = packed
        self._lock = None if passwords is None else _Lock(*passwords)
        self._info = 0
        self._fonts = 0

    def _add(self, body: str | bytes) -> int:
        self._objects.append(body.encode() if isinstance(body, str) else body)
        return len(self._objects)

    def _stream(self, content: bytes, entries: str = "", *, packed: bool = False) -> int:
        number = len(self._objects) + 1
        if self._packed or packed:
            content, entries = zlib.compress(content, 9), f"{entries}/Filter/FlateDecode"
        if self._lock:
            content = self._lock.encrypt(content, number)
        return self._add(f"<<{entries}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream")

    def write(self, pages: Sequence[Page], title: str | None) -> None:
        self._add("<</Type/Catalog/Pages 2 0 R>>")
        tree = self._add("")
        held = f"/FontFile2 {self._stream(_BOX_FONT)} 0 R"
        mapped = f"/CIDToGIDMap {self._stream(_EVERY_NUMBER, packed=True)} 0 R"
        fonts = {"F1": _chinese("Song", "UniGB-UCS2-H", held, mapped), **_FONTS}
        self._fonts = self._add(f"<<{''.join(f'/{name} {self._add(font)} 0 R' for name, font in fonts.items())}>>")
        kids = [self._page(page) for page in pages]
        listed = "".join(f"{kid} 0 R " for kid in kids)
        self._objects[tree - 1] = f"<</Type/Pages/Kids[{listed}]/Count {len(kids)}>>".encode()
        if title is not None:
            self._info = self._add(f"<</Title<feff{title.encode('utf-16-be').hex()}>>>")

    def _page(self, page: Page) -> int:
        shift = f"1 0 0 1 {page.shift:g} {page.shift:g} cm\n"
        content = self._stream((shift + "\n".join(page.content)).encode())
        dots, across, down = page.jpeg or (b"\x80", 1, 1)
        packing = "8/Filter/DCTDecode" if page.jpeg else "8"
        picture = self._stream(
            dots,
            f"/Type/XObject/Subtype/Image/Width {across}/Height {down}/ColorSpace/DeviceGray"
            f"/BitsPerComponent {packing}",
        )
        box = f"0 0 {page.width:g} {page.height:g}"
        fonts = f"/Font {self._fonts} 0 R"
        forms = [
            self._stream(form.encode(), f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources<<{fonts}>>")
            for form in page.forms
        ]
        objects = "".join(f"/X{at} {form} 0 R" for at, form in enumerate(forms))
        edge = f"{page.shift:g} {page.shift:g} {page.shift + page.width:g} {page.shift + page.height:g}"
        return self._add(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{edge}]/Rotate {page.rotate}/Contents {content} 0 R"
            f"/Resources<<{fonts}/XObject<</P {picture} 0 R{objects}>>>>>>"
        )

    def done(self) -> bytes:
        trailer = "/Root 1 0 R" + (f"/Info {self._info} 0 R" if self._info else "")
        if self._lock:
            trailer += f"/Encrypt {self._add(self._lock.entry())} 0 R/ID[<{_Lock.ID.hex()}><{_Lock.ID.hex()}>]"
        file = b"%PDF-1.5\n"
        places = []
        for number, body in enumerate(self._objects, 1):
            places.append(len(file))
            file += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        table = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n" + "".join(
            f"{place:010} 00000 n \n" for place in places
        )
        start = len(file)
        file += f"{table}trailer<</Size {len(places) + 1}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
        return file


class _Lock:
    """The oldest encryption of the format: RC4 with a key of 40 bits."""

    ID = bytes(16)
    _ALLOWED = -64
    """Neither printing nor copying."""

    def __init__(self, user: bytes, owner: bytes) -> None:
        self._owner_entry = _rc4(_md5(_padded(owner))[:5], _padded(user))
        allowed = self._ALLOWED.to_bytes(4, "little", signed=True)
        self._key = _md5(_padded(user) + self._owner_entry + allowed + self.ID)[:5]

    def encrypt(self, content: bytes, number: int) -> bytes:
        return _rc4(_md5(self._key + number.to_bytes(3, "little") + b"\0\0")[:10], content)

    def entry(self) -> str:
        opened = _rc4(self._key, _PADDING).hex()
        return f"<</Filter/Standard/V 1/R 2/O<{self._owner_entry.hex()}>/U<{opened}>/P {self._ALLOWED}>>"


def _padded(password: bytes) -> bytes:
    return (password + _PADDING)[:32]


def _md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    other = 0
    for at in range(256):
        other = (other + box[at] + key[at % len(key)]) % 256
        box[at], box[other] = box[other], box[at]
    out = bytearray()
    at = other = 0
    for byte in data:
        at = (at + 1) % 256
        other = (other + box[at]) % 256
        box[at], box[other] = box[other], box[at]
        out.append(byte ^ box[(box[at] + box[other]) % 256])
    return bytes(out)


def text_width(text: str, size: float = SIZE) -> float:
    """Points that a text takes up in the Chinese font."""
    return sum(size / 2 if character.isascii() else size for character in text)


def draw_cell(page: Page, box: tuple[float, float, float, float], text: str, size: float = SIZE) -> None:
    """A text in the middle of a rectangle given by left, top, right, bottom; lines broken at newlines."""
    left, top, right, bottom = box
    lines = text.split("\n")
    first = (top + bottom) / 2 - (len(lines) - 1) * size * 0.6 + size * 0.35
    for at, line in enumerate(lines):
        page.text((left + right - text_width(line, size)) / 2, first + at * size * 1.2, line, size)


def places(start: float, steps: Iterable[float]) -> list[float]:
    """Edges of rows or columns."""
    edges = [start]
    for step in steps:
        edges.append(edges[-1] + step)
    return edges


def draw_table(
    page: Page,
    cells: Sequence[tuple[Span, str]],
    xs: Sequence[float],
    ys: Sequence[float],
    *,
    ruled: bool = True,
    size: float = SIZE,
) -> None:
    """A table: the outline of each cell, side by side, and its text."""
    for (row, column, down, across), text in cells:
        box = (xs[column], ys[row], xs[column + across], ys[row + down])
        if ruled:
            left, top, right, bottom = box
            page.line(left, top, right, top)
            page.line(left, bottom, right, bottom)
            page.line(left, top, left, bottom)
            page.line(right, top, right, bottom)
        if text:
            draw_cell(page, box, text, size)


def plain_cells(rows: Sequence[Sequence[str]]) -> list[tuple[Span, str]]:
    """Cells without spans."""
    return [((at, column, 1, 1), text) for at, row in enumerate(rows) for column, text in enumerate(row)]


def table_page(
    rows: Sequence[Sequence[str]], *, ruled: bool = True, top: float = 100.0, width: float = 60.0, font: str = "F1"
) -> Page:
    """A page with one plain table."""
    page = Page(font=font)
    xs = places(60.0, [width] * len(rows[0]))
    ys = places(top, [24.0] * len(rows))
    draw_table(page, plain_cells(rows), xs, ys, ruled=ruled)
    return page
