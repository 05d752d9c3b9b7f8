"""What all readers build: paragraphs and grids, in the order of the text."""
