"""Files made to exhaust the machine, each checked beside a good one: seconds, memory and what was said.

    python tests/benchmarks/hostile.py
    python tests/benchmarks/hostile.py --folder DIR --mode default --mode workers --format json

Exits with 1 if one takes more than 20 seconds or 1 GB, ends otherwise than with a message and exit code 3, or keeps the
good file from being checked. With a folder, each of its files is checked beside its `good.html`, with one child, with
workers and on a cluster (`beside.py`); with `--together`, all of them in one run.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from benchmarks import beside

ROOT = Path(__file__).parents[2]
GOOD = ROOT / "samples" / "consistent-2022.html"
OLD = ROOT / "tests" / "readers" / "data"
SECONDS, MEGABYTES = 20.0, 1000.0
_GIGABYTE = 1 << 30
_UNREADABLE = 3
_CHUNK = b"<w:p/>" * 100_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file."""

    seconds: float
    megabytes: float
    """Peak of the largest process."""
    status: int
    reason: str
    """Why the file was not read; empty if nothing was said."""
    good: bool
    """Whether the good file beside it was checked."""

    @property
    def sound(self) -> bool:
        """True if it is as it should be."""
        within = self.seconds <= SECONDS and self.megabytes <= MEGABYTES
        return within and self.status == _UNREADABLE and bool(self.reason) and self.good


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def bomb() -> bytes:
    """A Word document of a gigabyte of paragraphs, in a megabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        part.write(b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>')
        for _ in range(_GIGABYTE // len(_CHUNK)):
            part.write(_CHUNK)
    return file.getvalue()


def laughs(name: str) -> bytes:
    """Entities that multiply to a billion, in the main part of an office document."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE x [<!ENTITY e0 "lol">{entities}]><x>&e9;</x>'
    return packed({name: text.encode(), "[Content_Types].xml": b"<Types/>"})


def pdf(content: bytes, *, packed_twice: bool = False) -> bytes:
    """A page with one content stream."""
    stream = zlib.compress(content, 9) if not packed_twice else content
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    )
    file = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(file)
    return file + b"xref\n0 5\n0000000000 65535 f \n" + table + end


def flate_gigabyte() -> bytes:
    """A page whose content unpacks to a gigabyte of drawing."""
    squeeze = zlib.compressobj(9)
    chunk = b"0 0 m 1 1 l S\n" * 100_000
    stream = b"".join(squeeze.compress(chunk) for _ in range(_GIGABYTE // len(chunk))) + squeeze.flush()
    return pdf(stream, packed_twice=True)


def far_corner() -> bytes:
    """A workbook whose only cell is the last of the last row."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = '<Relationships xmlns="{}"><Relationship Id="a" Type="{}/{}" Target="{}"/></Relationships>'
    return packed(
        {
            "_rels/.rels": relation.format(package, office, "officeDocument", "xl/workbook.xml").encode(),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="s" sheetId="1" r:id="a"/></sheets></workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": relation.format(package, office, "worksheet", "worksheets/s.xml").encode(),
            "xl/worksheets/s.xml": f'<worksheet xmlns="{main}"><sheetData><row r="1048576">'
            '<c r="XFD1048576"><v>1</v></c></row></sheetData>'
            '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'.encode(),
        }
    )


def _dashes(dots: int) -> Iterator[bytes]:
    """Ink and paper in turns, as long as a digit is wide."""
    for _ in range(0, dots, 12):
        yield (b"\0" if os.urandom(1)[0] < 100 else b"\xff") * 12


def encrypted() -> bytes:
    """A zip whose part says that it is encrypted."""
    data = bytearray(packed({"word/document.xml": b"<x/>"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    return bytes(data)


def png(width: int, height: int, rows: Callable[[int], bytes]) -> bytes:
    """A grey picture; `rows`: so many dots."""
    squeeze = zlib.compressobj(1)
    content = b"".join(squeeze.compress(b"\0" + rows(width)) for _ in range(height)) + squeeze.flush()
    head = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = (
        struct.pack("!I", len(body)) + name + body + struct.pack("!I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", head), (b"IDAT", content), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def tiff(pages: int, side: int) -> bytes:
    """Grey pictures one behind the other, none of which has any content."""
    file = b"II*\0" + struct.pack("<I", 8)
    for number in range(pages):
        tags = ((256, side), (257, side), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, side), (279, side**2))
        following = 8 + (number + 1) * (6 + 12 * len(tags)) if number + 1 < pages else 0
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
        file += struct.pack("<H", len(tags)) + entries + struct.pack("<I", following)
    return file


def sample(name: str) -> bytes:
    """A good file of the project."""
    return (ROOT / "samples" / name).read_bytes()


CASES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "zip bomb of one part": ("bomb.docx", bomb),
    "zip bomb of many parts": (
        "parts.xlsx",
        lambda: packed({f"xl/worksheets/s{n}.xml": b" " * (8 << 20) for n in range(60)}),
    ),
    "6,000 parts": ("many.docx", lambda: packed({f"word/p{n}.xml": b"" for n in range(6000)})),
    "billion laughs, Word": ("laughs.docx", lambda: laughs("word/document.xml")),
    "billion laughs, Excel": ("laughs.xlsx", lambda: laughs("xl/workbook.xml")),
    "colspan of a billion": (
        "span.html",
        lambda: b"<html><table>" + b"<tr><td colspan=1000000000 rowspan=1000000000>1" * 50,
    ),
    "100,000 nested tags": ("deep.html", lambda: b"<html>" + b"<div>" * 100_000 + b"x"),
    "20,000 nested tables": ("tables.html", lambda: b"<html>" + b"<table><tr><td>" * 20_000),
    "truncated Word": ("cut.docx", lambda: sample("consistent-2024.docx")[:3000]),
    "truncated old Word": ("cut.doc", lambda: (OLD / "table.doc").read_bytes()[:6000]),
    "truncated old Excel": ("cut.xls", lambda: (OLD / "sheets.xls").read_bytes()[:4000]),
    "truncated PDF": ("cut.pdf", lambda: pdf(b"0 0 m 1 1 l S\n" * 1000)[:300]),
    "encrypted Word": ("secret.docx", encrypted),
    "a picture called .docx": ("picture.docx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(5000)),
    "noise called .pdf": ("noise.pdf", lambda: bytes(range(256)) * 400),
    "300 MB of text": ("large.txt", lambda: "政府信息公开\n".encode() * (300 * (1 << 20) // 19)),
    "PDF with a gigabyte of drawing": ("flate.pdf", flate_gigabyte),
    "a cell in the last corner": ("corner.xlsx", far_corner),
    "RTF with two billion bytes": ("bin.rtf", lambda: rb"{\rtf1\ansi a\bin2000000000 b\par}"),
    "RTF of 200,000 groups": ("groups.rtf", lambda: rb"{\rtf1" + b"{" * 200_000 + b"x"),
    "picture of 400 megapixels": ("large.png", lambda: png(20_000, 20_000, bytes)),
    "picture of one dot": ("dot.png", lambda: png(1, 1, bytes)),
    "truncated picture": ("cut.png", lambda: png(1654, 2339, os.urandom)[:400_000]),
    "noise of 49 megapixels": ("noise.png", lambda: png(7000, 7000, os.urandom)),
    "noise like print": ("print.png", lambda: png(1656, 2340, lambda dots: b"".join(_dashes(dots)))),
    "TIFF of 5,000 pages": ("pages.tif", lambda: tiff(5000, 100)),
    "TIFF of 30 pages without content": ("empty.tif", lambda: tiff(30, 5000)),
    "a million stars": ("stars.md", lambda: (b"**a" * 3000 + b"\n") * 100),
}
"""What it is -> the name of the file, and its content."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; 1 if anything is not as it should be."""
    parser = argparse.ArgumentParser(description="Check hostile files beside a good one.")
    parser.add_argument("--case", action="append", choices=CASES, help="only this one; may be repeated")
    parser.add_argument("--write", nargs=2, metavar=("CASE", "FILE"), help="only make the file of a case")
    parser.add_argument("--folder", type=Path, help="check the files of a folder instead, each beside its good.html")
    parser.add_argument("--only", default="*", metavar="GLOB", help="of a folder: only the files of such names")
    parser.add_argument("--mode", action="append", choices=beside.MODES, help="of a folder: only this; may be repeated")
    parser.add_argument("--format", action="append", choices=beside.FORMATS, help="as --mode")
    parser.add_argument("--together", action="store_true", help="of a folder: all files in one run")
    asked = parser.parse_args(arguments)
    if asked.folder:
        modes, formats = asked.mode or list(beside.MODES), asked.format or beside.FORMATS
        return _folder(beside.measured(asked.folder, modes, formats, asked.only, together=asked.together))
    if asked.write:
        case, file = asked.write
        Path(file).write_bytes(CASES[case][1]())
        return 0
    chosen = asked.case or list(CASES)
    sys.stdout.write("| file | s | MB | exit | said |\n| --- | ---: | ---: | ---: | --- |\n")
    sound = True
    for name in chosen:
        outcome = run(name)
        sound &= outcome.sound
        row = (
            name if outcome.sound else f"**{name}**",
            f"{outcome.seconds:.1f}",
            f"{outcome.megabytes:.0f}",
            str(outcome.status),
            outcome.reason,
        )
        sys.stdout.write(f"| {' | '.join(row)} |\n")
        sys.stdout.flush()
    return int(not sound)


def _folder(runs: Iterable[beside.Beside]) -> int:
    sys.stdout.write(f"{beside.HEAD}\n")
    sound = True
    for one in runs:
        sound &= one.sound
        sys.stdout.write(f"{one.row}\n")
        sys.stdout.flush()
    return int(not sound)


def run(name: str) -> Outcome:
    """Check one hostile file beside the good one, in a process of its own."""
    file, _ = CASES[name]
    with TemporaryDirectory(prefix="gouji-") as folder:
        hostile, answer = Path(folder, file), Path(folder, "answer.json")
        # In a process of its own: what is started inherits the peak of the one that starts it.
        subprocess.run([sys.executable, __file__, "--write", name, str(hostile)], check=True)
        command = [sys.executable, "-m", "validator", "check", str(hostile), str(GOOD)]
        command += ["--format", "json", "--lang", "en", "--output", str(answer)]
        quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (1, 2)]
        started = perf_counter()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = os.posix_spawn(sys.executable, command, environment, file_actions=quiet)
        _, status, used = os.wait4(process, 0)
        seconds = perf_counter() - started
        result = json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else {}
    reasons = [one["reason"] for one in result.get("unreadable", ())]
    good = [one["path"] for one in result.get("reports", ())] == [str(GOOD)]
    code = os.waitstatus_to_exitcode(status)
    return Outcome(seconds, used.ru_maxrss / 1024, code, "; ".join(reasons), good)


if __name__ == "__main__":
    sys.exit(main())
