"""One module a command: EXAMPLE, add_arguments(parser), run(options) -> exit status or None.

A command reads its arguments, calls the library and prints; only these modules print.
Data goes to stdout, messages and progress to stderr.
"""
