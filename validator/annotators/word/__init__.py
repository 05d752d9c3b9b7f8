"""Word documents and, as docx, old ones: notes as comments."""
