"""How the classes of this package are made, which is what a short command takes its time for."""
