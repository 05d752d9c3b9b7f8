"""What rules say of the text itself: words that should not be there, or should, or should be the same everywhere."""
