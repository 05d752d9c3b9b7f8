"""Formats that other programs of a development platform read."""
