"""Blank official forms to be filled in."""
