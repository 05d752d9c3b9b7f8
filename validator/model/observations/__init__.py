"""What is noticed beside the relations: the table of its kinds, and the facts that each carries."""
