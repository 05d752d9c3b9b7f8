"""What the browser shows: pages, the part of one that tells results, their style and script."""
