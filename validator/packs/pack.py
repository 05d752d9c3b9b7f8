"""A rule pack: a folder of YAML with the forms, the rules, and what is known of organs by their names.

    pack.yaml           {id: annual-report, title: {zh: ..., en: ...}, example_organ: 甲县人民政府}
                        `title`: as it stands in the title of a report; `example_organ`: whose report an example is
    forms/*.yaml        one official form a file, see `formfile.py`
    rules/*.yaml        each a list of rules
    claims/*.yaml       the same, for rules about numbers in the text; may be left out
    wordings.yaml       what the rules in claims/ share; may be left out
    lexicon.yaml        the words that clauses of a text are read with, see `Lexicon`; may be left out: then the
                        patterns of claims decide alone
    organs.yaml         facts: [{name: organ.FACT, yes: [patterns], no: [patterns]}]
                        names: {noise: [patterns], endings: [{of: pattern, is: text}], offices: [the same],
                        places: [endings of place names]}
                        may be left out; `names` says what of an organ's name does not matter, see `organs.py`
    refusals.yaml       what a document without a table is told, see `refusal_file.py`; may be left out
    deadlines.yaml      by which day organs publish and how a document states its date, see `deadlinefile.py`; may be
                        left out
    identity.yaml       how a document says whose report it is and of which year, see `identity_file.py`; may be
                        left out

A rule:

    - id: requests-balance            kebab-case, says the relation, never changes
      title: {zh: ..., en: ...}       what is said when it is violated
      table: requests                 the table whose rows or columns the names stand for
      each: column                    or `row`; `cell` for all cells, without a table; `only: [names]` limits it
      check: new + carried_in = handled + carried_out         one relation or a list, see `expression.py`
      when: handled >= 1              applies only where this holds
      forms: [annual-report-2021]     editions of the table; without it, all that have the names
      fallback_for: OTHER-RULE        applies only where the other is undetermined
      blank, blank_total, unreadable: zero | unknown          instead of what the form says
      tolerance: 0                    largest accepted difference
      exact: true                     compare what is printed, whatever was rounded
      remark: {zh: ..., en: ...}      what is added to every violation
      severity: error                 or `warning`, `note`
      basis: 国办公开办函〔2021〕30号
      why: {zh: ..., en: ...}
      examples:                       cells for which the outcome is known
        holds: {new: 128, carried_in: 5, handled: 121, carried_out: 12}
        violated: {new: 128, carried_in: 5, handled: 121, carried_out: 10}

`claim:` in place of `check` compares the text with the cells. Patterns are regular expressions (`wording.py`):

    claim:
      kind: count                     a number against cells, the usual kind; the others are below
      wordings:                       the special before the general; with one wording, its keys may stand in `claim`
        - patterns: ['收到{some}{request}{n}']        {n}: number with unit; {p}: percentage; {word}: of wordings.yaml
          against: [new.total, new.total + carried_in.total]     accepted readings, the usual one first
          says: "0"                   what is said where there is no {n}: a number or a sum of cells
        - tokens: [receive, request]  in place of patterns: what the words of a number come to, names of lexicon.yaml
          may: [channel]              what may be there besides; in the claim itself: for all its wordings
          given: [request]            what the clauses before must speak of, one of these
          loose: true                 a number that differs says nothing: the words are used of other things as well
          against: [new.total]
      keywords: [收到, 受理]           a sentence without any of them is passed over
      context: [...]                  one must stand before the end of the match, in its sentence
      unless: [...]                   none may stand in its clause
      unless_before: [...]            none may stand in its sentence before the end of the match
      of: [claim-requests-results]    rules whose claims a `share`, a `growth` or a `sum` goes with
      whole: [handled.total]          what a `share` is a share of

`share` and `growth` judge the percentage behind a claim of another rule; `sum` all claims of another rule in a
sentence; `list` a total and its parts (`patterns`: what stands between them, `context`: names of a last part that takes
in the rest); `period`, `year` and `sections` dates and parts of the report. In the example of a claim `text` is the
sentence; names are full cell names, `previous.` before them for those of last year's report.

`text:` in place of `check` says what the text must or must not say, outside of what it counts. Patterns are as above,
`{year}`, `{last_year}` and `{next_year}` in them stand for the year reported on, the one before, the one after:

    text:
      in: [五, 六]                     sections by their numbers, `head`: before the first of them; without it, all
      finds: ['待(?:补充|完善)后']      violated wherever one of these fits
      lacks: {培训: '培训|学习'}        or: violated if one of these is not spoken of in any of the places
      says_only: [无。?]               or: violated where a section is empty, or these are all it says
      same: ['开展培训(?P<value>[0-9]+)次']    or: violated where two places say different things as `value`
      unless: [...]                   a sentence in which one fits is passed over; with `says_only` the section, with
                                      `lacks` all the places together
      years: {from: 2021, to: 2030}   years of the reports that it is for
      proof: resident-identity-number the last character of what is found must be right for such a number
      hide: true                      what is found is not to be printed
    when: organ.is_government = 1     cells and facts as in any rule; may be left out, as `forms`

Nothing lacks in a text in which no section was recognised, and in a file that ends early. Pictures are not looked at:
charts that a report must not have, or must have, are beyond these rules.

`observe: CODE` in place of `check` states what the extraction of the tables must tell for the rule to be violated; the
codes are those of `ObservationKind`. Some have limits, all of which the rule gives:

    limits: {times: 10, from: 100}    figures-jump: so many times as large or small; the larger number is at least this
    limits: {different: 4}            table-repeated: so many different numbers, none of them 0, are no coincidence
    limits: {share: 90, characters: 500}      text-alike: the same of two organs' whole texts
    limits: {share: 90, characters: 60}       prose-repeated: per cent that the texts share; how long they are at least

Each may be a list of several; a rule with `check` may also have `not_applicable`, examples that it passes over. They
give the printed text of cells, null for a blank. In a rule with `check` the names are those of the expression, a
group's row by row, those of units numbered (`units.1.cell`); cells not named are blank. In one with `observe` they are
full cell names, and the cells not named hold `fill` (0 unless given). Beside cells an example can say:

    organ: 甲县乙镇人民政府             name of the organ; null: none is printed
    year: 2023                        year in the title; null: none
    form: annual-report-2019          form it is printed on; else the first that has the names
    left_out: 图片                     what the reader had to leave out
    recognised: 1                      a page whose text was recognised in a picture
    recognised_picture: 1             a picture inside the document whose text was recognised
    first_section: 六                 a section that stands before all others
    published: 2024-01-25             the day of publication; likewise `signed: 2024年1月25日` below the text
    waiver: unused                    there is a waiver in this state (`unused`, `expired`); any other: a valid one
    without: [requests, requests.handled, requests.total, section.六]    tables, rows, columns, sections not printed
    keep_rows: {requests: 6}          the table is cut off after so many rows
    extra_row: {documents: 其他主动公开文件}                               a row that the form does not have
    ragged: {requests.new: 1 1}       the row's numbers in order, their columns lost
    section.五: 文字                   what stands in a section
    head: 文字                         what stands before the first section
    twice: 五                         a section that stands there twice
    previous.NAME: ...                the same of another report of the run, unless it says otherwise last year's
    units.1.organ: 甲县教育局          a unit with a report; `without: [units.1]`: it has none, `units.1.copies: 2`: two
    parent: 乙市                      an organ without a report whose unit the reporting one is

In `Example.cells` `without`, `keep_rows`, `extra_row` and `ragged` stand as `without.requests`,
`keep_rows.requests`, `extra_row.documents` and `ragged.requests.new`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from validator.model.errors import BrokenPackError, Fault
from validator.model.form import Form
from validator.model.rule import Fact
from validator.model.text import Text
from validator.model.wording import Wordings
from validator.packs._pack import Pack
from validator.packs._references import check_expressions, check_references
from validator.packs._text_check import check_text_rules
from validator.packs._wording_check import check_claims
from validator.packs.deadlines import Deadlines
from validator.packs.files.form_file import kebab_case, read_form
from validator.packs.files.rule_file import read_rules
from validator.packs.files.wording_file import read_lexicon, read_wordings
from validator.packs.files.yaml_file import FaultKind, YamlFile
from validator.packs.folders import shipped_pack
from validator.packs.identity import IdentityRules
from validator.packs.language.patterns import compile_pattern
from validator.packs.organ_names import NameRules
from validator.packs.refusals import Refusals

if TYPE_CHECKING:
    from yaml.nodes import Node

__all__ = ["Pack", "load_pack", "shipped_pack"]

_ENDING = ("of", "is")
_FACT_NAME = re.compile(r"organ\.[a-z][a-z0-9_]*")


def load_pack(directory: Path | None = None, *, check: bool = True, patterns: bool = True, naming: str = "") -> Pack:
    """Read a pack of rules and forms; `directory`: its folder (None: the pack that is shipped).

    Raises BrokenPackError with all faults of all files.

    For commands that only show rules and must answer at once, `check=False` leaves expressions and patterns unparsed.
    `patterns=False` leaves the many patterns of the text uncompiled: each is compiled where it is first needed, and
    raises BrokenPatternError there. That is for a pack that was checked before.
    `naming` leaves out the rule files in which this text does not stand, and leaves references to others unchecked.
    """
    directory = directory or shipped_pack()
    faults: list[Fault] = []
    heading = _read_heading(YamlFile(directory / "pack.yaml", faults))
    forms = _read_forms(directory / "forms", faults)
    paths = (*_files(directory / "rules", faults), *sorted((directory / "claims").glob("*.yaml")))
    files = [path for path in paths if naming.encode() in path.read_bytes()]
    written = [rule for path in files for rule in read_rules(YamlFile(path, faults))]
    words = YamlFile(directory / "wordings.yaml", faults)
    wordings = read_wordings(words) if words.exists and not naming else Wordings()
    lexicon = YamlFile(directory / "lexicon.yaml", faults)
    if lexicon.exists and not naming:
        wordings = replace(wordings, lexicon=read_lexicon(lexicon))
    facts, names = _read_organs(directory / "organs.yaml", faults, check=check)
    deadlines = Deadlines() if naming else _deadlines(directory, faults, check=check)
    refusals = Refusals() if naming else _refusals(directory, faults)
    who = IdentityRules() if naming else _identity(directory, faults, check=check and patterns)
    if not naming:
        check_references(written, forms)
    if check:
        check_expressions(written, forms, facts)
        check_claims(written, forms, words, wordings, compiled=patterns)
        check_text_rules(written, forms, wordings, compiled=patterns)
    if faults:
        raise BrokenPackError(tuple(sorted(faults, key=lambda fault: (fault.file, fault.line))))
    return Pack(
        *heading[:2],
        directory=directory,
        forms=forms,
        rules=tuple(one.rule for one in written),
        facts=facts,
        wordings=wordings,
        names=names,
        deadlines=deadlines,
        identity=replace(who, names=names),
        refusals=refusals,
        example_organ=heading[2],
    )


def _files(folder: Path, faults: list[Fault]) -> list[Path]:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        faults.append(Fault(str(folder), 1, "", FaultKind.NO_FILES))
    return paths


def _read_heading(file: YamlFile) -> tuple[str, Text, str]:
    root = file.load()
    keys = {} if root is None else file.mapping(root, ("id", "title"), ("example_organ",))
    return kebab_case(file, keys.get("id")), file.sentence(keys.get("title")), file.text(keys.get("example_organ"))


def _read_forms(folder: Path, faults: list[Fault]) -> tuple[Form, ...]:
    forms: list[Form] = []
    for path in _files(folder, faults):
        file = YamlFile(path, faults)
        form = read_form(file)
        if form is None:
            continue
        if any(form.id == other.id for other in forms):
            file.fault(1, form.id, FaultKind.DUPLICATE_ID)
        forms.append(form)
    return tuple(sorted(forms, key=lambda form: form.first_year))


def _deadlines(directory: Path, faults: list[Fault], *, check: bool) -> Deadlines:
    # Loaded here: a command that shows one rule does without, and must answer at once.
    from validator.packs.files.deadline_file import read_deadlines

    file = YamlFile(directory / "deadlines.yaml", faults)
    return read_deadlines(file, check=check) if file.exists else Deadlines()


def _refusals(directory: Path, faults: list[Fault]) -> Refusals:
    # Loaded here for the same reason.
    from validator.packs.files.refusal_file import read_refusals

    file = YamlFile(directory / "refusals.yaml", faults)
    return read_refusals(file) if file.exists else Refusals()


def _identity(directory: Path, faults: list[Fault], *, check: bool) -> IdentityRules:
    # Loaded here: as above.
    from validator.packs.files.identity_file import read_identity

    file = YamlFile(directory / "identity.yaml", faults)
    return read_identity(file, check=check) if file.exists else IdentityRules()


def _read_organs(path: Path, faults: list[Fault], *, check: bool) -> tuple[tuple[Fact, ...], NameRules]:
    if not path.exists():
        return (), NameRules()
    file = YamlFile(path, faults)
    root = file.load()
    keys = {} if root is None else file.mapping(root, (), ("facts", "names"))
    facts = tuple(_fact(file, node, check=check) for node in file.items(keys.get("facts")))
    known: set[str] = set()
    for fact, node in zip(facts, file.items(keys.get("facts")), strict=True):
        if fact.name in known:
            file.fault(node, fact.name, FaultKind.DUPLICATE_NAME)
        known.add(fact.name)
    return facts, _names(file, keys["names"], check=check) if "names" in keys else NameRules()


def _fact(file: YamlFile, node: Node, *, check: bool) -> Fact:
    keys = file.mapping(node, ("name", "yes", "no"))
    name = file.text(keys.get("name"))
    if "name" in keys and not _FACT_NAME.fullmatch(name):
        file.fault(keys["name"], name, FaultKind.BAD_FACT_NAME)
    yes, no = (_patterns(file, file.items(keys.get(key)), check=check) for key in ("yes", "no"))
    return Fact(name, yes, no)


def _names(file: YamlFile, node: Node, *, check: bool) -> NameRules:
    keys = file.mapping(node, (), ("noise", "endings", "offices", "places"))
    return NameRules(
        noise=_patterns(file, file.items(keys.get("noise")), check=check),
        endings=_endings(file, keys.get("endings"), check=check),
        offices=_endings(file, keys.get("offices"), check=check),
        places=file.texts(keys.get("places")),
    )


def _endings(file: YamlFile, node: Node | None, *, check: bool) -> tuple[tuple[str, str], ...]:
    found = [file.mapping(item, _ENDING) for item in file.items(node)]
    of = [_patterns(file, [one["of"]] if "of" in one else [], check=check) for one in found]
    return tuple(
        (patterns[0], str(one["is"].value)) for patterns, one in zip(of, found, strict=True) if len(one) == len(_ENDING)
    )


def _patterns(file: YamlFile, items: Sequence[Node], *, check: bool) -> tuple[str, ...]:
    patterns = tuple(file.text(item) for item in items)
    for item, pattern in zip(items, patterns, strict=True) if check else ():
        try:
            compile_pattern(pattern)
        except re.error as error:
            file.fault(item, f"{item.value} ({error.msg})", FaultKind.BAD_PATTERN)
    return patterns
