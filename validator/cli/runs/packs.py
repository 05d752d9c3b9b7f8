"""The pack of rules that a command line asks for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from validator.cli._problems import closest, wrong_usage

if TYPE_CHECKING:
    from validator.model.form import Form
    from validator.packs.pack import Pack


def load_pack_of(
    directories: Sequence[Path] = (), *, check: bool = True, patterns: bool = True, naming: str = ""
) -> Pack:
    """The pack in some folders, each laid over those before it, or the shipped one.

    `check=False`, `patterns=False` and `naming` leave out work, as in `load_pack`. Raises WrongUsageError,
    BrokenPackError.
    """
    for directory in directories:
        if not directory.is_dir():
            from validator.packs.folders import shipped_packs

            raise wrong_usage("pack-missing", nearest=closest(str(directory), shipped_packs()), path=directory)
    if check and not naming:
        from validator.packs.kept.compiled import load_compiled

        return load_compiled(*directories, patterns=patterns)
    from validator.packs.pack import load_pack

    return load_pack(*directories, check=check, patterns=patterns, naming=naming)


def learn_patterns(pack: Pack) -> None:
    """Find out once which patterns a report needs, and keep these compiled for the commands to come.

    Only with the pack that is shipped: the examples of others may take as long as their authors like.
    """
    from validator.packs.folders import shipped_pack
    from validator.packs.kept.patterns import begin, is_to_learn, keep

    if pack.copied and pack.directory == shipped_pack() and is_to_learn(pack.copied) and begin(pack.copied):
        from validator.engine.authoring.rehearsal import rehearse

        with suppress(Exception):  # what is wrong with an example is no fault of what was checked
            rehearse(pack)
        keep(pack.copied)


def form_named(edition: str, pack: Pack) -> Form:
    """The form of that id, or of that year; the end of an id will do. Raises WrongUsageError."""
    named = [form for form in pack.forms if form.id == edition or form.id.endswith(f"-{edition}")]
    year = int(edition) if edition.isascii() and edition.isdigit() else 0
    in_force = [form for form in pack.forms if form.first_year <= year <= (form.last_year or year)]
    if named or in_force:
        return (named or in_force)[-1]
    ids = [form.id for form in pack.forms]
    raise wrong_usage("unknown-form", nearest=closest(edition, ids), value=edition, allowed=", ".join(ids))
