"""How values travel: as typed data between processes and runs, as fields of CSV."""
