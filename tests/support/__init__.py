"""What several tests need: random reports, the formats they come in, and what must be found in them."""
