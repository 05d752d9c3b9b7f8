"""The map of what the rules see, as a user sees it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.cells import cell_len

from validator.checking.checker import Checker
from validator.constraints.coverage import CellCoverage, coverage
from validator.model.form import Form
from validator.packs.pack import load_pack
from validator.renderers import RenderOptions
from validator.renderers.rules.coverage_map import render_coverage, render_coverage_json

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

PACK = load_pack()


def coverages() -> list[tuple[Form, tuple[CellCoverage, ...]]]:
    form = PACK.form("annual-report-2019")
    return [(form, coverage(Checker(PACK).system(form)))]


def test_the_map_in_chinese(snapshot: SnapshotAssertion) -> None:
    assert render_coverage(coverages(), PACK, RenderOptions()) == snapshot


def test_the_map_in_english_on_a_narrow_terminal(snapshot: SnapshotAssertion) -> None:
    shown = render_coverage(coverages(), PACK, RenderOptions("en", width=72))
    assert shown == snapshot
    assert max(map(cell_len, shown.splitlines())) <= 72


def test_colours_come_with_the_symbols() -> None:
    plain = render_coverage(coverages(), PACK, RenderOptions())
    coloured = render_coverage(coverages(), PACK, RenderOptions(colour=True))
    assert "\x1b[32m#\x1b[0m" in coloured
    assert "\x1b" not in plain


def test_json_has_every_cell() -> None:
    (form,) = json.loads(render_coverage_json(coverages(), PACK))["forms"]
    assert form["form"] == "annual-report-2019"
    assert sum(form["summary"].values()) == len(form["cells"])
    assert form["cells"]["requests.new.total"] == {
        "detected": "always",
        "located": True,
        "corrected": True,
        "confused_with": [],
        "rules": ["requests-balance", "requests-row-total"],
        "softer_rules": [],
        "held_elsewhere": [
            "units-sum",
            "units-at-least",
            "claim-requests-received",
            "claim-requests-handled",
            "claim-share",
        ],
    }


def test_what_nothing_within_a_report_binds_is_held_elsewhere() -> None:
    (form,) = json.loads(render_coverage_json(coverages(), PACK))["forms"]
    cells = form["cells"]
    assert cells["requests.handled.total"]["held_elsewhere"][:2] == ["units-sum", "units-at-least"]
    assert "documents-public-stock" in cells["documents.normative.published"]["held_elsewhere"]
    assert "claim-decisions" in cells["permits.permits.decisions"]["held_elsewhere"]
    text = " ".join(render_coverage(coverages(), PACK, RenderOptions("en", width=90)).split())
    assert "nothing public tells within one report that these cells are wrong" in text
