"""Workbooks and, as xlsx, old ones: notes as comments of cells."""
