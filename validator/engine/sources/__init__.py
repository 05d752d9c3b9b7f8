"""Which inputs a run means: files, folders, archives, addresses."""
