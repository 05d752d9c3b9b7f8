"""gouji: consistency checks for annual reports on government information disclosure (政府信息公开工作年度报告).

`check` reads files and checks them, `read_reports` only reads them, `check_document` checks a document that `read` has
read already. Rules come with the package; `load_pack` loads others. Each name is loaded when it is asked for.
"""

from __future__ import annotations

from validator.model.environment.front_door import names_of
from validator.version import __version__

TYPE_CHECKING = False  # To load `typing` takes as long as to start Python.
if TYPE_CHECKING:
    from validator.crosschecks.options import Across
    from validator.engine.pipeline import check, check_document, read_reports
    from validator.model.document import Document
    from validator.model.errors import BrokenPackError, UnreadableInputError
    from validator.model.finding import Finding
    from validator.model.report import Report
    from validator.model.result import ReportResult, Result
    from validator.model.rules.rule import Severity, Verdict
    from validator.packs.pack import Pack, load_pack
    from validator.readers import read

__all__ = [
    "Across",
    "BrokenPackError",
    "Document",
    "Finding",
    "Pack",
    "Report",
    "ReportResult",
    "Result",
    "Severity",
    "UnreadableInputError",
    "Verdict",
    "__version__",
    "check",
    "check_document",
    "load_pack",
    "read",
    "read_reports",
]

__getattr__ = names_of(
    __name__,
    {
        "Across": "crosschecks.options",
        "BrokenPackError": "model.errors",
        "Document": "model.document",
        "Finding": "model.finding",
        "Pack": "packs.pack",
        "Report": "model.report",
        "ReportResult": "model.result",
        "Result": "model.result",
        "Severity": "model.rules.rule",
        "UnreadableInputError": "model.errors",
        "Verdict": "model.rules.rule",
        "check": "engine.pipeline",
        "check_document": "engine.pipeline",
        "load_pack": "packs.pack",
        "read": "readers",
        "read_reports": "engine.pipeline",
    },
)
