"""What expressions, patterns and dates in a pack are written in."""
