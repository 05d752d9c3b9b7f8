"""Everything that is said of findings and cells, once for all formats."""
