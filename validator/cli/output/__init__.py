"""Where the output goes: streams, files, folders, copies, and what the name of a file says of its format."""
