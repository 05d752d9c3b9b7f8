"""The format that the name of an output file asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from validator.cli._problems import wrong_usage
from validator.renderers.layout.lines import clean

SUFFIXES: Mapping[str, tuple[str, ...]] = {
    ".json": ("json", "sarif", "gitlab"),
    ".sarif": ("sarif",),
    ".jsonl": ("jsonl",),
    ".ndjson": ("jsonl",),
    ".csv": ("csv",),
    ".parquet": ("parquet",),
    ".xml": ("junit",),
    ".md": ("markdown",),
    ".markdown": ("markdown",),
    ".html": ("html",),
    ".htm": ("html",),
    ".xlsx": ("xlsx",),
    ".docx": ("docx",),
}
"""Suffix -> what a file of that name can hold; the first is written if no format is asked for."""
_FOREIGN = frozenset({
    ".doc", ".xls", ".pdf", ".odt", ".ods", ".rtf", ".wps", ".et", ".ofd", ".png", ".jpg", ".zip", ".gz", ".yaml",
    ".yml", ".toml", ".xhtml", ".mht",
})  # fmt: skip
"""Suffixes of what no command writes."""
_BINARY = frozenset({"xlsx", "docx", "parquet"})
"""Formats that no other suffix fits."""
_COMPOUND = {".sarif.json": "sarif", ".gitlab.json": "gitlab"}
"""Ends of names that tell more than the suffix."""


def format_for(target: Path | None, formats: Collection[str], default: str) -> str:
    """What is written to a file if no format is asked for; raises WrongUsageError for what cannot be written.

    `formats`: those that the command has; `default`: for standard output, and for a suffix that tells nothing.
    """
    if target is None:
        return default
    name, suffix = target.name.lower(), target.suffix.lower()
    told = next((one for end, one in _COMPOUND.items() if name.endswith(end) and one in formats), None)
    if told is not None:
        return told
    found = [one for one in SUFFIXES.get(suffix, ()) if one in formats]
    if found:
        return found[0]
    if suffix in SUFFIXES or suffix in _FOREIGN:
        raise wrong_usage(
            "suffix-not-written", path=clean(str(target)), suffix=suffix, allowed=", ".join(_suffixes(formats))
        )
    return default


def check_suffix(target: Path | None, output_format: str, formats: Collection[str], option: str = "--output") -> None:
    """Raise WrongUsageError for a file name that promises something else than what is written to it.

    `formats`: those that the command has, of which another may be offered.
    """
    suffix = "" if target is None else target.suffix.lower()
    if not suffix or _fits(suffix, output_format):
        return
    meant = [one for one in SUFFIXES.get(suffix, ()) if one in formats]
    raise wrong_usage(
        "suffix-contradicts",
        then="suffix-or-format" if meant else None,
        option=option,
        path=clean(str(target)),
        format=output_format,
        suffix=suffix,
        right=" ".join(_own(output_format)),
        meant=meant[0] if meant else "",
    )


def _fits(suffix: str, output_format: str) -> bool:
    if suffix in SUFFIXES:
        return output_format in SUFFIXES[suffix]
    return suffix not in _FOREIGN and output_format not in _BINARY


def _own(output_format: str) -> list[str]:
    """The suffixes that fit a format."""
    return [suffix for suffix, formats in SUFFIXES.items() if output_format in formats] or [".txt"]


def _suffixes(formats: Collection[str]) -> list[str]:
    return [suffix for suffix, known in SUFFIXES.items() if any(one in formats for one in known)] + [".txt"]
