"""Whose report a document is, and of which year.

Titles, sentences, labels, the site and the name of the file are witnesses (`_witnesses`); names that mean the same
organ strengthen each other, and the best one counts (`identify`). What a title, a label and a name look like is data
of the pack.
"""
