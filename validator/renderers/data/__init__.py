"""Formats for programs and researchers: JSON, lines, CSV, Parquet."""
