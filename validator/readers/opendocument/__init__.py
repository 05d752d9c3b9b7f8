"""OpenDocument texts, and the package that workbooks share."""
