"""Relations that are more than sums compared: the rows of the matrix do not say whether they hold."""
