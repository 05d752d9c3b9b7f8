"""How lines, excerpts, forms and paths are laid out; no sentence stands here."""
