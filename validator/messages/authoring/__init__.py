"""What whoever writes rules is told: what the keys of a pack mean, and the skeleton of a pack."""
