"""How a hostile file is read without harm: a child process with limits."""
