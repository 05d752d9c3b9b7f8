"""Whole numbers between bounds, in exact arithmetic, and conditions as lines of them."""
