"""How values travel: as typed data between processes, as pickled values of known classes, as fields of CSV."""
