"""Packs and patterns as an earlier command compiled them: nothing depends on a copy but time."""
