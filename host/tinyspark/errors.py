"""The one kind of error that a user is meant to read."""


class UserError(Exception):
    """Something the user can mend: str() is the whole message, one or two lines.

    It says what happened, why, and what to do next; the command line prints it without a
    traceback and exits with status 1. Modules derive their own kinds where a caller tells
    them apart.
    """
