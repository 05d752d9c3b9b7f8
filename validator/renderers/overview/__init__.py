"""Many results in one overview."""
