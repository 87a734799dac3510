"""An error in words for people; one that nobody foresaw goes to the terminal, too. No page."""

import logging

from gesturekit.errors import KitError
from tinyspark.errors import UserError
from tinyspark.studio.texts import Frame, Here

_LOG = logging.getLogger("tinyspark.studio")


def in_words(error: BaseException) -> str:
    """Return what to tell people."""
    if isinstance(error, UserError | KitError):
        return here(str(error))
    keep(error)
    return Frame.UNEXPECTED.format(error=type(error).__name__)


def here(told: str) -> str:
    """Return what the functions of the commands say in the words of a page."""
    for there, words in Here.WORDS.items():
        told = told.replace(there, words)
    return told


def keep(error: BaseException) -> None:
    """Write the whole error for whoever looks at the terminal."""
    _LOG.error("%r", error, exc_info=error)
