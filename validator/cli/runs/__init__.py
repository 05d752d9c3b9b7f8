"""From the options of a command to a run, and from its results to the output."""
