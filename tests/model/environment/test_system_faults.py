from __future__ import annotations

import errno

import pytest

from validator.model.environment.system_faults import why


@pytest.mark.parametrize(
    ("error", "zh", "en"),
    [
        (
            FileNotFoundError(errno.ENOENT, "No such file or directory"),
            "没有这个文件或文件夹",
            "there is no such file or folder",
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘满了", "the disk is full"),
        # What is not known keeps the words of the system.
        (OSError(errno.EPIPE, "Broken pipe"), "Broken pipe", "Broken pipe"),
        (OSError("a library says so"), "a library says so", "a library says so"),
        (ValueError("embedded null byte"), "embedded null byte", "embedded null byte"),
    ],
)
def test_reasons_of_the_system_are_told_in_both_languages(error: OSError | ValueError, zh: str, en: str) -> None:
    assert why(error).zh == zh
    assert why(error).en == en
