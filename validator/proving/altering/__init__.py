"""Rules altered in one place each."""
