"""The one kind of error that a user is meant to read."""

from tinyspark.terminal.screen import printable


class UserError(Exception):
    """Something the user can mend: str() is the whole message, one or two lines.

    It says what happened, why, and what to do next; the command line prints it without a
    traceback and exits with status 1. Modules derive their own kinds where a caller tells
    them apart. Names from files and boards may stand in it: a terminal obeys none of it.
    """

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))
