"""Whole numbers: which satisfy small systems of equations and inequalities, exactly, within a number of steps."""
