"""A rule pack: a folder of YAML with the forms, the rules, and what is known of organs by their names.

    pack.yaml           id, title, what it extends, see `files/pack_file.py`
    forms/*.yaml        one official form a file, see `files/form_file.py`
    rules/*.yaml        each a list of rules, see `files/rule_file.py`
    claims/*.yaml       the same, for rules about numbers in the text; may be left out
    wordings.yaml       what the rules in claims/ share; may be left out
    lexicon.yaml        the words that clauses of a text are read with, see `Lexicon`; may be left out: then the
                        patterns of claims decide alone
    organs.yaml         see `files/organ_file.py`; may be left out
    refusals.yaml       what a document without a table is told, see `files/refusal_file.py`; may be left out
    deadlines.yaml      by which day organs publish and how a document states its date, see `files/deadline_file.py`;
                        may be left out
    identity.yaml       how a document says whose report it is and of which year, see `files/identity_file.py`; may be
                        left out

`docs/rule-language.md` describes all of it, with examples. A pack that extends others is read as the layers it consists
of (`layers.py`), which are laid over each other here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec.structs import replace

from validator.model.errors import BrokenPackError, Fault
from validator.model.form import Form
from validator.model.rules.rule import Fact
from validator.model.rules.wording import Lexicon, Wordings
from validator.model.text import Text
from validator.packs._merging import laid_over, merged_rules
from validator.packs._pack import Pack
from validator.packs._references import check_expressions, check_references
from validator.packs._text_check import check_text_rules
from validator.packs._wording_check import check_claims
from validator.packs.deadlines import Deadlines
from validator.packs.files.form_file import read_form
from validator.packs.files.organ_file import read_organs
from validator.packs.files.rule_file import WrittenRule, read_rules
from validator.packs.files.text_file import read_bytes
from validator.packs.files.wording_file import read_lexicon, read_wordings
from validator.packs.files.yaml_file import FaultKind, YamlFile
from validator.packs.folders import shipped_pack
from validator.packs.identity import IdentityRules
from validator.packs.layers import Layer, read_layers
from validator.packs.organ_names import NameRules
from validator.packs.refusals import Refusals

__all__ = ["Pack", "load_pack", "shipped_pack"]


def load_pack(
    directory: Path | None = None, *others: Path, check: bool = True, patterns: bool = True, naming: str = ""
) -> Pack:
    """Read a pack of rules and forms; `directory`: its folder (None: the pack that is shipped).

    `others`: packs each of which is laid over those before it, as if it extended them. Raises BrokenPackError with all
    faults of all files.

    For commands that only show rules and must answer at once, `check=False` leaves expressions and patterns unparsed.
    `patterns=False` leaves the many patterns of the text uncompiled: each is compiled where it is first needed, and
    raises BrokenPatternError there. That is for a pack that was checked before.
    `naming` leaves out the rule files in which this text does not stand, and leaves references to others unchecked: for
    a pack that extends none.
    """
    faults: list[Fault] = []
    layers = read_layers((directory or shipped_pack(), *others), faults)
    forms = _read_forms(layers, faults)
    rules_of = [tuple(_read_rules(layers, layer, faults, naming)) for layer in layers]
    written = merged_rules(layers, rules_of)
    trust = tuple(_trust(layers, forms))
    words = [YamlFile(layer.folder / "wordings.yaml", faults) for layer in layers]
    wordings = Wordings() if naming else _wordings(layers, words, faults)
    facts, names = _organs(layers, faults, check=check)
    who = IdentityRules() if naming else _identity(layers, faults, check=check and patterns)
    deadlines = Deadlines() if naming else _deadlines(layers, faults, check=check)
    refusals = Refusals() if naming else _refusals(layers, faults)
    if not naming:
        check_references(written, forms)
    if check:
        check_expressions(written, forms, facts)
        check_claims(written, forms, words, wordings, compiled=patterns)
        check_text_rules(written, forms, wordings, compiled=patterns)
    if faults:
        raise BrokenPackError(tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line))))
    headings = [layer.heading for layer in reversed(layers)]
    return Pack(
        headings[0].id,
        next((one.title for one in headings if one.title is not None), Text("", "")),
        directory=layers[-1].folder,
        forms=forms,
        rules=tuple(one.rule for one in written),
        facts=facts,
        wordings=wordings,
        names=names,
        deadlines=deadlines,
        identity=replace(who, names=names),
        refusals=refusals,
        example_organ=next((one.example_organ for one in headings if one.example_organ), ""),
        trust=trust,
        layers=tuple(layer.heading.id for layer in layers),
    )


def load_deadlines(directories: Sequence[Path]) -> Deadlines:
    """The deadlines of a pack alone, whatever the faults of its files."""
    faults: list[Fault] = []
    return _deadlines(read_layers(directories, faults), faults, check=False)


def _files(layers: Sequence[Layer], layer: Layer, name: str, faults: list[Fault]) -> list[Path]:
    """The YAML files of a folder, which the first layer must have."""
    folder = layer.folder / name
    paths = sorted(folder.glob("*.yaml"))
    if not paths and layer is layers[0]:
        faults.append(Fault(str(folder), 1, "", FaultKind.NO_FILES))
    return paths


def _read_rules(layers: Sequence[Layer], layer: Layer, faults: list[Fault], naming: str) -> Iterator[WrittenRule]:
    paths = (*_files(layers, layer, "rules", faults), *sorted((layer.folder / "claims").glob("*.yaml")))
    for path in paths:
        content = read_bytes(path, [])
        # What cannot be read is told of where it is read for good.
        if content is None or naming.encode() in content:
            yield from (one.of(layer.heading.id) for one in read_rules(YamlFile(path, faults)))


def _read_forms(layers: Sequence[Layer], faults: list[Fault]) -> tuple[Form, ...]:
    """The forms of all layers, oldest first; one of the same id replaces that of a layer below."""
    forms: dict[str, Form] = {}
    for layer in layers:
        own: dict[str, Form] = {}
        for path in _files(layers, layer, "forms", faults):
            file = YamlFile(path, faults)
            form = read_form(file)
            if form is None:
                continue
            if form.id in own:
                file.fault(1, form.id, FaultKind.DUPLICATE_ID)
            own.setdefault(form.id, form)
        forms |= own
    return tuple(sorted(forms.values(), key=lambda form: form.first_year))


def _trust(layers: Sequence[Layer], forms: Sequence[Form]) -> Iterator[tuple[str, int]]:
    """The cells that are hard to doubt; a pattern that fits none is a fault."""
    cells = tuple(dict.fromkeys(cell for form in forms for cell in form.cells))
    for layer in layers:
        for node, pattern, weight in layer.heading.trust:
            if pattern and not any(fnmatchcase(cell, pattern) for cell in cells):
                layer.heading.file.fault(node, pattern, FaultKind.UNKNOWN_NAME, cells)
            yield pattern, weight


def _wordings(layers: Sequence[Layer], words: Sequence[YamlFile], faults: list[Fault]) -> Wordings:
    found, lexicon = Wordings(), Lexicon()
    for layer, file in zip(layers, words, strict=True):
        if file.exists:
            found = laid_over(found, read_wordings(file), Wordings())
        own = YamlFile(layer.folder / "lexicon.yaml", faults)
        if own.exists:
            lexicon = laid_over(lexicon, read_lexicon(own), Lexicon())
    return replace(found, lexicon=lexicon)


def _organs(layers: Sequence[Layer], faults: list[Fault], *, check: bool) -> tuple[tuple[Fact, ...], NameRules]:
    facts: dict[str, Fact] = {}
    names = NameRules()
    for layer in layers:
        own, rules = read_organs(YamlFile(layer.folder / "organs.yaml", faults), check=check)
        facts |= {one.name: one for one in own}
        names = laid_over(names, rules, NameRules())
    return tuple(facts.values()), names


def _deadlines(layers: Sequence[Layer], faults: list[Fault], *, check: bool) -> Deadlines:
    # Loaded here: a command that shows one rule does without, and must answer at once.
    from validator.packs.files.deadline_file import read_deadlines

    found = Deadlines()
    for layer in layers:
        file = YamlFile(layer.folder / "deadlines.yaml", faults)
        if file.exists:
            found = laid_over(found, read_deadlines(file, check=check), Deadlines())
    return found


def _refusals(layers: Sequence[Layer], faults: list[Fault]) -> Refusals:
    # Loaded here for the same reason.
    from validator.packs.files.refusal_file import read_refusals

    found = Refusals()
    for layer in layers:
        file = YamlFile(layer.folder / "refusals.yaml", faults)
        if file.exists:
            found = laid_over(found, read_refusals(file), Refusals())
    return found


def _identity(layers: Sequence[Layer], faults: list[Fault], *, check: bool) -> IdentityRules:
    # Loaded here: as above.
    from validator.packs.files.identity_file import read_identity

    found = IdentityRules()
    for layer in layers:
        file = YamlFile(layer.folder / "identity.yaml", faults)
        if file.exists:
            found = laid_over(found, read_identity(file, check=check, words=found.words), IdentityRules())
    return found
