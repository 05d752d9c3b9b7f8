"""The words of the trade as values: document, form, rule, constraint, report, claim, finding, mistake, result.

They are frozen, and have no behaviour that needs a file, a rule pack or a library. Every other package speaks in them;
they know none of it. A module a word: `document.Document`, `form.Form`, `report.Report`, `finding.Finding`, ... What
rules are made of stands in `rules`, what is observed in `observations`, and how values travel in `encoding`.
"""

from __future__ import annotations

from validator.model.environment.front_door import names_of

TYPE_CHECKING = False  # To load `typing` takes as long as to start Python.
if TYPE_CHECKING:
    from validator.model.claim import Claim
    from validator.model.document import Document
    from validator.model.finding import Finding
    from validator.model.form import Form
    from validator.model.mistake import Mistake
    from validator.model.report import Report
    from validator.model.result import ReportResult, Result
    from validator.model.rules.constraint import Constraint
    from validator.model.rules.rule import Rule, Severity, Verdict

__all__ = [
    "Claim",
    "Constraint",
    "Document",
    "Finding",
    "Form",
    "Mistake",
    "Report",
    "ReportResult",
    "Result",
    "Rule",
    "Severity",
    "Verdict",
]

__getattr__ = names_of(
    __name__,
    {
        "Document": "document",
        "Form": "form",
        "Report": "report",
        "Rule": "rules.rule",
        "Severity": "rules.rule",
        "Verdict": "rules.rule",
        "Constraint": "rules.constraint",
        "Claim": "claim",
        "Finding": "finding",
        "Mistake": "mistake",
        "Result": "result",
        "ReportResult": "result",
    },
)
