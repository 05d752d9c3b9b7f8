"""Many reports at once: their numbers as vectors, and all constraints in one sparse product."""
