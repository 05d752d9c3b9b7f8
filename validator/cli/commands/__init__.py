"""The commands, one module each, loaded when the command line names it."""
