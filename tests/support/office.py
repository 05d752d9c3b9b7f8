"""LibreOffice without a window, to recompute a workbook."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def libreoffice() -> str | None:
    """The program, or None where it is not installed."""
    return next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


def recomputed(program: str, workbook: Path, folder: Path) -> Path:
    """The workbook with the results of its formulas, as LibreOffice computes them when it opens the file."""
    target = folder / "recomputed"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(target),
            str(workbook),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return target / workbook.name
