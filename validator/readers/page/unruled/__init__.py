"""Tables that no lines are drawn around: columns by gaps."""
