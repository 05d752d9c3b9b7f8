"""Numbers quoted in the text, held against the cells they speak of."""
