"""What is settled once for all runs, and the decisions that a run takes from it and from its options."""
