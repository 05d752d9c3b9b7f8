"""PDF files: characters and drawings out of the file."""
