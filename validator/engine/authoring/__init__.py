"""What the author of a pack asks: its examples, proofs of it, and what it notices of altered rules and cells."""
