"""Two versions of a report."""
