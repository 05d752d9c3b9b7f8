"""PDF: notes as annotations on the page."""
