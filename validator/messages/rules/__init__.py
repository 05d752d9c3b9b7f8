"""Sentences about rules: what they can see, what is proved of them, what is learned."""
