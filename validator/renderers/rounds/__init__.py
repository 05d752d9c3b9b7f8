"""A round of reports, for the office that collects them: who has to do what, and what was told of whom."""
