"""Make the reports in `samples/` anew, or say which are not up to date (`--check`).

Only files named in `support/samples.py` are made; others are written by hand and left alone, as are all expectations.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from pathlib import Path

SAMPLES_FOLDER = Path(__file__).parent.parent / "samples"


def outdated() -> list[str]:
    """Names of made samples whose file is missing or has another content."""
    from support.samples import SAMPLES, build

    return [name for name in SAMPLES if not _same(SAMPLES_FOLDER / name, build(name))]


def _same(file: Path, made: bytes) -> bool:
    if not file.is_file():
        return False
    kept = file.read_bytes()
    # How a zip file is compressed depends on the version of zlib; what it holds does not.
    return kept == made or (file.suffix == ".docx" and _parts(kept) == _parts(made))


def _parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def main() -> int:
    """Exit code 1 if `--check` finds something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    names = outdated()
    if parser.parse_args().check:
        for name in names:
            sys.stdout.write(f"samples/{name} is not up to date; run tests/build_samples.py\n")
        return 1 if names else 0
    from support.samples import build

    for name in names:
        file = SAMPLES_FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(build(name))
    return 0


if __name__ == "__main__":
    # As a script; under pytest both are on the path already.
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]
    sys.exit(main())
