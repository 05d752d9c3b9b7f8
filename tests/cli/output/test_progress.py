from __future__ import annotations

import io
from collections.abc import Iterator

from validator.cli.output.progress import progress_on


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(Terminal):
    def write(self, text: str, /) -> int:
        raise BrokenPipeError(text)


def ticking(*times: float) -> Iterator[float]:
    return iter((0.0, *times))


def test_a_terminal_sees_one_line_with_rate_and_remaining_time_that_is_cleared_at_the_end() -> None:
    stream = Terminal()
    clock = ticking(0.2, 10.0)
    with progress_on(stream, "zh", lambda: next(clock)) as progress:
        progress(0, 40, "甲县.docx")
        progress(20, 40, "乙县\x1b[2J.docx")
    assert stream.getvalue() == (
        "\r\x1b[K[--------------------] 已完成 0/40 甲县.docx"
        "\r\x1b[K[##########----------] 已完成 20/40，每秒 2.0 份，还需 0:10 乙县?[2J.docx"
        "\r\x1b[K"
    )


def test_a_terminal_is_not_written_to_all_the_time() -> None:
    stream = Terminal()
    clock = ticking(0.2, 0.25, 0.35)
    with progress_on(stream, "en", lambda: next(clock)) as progress:
        for number in range(3):
            progress(number, 3, "a.docx")
    assert stream.getvalue().count("done") == 2


def test_where_the_number_of_files_is_not_known_the_rate_is_told() -> None:
    stream = Terminal()
    clock = ticking(100.0)
    with progress_on(stream, "en", lambda: next(clock)) as progress:
        progress(5000, 0, "a.zip/b.docx")
    assert "\r\x1b[K5000/? done, 50 a second a.zip/b.docx" in stream.getvalue()


def test_elsewhere_a_line_comes_now_and_then_in_a_long_run() -> None:
    stream = io.StringIO()
    clock = ticking(5.0, 12.0, 13.0, 4000.0)
    with progress_on(stream, "zh", lambda: next(clock)) as progress:
        for done in (100, 200, 210, 400):
            progress(done, 2000, "甲县.docx")
    assert stream.getvalue() == "已完成 200/2000，每秒 17 份，还需 1:48\n已完成 400/2000，每秒 0.1 份，还需 4:26:40\n"


def test_a_single_file_needs_no_progress() -> None:
    stream = Terminal()
    with progress_on(stream, "zh") as progress:
        progress(0, 1, "甲县.docx")
    assert "甲县" not in stream.getvalue()


def test_a_reader_that_has_gone_stops_nothing() -> None:
    clock = ticking(1.0)
    with progress_on(Gone(), "zh", lambda: next(clock)) as progress:
        progress(0, 3, "甲县.docx")
