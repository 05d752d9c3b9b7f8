"""Files that are not on this machine: whatever fsspec has a file system for (`http://`, `s3://`, `memory://`)."""

from __future__ import annotations

from collections.abc import Iterator

from validator.model.environment.extras import installing
from validator.model.errors import UnreadableInputError
from validator.model.text import Text

_MOST = 64 << 20
"""Bytes of a file that are fetched; a larger one is refused by its reader."""
_OF_THE_EXTRA = frozenset({"aiohttp", "fsspec"})
"""What the extra `cluster` installs; each other file system has a library of its own."""
_WILD = frozenset("*?[")


def addresses(address: str) -> Iterator[str]:
    """The addresses that a pattern or a folder stands for.

    What cannot be looked into stays as it is: reading it tells why.
    """
    try:
        yield from _found(address)
    except Exception:  # noqa: BLE001 - each file system has errors of its own
        yield address


def _found(address: str) -> list[str]:
    if address.startswith(("http://", "https://")):
        return [address]
    import fsspec

    files, path = fsspec.core.url_to_fs(address)
    if _WILD.intersection(path):
        return [files.unstrip_protocol(one) for one in sorted(files.glob(path))] or [address]
    if files.isdir(path):
        return [files.unstrip_protocol(one) for one in sorted(files.find(path))]
    return [address]


def load_address(address: str) -> bytes:
    """The content of an address; raises UnreadableInputError."""
    try:
        import fsspec

        with fsspec.open(address, "rb") as file:
            content: bytes = file.read(_MOST + 1)
    except ImportError as error:
        raise _library_needed(address, error) from None
    except Exception as error:  # noqa: BLE001 - each file system has errors of its own
        what = f"{type(error).__name__}: {error}"
        raise UnreadableInputError(
            address,
            Text(f"取不到文件（{what}）", f"it cannot be fetched ({what})"),
            Text("核对地址和网络", "check the address and the network"),
        ) from None
    return content


def _library_needed(address: str, error: ImportError) -> UnreadableInputError:
    # fsspec says in words of its own what is missing; the name is that of the error behind it.
    cause = error.__cause__
    name = (error.name or (cause.name if isinstance(cause, ImportError) else None) or str(error)).partition(".")[0]
    command = f"pip install {name}"
    return UnreadableInputError(
        address,
        Text(f"读取这种地址还需要安装：{name}", f"to read from such an address, {name} is needed"),
        installing("cluster") if name in _OF_THE_EXTRA else Text(command, command),
    )
