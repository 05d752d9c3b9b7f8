"""Files converted by LibreOffice, many in one call, for layouts that only it makes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_FILTERS = {"doc": "doc:MS Word 97", "xls": "xls:MS Excel 97"}


def is_installed() -> bool:
    return shutil.which("soffice") is not None


def convert(files: Sequence[bytes], suffix: str, target: str) -> list[bytes]:
    """The files in another format; `suffix` with its dot, `target` without."""
    with TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as folder:
        base = Path(folder)
        sources = [base / f"{number}{suffix}" for number in range(len(files))]
        for source, data in zip(sources, files, strict=True):
            source.write_bytes(data)
        program = shutil.which("soffice")
        assert program is not None
        profile = (base / "profile").as_uri()
        command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
        command += ["--convert-to", _FILTERS.get(target, target), "--outdir", str(base / "out"), *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return [(base / "out" / f"{number}.{target}").read_bytes() for number in range(len(files))]
