"""A page of characters and lines with their boxes, from a PDF or a scan, becomes paragraphs and grids."""
