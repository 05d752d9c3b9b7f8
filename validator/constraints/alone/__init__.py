"""One report by itself, in numbers of Python: it is judged sooner than numpy is loaded."""
