"""What the system, the installation and Python give or refuse, whatever is checked."""
