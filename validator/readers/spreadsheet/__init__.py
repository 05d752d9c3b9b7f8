"""Workbooks of three formats, and flat exports."""
