"""Characters out of the picture of a cell or a line."""
