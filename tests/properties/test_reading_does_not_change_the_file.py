"""A file that was checked is byte for byte what it was, and no other file appears beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.official import lay_out
from support.samples import consistent_county
from support.writers import WRITERS

from validator.engine.pipeline import check


@pytest.mark.parametrize("writer", WRITERS)
def test_checking_leaves_the_folder_as_it_was(writer: str, tmp_path: Path) -> None:
    file = tmp_path / f"report{WRITERS[writer].suffix}"
    file.write_bytes(WRITERS[writer].write(lay_out(consistent_county())))
    before = file.read_bytes(), file.stat().st_mtime_ns
    assert check(tmp_path).reports
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [file]
