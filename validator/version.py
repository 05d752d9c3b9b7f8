"""The version, known to what must not know the rest."""

__version__ = "0.1.0"
