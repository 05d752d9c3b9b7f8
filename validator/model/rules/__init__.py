"""What rules are made of: the rule itself, its relations and conditions, the wordings and rules of the text."""
