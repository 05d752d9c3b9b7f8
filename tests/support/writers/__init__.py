"""Every way a report comes into the program: name -> writer. A writer turns a page into the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from support.page import Page
from support.writers import docx_xml, html, office, opendocument, rtf, text, workbook


@dataclass(frozen=True, slots=True)
class Writer:
    """One way to write a page down."""

    write: Callable[[Page], bytes]
    suffix: str
    keeps_blanks: bool = True
    """False where a blank cell leaves no trace."""


WRITERS: Mapping[str, Writer] = {
    "tabs": Writer(text.tabs, ".txt"),
    "markdown": Writer(text.markdown, ".md"),
    # A column that is blank on every line leaves no trace.
    "aligned": Writer(text.aligned, ".txt", keeps_blanks=False),
    "single-blanks": Writer(text.single_blanks, ".txt", keeps_blanks=False),
    "cell-a-line": Writer(text.cell_a_line, ".txt", keeps_blanks=False),
    "html": Writer(html.plain, ".html"),
    "html-word": Writer(html.word_export, ".htm"),
    "html-nested": Writer(html.nested, ".html"),
    "html-gb18030": Writer(html.gb18030, ".html"),
    "docx": Writer(docx_xml.plain, ".docx"),
    "docx-revisions": Writer(docx_xml.with_revisions, ".docx"),
    "docx-controls": Writer(docx_xml.with_controls, ".docx"),
    "docx-split-runs": Writer(docx_xml.with_split_runs, ".docx"),
    "docx-office": Writer(office.plain, ".docx"),
    "docx-nested": Writer(office.nested, ".docx"),
    "odt": Writer(opendocument.text, ".odt"),
    "ods": Writer(opendocument.sheet, ".ods"),
    "rtf": Writer(rtf.rtf, ".rtf"),
    "xlsx": Writer(workbook.one_sheet, ".xlsx"),
}
