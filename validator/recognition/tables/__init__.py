"""One official table: its labels, rows, columns and cells, and what is damaged in it."""
