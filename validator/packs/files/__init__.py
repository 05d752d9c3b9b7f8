"""The YAML files of a pack, one kind a module, all faults of a file at once."""
