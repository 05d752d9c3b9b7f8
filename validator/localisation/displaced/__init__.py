"""Slips that move many numbers at once, undone and looked at before sets of cells are believed."""
