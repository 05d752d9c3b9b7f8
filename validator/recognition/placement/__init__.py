"""Numbers that have lost their columns: the ways to place them, and those that violate the fewest relations."""
