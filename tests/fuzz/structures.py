"""Seeded changes to documents that know how their format is built: tags, parts of packages, objects, sectors, words.

Each takes a random generator and the bytes of a sound file and gives those of a mutant; the same seed gives the same
bytes. What the `gentle` ones change leaves every number readable in its place.
"""

from __future__ import annotations

import io
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import TypeAlias

from fuzz.mutators import WORDS

Change: TypeAlias = Callable[[Random, bytes], bytes]

_TAG = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(rb"""\s[\w:.-]+\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+)""")
_DIGITS = re.compile(rb"\d+")
_PART = re.compile(rb"\.(xml|rels)$")
_NUMBERS = (b"0", b"-1", b"1", b"7", b"255", b"65536", b"2147483648", b"99999999999999999999", b"1e9", b"0.5", b"NaN")
_LARGEST = 1 << 20
"""Bytes that a mutant may have: what is large is tried elsewhere."""


def word(rng: Random) -> bytes:
    """Something in place of a word."""
    return rng.choice(WORDS).encode("utf-8", "surrogatepass")


def flipped(rng: Random, data: bytes) -> bytes:
    """Bytes changed, left out, doubled, or the end cut off."""
    if not data:
        return b"0"
    match rng.randrange(4):
        case 0:
            return data[: rng.randrange(len(data) + 1)]
        case 1:
            at, size = rng.randrange(len(data)), rng.choice((1, 4, 64, 512))
            return data[:at] + data[at + size :]
        case 2:
            at, size = rng.randrange(len(data)), rng.choice((1, 4, 64, 512))
            return data[:at] + data[at : at + size] * 2 + data[at + size :]
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20, 200))):
        changed[rng.randrange(len(data))] = rng.choice((0, 1, 127, 128, 255, rng.randrange(256)))
    return bytes(changed)


def _repeated(rng: Random, parts: list[bytes], at: int) -> None:
    """A stretch of the parts many times, as many as keep the file small."""
    end = min(len(parts), at + rng.choice((1, 1, 2, 10, 60)))
    stretch = parts[at:end]
    times = min(rng.choice((2, 2, 2, 20, 20, 300, 3000)), _LARGEST // max(1, sum(map(len, stretch))))
    parts[at:end] = stretch * max(1, times)


def tags(rng: Random, data: bytes) -> bytes:
    """Tags, attributes and texts of XML or HTML."""
    parts: list[bytes] = _TAG.findall(data) or [b""]
    for _ in range(rng.choice((1, 1, 1, 2, 4, 12))):
        at, other = rng.randrange(len(parts)), rng.randrange(len(parts))
        match rng.randrange(11):
            case 0:
                parts[at] = b""
            case 1:
                parts[at] += parts[at]
            case 2:
                parts[at], parts[other] = parts[other], parts[at]
            case 3:
                _repeated(rng, parts, at)
            case 4:
                low, high = sorted((at, other))
                del parts[low : min(high, low + rng.choice((2, 10, 200)))]
            case 5:
                low, high = sorted((at, other))
                parts[other:other] = parts[low : min(high, low + 40)]
            case _:
                parts[at] = _tag_or_text(rng, parts[at])
    return b"".join(parts)


def _tag_or_text(rng: Random, part: bytes) -> bytes:
    """A tag or a text with another content, or with more beside it."""
    match rng.randrange(5):
        case 0 | 1:
            return _attribute(rng, part)
        case 2:
            return _DIGITS.sub(lambda _: rng.choice(_NUMBERS), part, count=1)
        case 3:
            return part + rng.choice(_INSERTED)
    if not part.startswith(b"<"):
        return word(rng).replace(b"<", b"&lt;")
    return b"<" + rng.choice((b"/", b"")) + rng.choice((b"td", b"tr", b"table", b"w:tc", b"x")) + b">"


_INSERTED = (
    *(b"<!-- 12 -->", b"<![CDATA[ 12 ]]>", b"<?x y?>", b"&#0;", b"&#x110000;", b"&amp;", b"&nbsp;", b"&x;", b"\0"),
    *(
        b"<table>",
        b"</table>",
        b"<tr>",
        b"<td rowspan=9999>",
        b"<td colspan=9999>",
        b"<script>",
        b"<style>",
        b"<title>",
    ),
    *(b"<w:tbl>", b"<w:tr/>", b"<w:del>", b"<w:p/>", b"<row/>", b"<c r='ZZZ9'/>", b"<c r='A1'><v>9</v></c>"),
    *("１２".encode(), "一百二十".encode(), "百分之二十".encode(), b"12%", b"1,234", b"-", b"\t"),
)
"""What stands between two tags."""


def _attribute(rng: Random, tag: bytes) -> bytes:
    """A tag with another value of one of its attributes, or without it."""
    found = list(_ATTRIBUTE.finditer(tag))
    if not found:
        return tag
    one = rng.choice(found)
    if rng.random() < 0.25:
        return tag[: one.start()] + tag[one.end() :]
    value = rng.choice((rng.choice(_NUMBERS), word(rng).replace(b'"', b"").replace(b"<", b"")))
    return tag[: one.start(1)] + b'"' + value + b'"' + tag[one.end(1) :]


def parts(change: Change) -> Change:
    """Changes to a zip package: to a part with `change`, to the list of its parts, to what its index says."""

    def mutate(rng: Random, data: bytes) -> bytes:
        if rng.random() < 0.12:
            return _index(rng, data) if rng.random() < 0.6 else flipped(rng, data)
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            held = {name: package.read(name) for name in package.namelist()}
        name = _chosen(rng, held)
        match rng.randrange(14):
            case 0:
                del held[name]
            case 1:
                held[rng.choice(list(held))] = held[name]
            case 2:
                held[name] = flipped(rng, held[name])
            case 3:
                held[rng.choice(("../x.xml", "/x", "x" * 300, "word/document.xml", "xl/workbook.xml"))] = held[name]
            case _:
                held[name] = change(rng, held[name])
        return packed(held)

    return mutate


def _chosen(rng: Random, held: dict[str, bytes]) -> str:
    """A part, the more likely the larger it is."""
    return rng.choices(list(held), [len(content) ** 0.5 + 1 for content in held.values()])[0]


def packed(held: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in held.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return file.getvalue()


def _index(rng: Random, data: bytes) -> bytes:
    """A field of a header of a zip changed: sizes, ways of packing, flags, offsets, lengths."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3))):
        mark, length = rng.choice(((b"PK\x03\x04", 30), (b"PK\x01\x02", 46), (b"PK\x05\x06", 22)))
        places = [found.start() for found in re.finditer(re.escape(mark), data)]
        at = rng.choice(places or [0]) + rng.randrange(4, length)
        if at < len(changed):
            changed[at] = rng.choice((0, 1, 8, 12, 14, 255, rng.randrange(256)))
    return bytes(changed)


def archive(rng: Random, data: bytes) -> bytes:
    """A zip or a tar of the file, in which something is wrong or much."""
    names = ["a.html", "乙/b.html", "../c.html", "d.zip/e.html", "x" * 250 + ".html", ".f.html", "g.txt"]
    held = {name: (data if rng.random() < 0.6 else tags(rng, data)) for name in rng.sample(names, 3)}
    if rng.random() < 0.3:
        held["deep.zip"] = packed(held)
    if rng.random() < 0.5:
        made = packed(held)
    else:
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode=rng.choice(("w", "w:gz")), format=tarfile.PAX_FORMAT) as tar:
            for name, content in held.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                tar.addfile(entry, io.BytesIO(content))
        made = file.getvalue()
    return _index(rng, made) if rng.random() < 0.6 else flipped(rng, made)


_OBJECT = re.compile(rb"\d+ \d+ obj.*?endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PDF_TOKEN = re.compile(rb"/[\w.+-]+|\d+ \d+ R|-?\d+\.?\d*|<<|>>|\[|\]|\w+|<[0-9A-Fa-f]*>|\s+|.", re.DOTALL)


def objects(rng: Random, data: bytes) -> bytes:
    """Objects of a PDF: words of their dictionaries, their content, their order; the table of places."""
    found = list(_OBJECT.finditer(data))
    if not found or rng.random() < 0.1:
        return flipped(rng, data)
    one = rng.choice(found)
    other = rng.choice(found)
    match rng.randrange(8):
        case 0:
            changed = b""
        case 1:
            changed = one[0] + b"\n" + one[0]
        case 2:
            changed = other[0]
        case 3 | 4:
            return _drawn(rng, data)
        case _:
            head, stream, rest = one[0].partition(b"stream")
            changed = pdf_words(rng, head) + stream + rest
    return data[: one.start()] + changed + data[one.end() :]


def _drawn(rng: Random, data: bytes) -> bytes:
    """A stream with changed content, packed as it was."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return flipped(rng, data)
    one = rng.choice(streams)
    try:
        content, packed_before = zlib.decompress(one[1]), True
    except zlib.error:
        content, packed_before = one[1], False
    # A long table of characters takes long to cut into words.
    content = pdf_words(rng, content) if len(content) < 200_000 else flipped(rng, content)
    return data[: one.start(1)] + (zlib.compress(content) if packed_before else content) + data[one.end(1) :]


def pdf_words(rng: Random, data: bytes) -> bytes:
    """Words of a PDF left out, doubled, swapped, put in place of others; numbers changed."""
    added = (b" q ", b" BT ", b" ET ", b" Do ", b" /X ", b" << ", b" [ ", b" ( ", b" cm ")
    return _words_changed(rng, _PDF_TOKEN.findall(data), ("drop", "swap", "copy", "repeat", "add"), added)


def _words_changed(rng: Random, words: list[bytes], ways: Sequence[str], added: Sequence[bytes]) -> bytes:
    """Some words changed, each in one of the ways, or in its digits; `added`: what may be put behind one."""
    words = words or [b""]
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        at, other = rng.randrange(len(words)), rng.randrange(len(words))
        way = rng.randrange(7)
        match ways[way] if way < len(ways) else "":
            case "drop":
                words[at] = b""
            case "swap":
                words[at], words[other] = words[other], words[at]
            case "copy":
                words[at] = words[other]
            case "repeat":
                _repeated(rng, words, at)
            case "add":
                words[at] += rng.choice(added)
            case _:
                words[at] = _DIGITS.sub(lambda _: rng.choice(_NUMBERS), words[at])
    return b"".join(words)


def sectors(rng: Random, data: bytes) -> bytes:
    """A compound file: a field of its head, a link of a chain, a directory entry, a record, a sector."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        sector = rng.randrange(1, max(2, len(data) // 512)) * 512
        match rng.randrange(5):
            case 0:
                struct.pack_into("<I", changed, rng.randrange(24, 128) & ~3, _link(rng))
            case 1:
                struct.pack_into("<I", changed, min(len(data) - 4, sector + 4 * rng.randrange(128)), _link(rng))
            case 2:
                at = data.find("Root Entry".encode("utf-16-le"))
                at += 128 * rng.randrange(6) + rng.randrange(64, 128)
                if 0 <= at < len(data):
                    changed[at] = rng.randrange(256)
            case 3:
                other = rng.randrange(1, max(2, len(data) // 512)) * 512
                changed[sector : sector + 512] = data[other : other + 512]
            case _:
                struct.pack_into(
                    "<H", changed, min(len(data) - 2, sector + 2 * rng.randrange(256)), rng.randrange(65536)
                )
    return bytes(changed) if rng.random() < 0.85 else flipped(rng, bytes(changed))


def _link(rng: Random) -> int:
    return rng.choice((0, 1, 2, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF, rng.randrange(200)))


_CONTROL = re.compile(rb"\\[a-z]+-?\d* ?|\\'[0-9a-f]{2}|[{}]|[^\\{}]+|\\.", re.DOTALL)


def controls(rng: Random, data: bytes) -> bytes:
    """Control words and groups of RTF."""
    return _words_changed(rng, _CONTROL.findall(data), ("drop", "swap", "repeat", "add", "copy"), _RTF)


_RTF = (
    *(rb"\cell ", rb"\row ", rb"\trowd ", rb"\intbl ", rb"\cellx99999999 ", rb"\clmgf ", rb"\clmrg ", rb"\par ", rb"{"),
    *(rb"\bin9 ", rb"\u-1?", rb"\uc9 ", rb"\ansicpg0 ", rb"\ansicpg99999 ", rb"\itap3 ", rb"\nestcell ", rb"}", b"\0"),
    *(rb"{\*\x ", rb"\fs-1 ", rb"\'ff", rb"\v ", rb"\deleted "),
)


def lines(rng: Random, data: bytes) -> bytes:
    """Lines and fields of a text: left out, doubled, joined, cut, with other gaps, with much in one place."""
    text = data.decode().split("\n")
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        at = rng.randrange(len(text))
        if rng.random() < 0.5:
            _moved(rng, text, at)
        else:
            text[at] = _rewritten(rng, text[at])
    joined = "\n".join(text)[:_LARGEST]
    if rng.random() < 0.05:
        return joined.encode(rng.choice(("gb18030", "utf-16", "utf-8-sig", "utf-32")), "replace")
    return joined.encode("utf-8", "surrogatepass")


def _moved(rng: Random, text: list[str], at: int) -> None:
    """Whole lines."""
    other, cut = rng.randrange(len(text)), rng.randrange(len(text[at]) + 1)
    match rng.randrange(6):
        case 0:
            text[at] = ""
        case 1:
            text[at : at + 1] = [text[at]] * rng.choice((2, 2, 2, 50, 1000))
        case 2:
            text[at], text[other] = text[other], text[at]
        case 3:
            text[at : at + 2] = ["".join(text[at : at + 2])]
        case 4:
            text[at : at + 1] = [text[at][:cut], text[at][cut:]]
        case _:
            text.insert(at, rng.choice(text) * rng.choice((1, 3, 100)))


def _rewritten(rng: Random, line: str) -> str:  # noqa: PLR0911 - one a change
    """What stands in a line."""
    cut = rng.randrange(len(line) + 1)
    match rng.randrange(7):
        case 0:
            return line.replace(rng.choice(("\t", " ", "|", "，", "：")), rng.choice(("", "  ", "|", "\t")))
        case 1:
            return line + rng.choice(_MUCH) * rng.choice((1, 1, 30, 2000))
        case 2:
            return re.sub(r"\d+", lambda _: rng.choice(WORDS), line, count=rng.choice((1, 1, 4)))
        case 3:
            return rng.choice(WORDS) + line
        case 4:
            return line[:cut] + rng.choice(_MUCH) + line[cut:]
        case 5:
            return line.translate(_WIDE)
    return re.sub(r"\d", lambda _: str(rng.randrange(10)), line, count=rng.choice((1, 1, 9)))


_MUCH = (
    *(
        "0",
        "1",
        "%",
        "（",
        "）",
        "、",
        "，",
        "。",
        "；",
        "件",
        "5件",
        "5件、",
        "百分之",
        "一、",
        "1.",
        "| ",
        "\t",
        " ",
        "\u3000",
    ),
    *(
        "申请5件。",
        "收到申请3件、",
        "|---",
        "**a",
        "#",
        "十",
        "万",
        "-",
        "第",
        "其中",
        "（1）",
        "1，",
        "同比增长3%，",
        "5+",
        "=",
    ),
)
_WIDE = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}


def picture(rng: Random, data: bytes) -> bytes:
    """The head of a picture, its blocks, or what is packed in them."""
    if data[:4] == b"\x89PNG":
        blocks = _png_blocks(data)
        at = rng.randrange(len(blocks))
        kind, body = blocks[at]
        match rng.randrange(5):
            case 0:
                del blocks[at]
            case 1:
                blocks.insert(at, blocks[at])
            case 2:
                changed = bytearray(blocks[0][1])
                changed[rng.randrange(len(changed))] = rng.choice((0, 1, 2, 4, 8, 16, 255))
                blocks[0] = (blocks[0][0], bytes(changed))
            case _:
                blocks[at] = (kind, flipped(rng, body))
        return data[:8] + b"".join(_png_block(*block) for block in blocks)
    head = bytearray(data)
    for _ in range(rng.choice((1, 2, 6))):
        head[rng.randrange(min(len(head), 600))] = rng.choice((0, 1, 255, rng.randrange(256)))
    return bytes(head)


def _png_blocks(data: bytes) -> list[tuple[bytes, bytes]]:
    blocks, at = [], 8
    while at < len(data):
        (size,) = struct.unpack_from("!I", data, at)
        blocks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += size + 12
    return blocks


def _png_block(kind: bytes, body: bytes) -> bytes:
    return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))


def gentle_tags(rng: Random, data: bytes, extra: Sequence[bytes], name: bytes) -> bytes:
    """Remarks, elements that say nothing and attributes that nobody knows; `name`: attributes may go to such tags."""
    found: list[bytes] = _TAG.findall(data)
    inner = [at for at, part in enumerate(found) if re.match(rb"<" + name + rb"[\s>]", part)]
    for at in rng.sample(inner, min(len(inner), rng.choice((1, 5, 100)))):
        if rng.random() < 0.5:
            found[at] += rng.choice(extra)
        else:
            found[at] = re.sub(rb"(/?>)$", rb' data-x="12"\1', found[at])
    return b"".join(found)


def gentle_html(rng: Random, data: bytes) -> bytes:
    """A page that shows the same."""
    extra = (b"<!-- 12 -->", b"<span></span>", b" \n ", b"&nbsp;", b"<a name=x></a>", b"<b></b>", b"<?x 7?>")
    return gentle_tags(rng, data, extra, rng.choice((b"td", b"p", b"td")))


def gentle_word(rng: Random, data: bytes) -> bytes:
    """A part of a Word document that shows the same."""
    extra = (
        b"<!-- 12 -->",
        b"<w:proofErr w:type='spellStart'/>",
        b"<w:bookmarkStart w:id='1' w:name='a'/>",
        b"<?x 7?>",
    )
    found: list[bytes] = _TAG.findall(data)
    ends = [at for at, part in enumerate(found) if part in {b"</w:r>", b"</w:pPr>"}]
    for at in rng.sample(ends, min(len(ends), rng.choice((1, 5, 100)))):
        found[at] += rng.choice(extra)
    return b"".join(found)


def gentle_text(rng: Random, data: bytes) -> bytes:
    """A text that shows the same: other ends of lines, blanks at their ends, a mark of the encoding."""
    text = data.decode()
    match rng.randrange(5):
        case 0:
            return text.replace("\n", "\r\n").encode()
        case 1:
            return text.encode("utf-8-sig")
        case 2:
            return text.encode(rng.choice(("gb18030", "utf-16")))
        case 3:
            return "\n".join(line + rng.choice(("", "", "\u3000", "  ")) for line in text.split("\n")).encode()
    return text.translate(_WIDE).encode()


def parts_of(name: str, change: Change) -> Change:
    """Changes to one part of a zip package."""

    def mutate(rng: Random, data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            held = {one: package.read(one) for one in package.namelist()}
        held[name] = change(rng, held[name])
        return packed(held)

    return mutate
