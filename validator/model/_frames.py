"""Findings as a pandas frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from validator.model.finding import Finding
from validator.model.report import Report

COLUMNS = (
    "path", "organ", "year", "rule", "severity", "verdict", "table", "row", "column", "left", "right", "residual",
    "cells", "fingerprint",
)  # fmt: skip


def findings_frame(checked: Iterable[tuple[Report, Sequence[Finding]]]) -> pd.DataFrame:
    """One row a finding, in the order given; numbers are floats, NaN where a side is not known."""
    rows = [
        (
            report.path,
            report.organ,
            report.year,
            finding.rule,
            str(finding.severity),
            str(finding.verdict),
            finding.table,
            dict(finding.each).get("row"),
            dict(finding.each).get("column"),
            None if finding.left is None else float(finding.left),
            None if finding.right is None else float(finding.right),
            None if finding.residual is None else float(finding.residual),
            " ".join(term.cell for term in finding.terms),
            finding.fingerprint,
        )
        for report, findings in checked
        for finding in findings
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"year": "Int64", "left": "float64", "right": "float64", "residual": "float64"})
