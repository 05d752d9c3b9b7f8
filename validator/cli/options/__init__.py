"""What can be said on the command line: options declared once, their groups, parsing, and what is said of a fault.

Options are fields of frozen values, one value for each group of the help (`groups`, made with `declaring`). A command
is a function of such values (`command`), on the public parts of typer. Modules for settings and sentences stand behind.
"""
