"""Web pages: notes beside the cells."""
