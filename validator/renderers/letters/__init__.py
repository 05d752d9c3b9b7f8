"""Letters to the organs: what to correct, what to explain, by when."""
