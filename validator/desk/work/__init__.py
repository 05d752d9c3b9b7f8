"""What is done with files that came: checked by the engine, request beside request, and kept for a while."""
