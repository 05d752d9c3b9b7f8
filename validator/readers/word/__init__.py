"""Word documents, in two ways; old ones through a converter."""
