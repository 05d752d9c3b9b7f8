"""Web pages, in two ways."""
