from __future__ import annotations

import io

from validator.cli.progress import progress_on


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_no_progress() -> None:
    stream = io.StringIO()
    with progress_on(stream, "zh") as progress:
        assert progress is None
    assert stream.getvalue() == ""


def test_a_terminal_sees_one_line_that_is_cleared_at_the_end() -> None:
    stream = Terminal()
    with progress_on(stream, "zh") as progress:
        assert progress is not None
        progress(0, 3, "甲县.docx")
        progress(1, 3, "乙县\x1b[2J.docx")
    assert stream.getvalue() == ("\r\x1b[K正在读取 1/3 甲县.docx\r\x1b[K正在读取 2/3 乙县?[2J.docx\r\x1b[K")


def test_a_single_file_needs_no_progress() -> None:
    stream = Terminal()
    with progress_on(stream, "zh") as progress:
        assert progress is not None
        progress(0, 1, "甲县.docx")
    assert "甲县" not in stream.getvalue()
