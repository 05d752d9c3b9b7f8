"""The packs that a pack is made of: itself, and those that it extends, each over the one before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from validator.model.errors import Fault
from validator.packs.files.pack_file import Heading, read_heading
from validator.packs.files.text_file import content_of
from validator.packs.files.yaml_file import FaultKind, YamlFile
from validator.packs.folders import HEADING, pack_folder, shipped_pack, shipped_packs

if TYPE_CHECKING:
    from yaml.nodes import Node

_EXTENDS = b"extends"


class Layer(Struct, frozen=True):
    """One of the packs."""

    folder: Path
    heading: Heading


def read_layers(folders: Sequence[Path], faults: list[Fault]) -> tuple[Layer, ...]:
    """The packs in some folders (none: the one that is shipped) with all that they extend.

    Those that are extended come first, each of them once. Packs that extend each other in a circle, and packs that are
    not there, are put down as faults.
    """
    reader = _Reader(faults)
    for folder in folders or (shipped_pack(),):
        reader.read(folder, ())
    return tuple(reader.layers.values())


def layer_folders(folders: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of these packs alone; raises OSError if a heading cannot be read."""
    chosen = tuple(folders) or (shipped_pack(),)
    if not any(_EXTENDS in content_of(folder / HEADING) for folder in chosen):
        return chosen
    return tuple(layer.folder for layer in read_layers(chosen, []))


class _Reader:
    def __init__(self, faults: list[Fault]) -> None:
        self.layers: dict[Path, Layer] = {}
        self._faults = faults

    def read(self, folder: Path, below: tuple[Path, ...]) -> None:
        """`below`: the packs that this one is extended by, the outermost first."""
        place = folder.resolve()
        if place in self.layers:
            return
        heading = read_heading(YamlFile(folder / HEADING, self._faults))
        chain = (*below, place)
        for node, word in heading.extends:
            other = pack_folder(word, folder)
            if not self._is_pack(heading, node, word, other):
                continue
            if other.resolve() in chain:
                heading.file.fault(node, " -> ".join(_circle(chain, other.resolve())), FaultKind.PACK_CYCLE)
            else:
                self.read(other, chain)
        self.layers[place] = Layer(folder, heading)

    def _is_pack(self, heading: Heading, node: Node, word: str, folder: Path) -> bool:
        if not word:
            return False
        if (folder / HEADING).is_file():
            return True
        beside = sorted(one.parent.name for one in folder.parent.glob(f"*/{HEADING}")) if folder.parent.is_dir() else []
        heading.file.fault(node, word, FaultKind.UNKNOWN_PACK, (*shipped_packs(), *_written(word, beside)))
        return False


def _written(word: str, names: Sequence[str]) -> Iterator[str]:
    """Folders as they would have to be written in place of a word that names one beside them."""
    head, slash, _ = word.rpartition("/")
    return (f"{head}{slash}{name}" for name in names)


def _circle(chain: tuple[Path, ...], place: Path) -> Iterator[str]:
    return (one.name for one in (*chain[chain.index(place) :], place))
