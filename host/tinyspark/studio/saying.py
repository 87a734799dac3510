"""How a page says what went wrong: in plain words, as text, never as markup."""

import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from nicegui import ui

from gesturekit.errors import KitError
from tinyspark.errors import UserError
from tinyspark.studio.texts import Frame

_LOG = logging.getLogger("tinyspark.studio")
_MS = 20_000  # old errors would pile up over the buttons


def words(error: BaseException) -> str:
    """Return an error in words for people; an unexpected one goes to the terminal, too."""
    if isinstance(error, UserError | KitError):
        return str(error)
    unexpected(error)
    return Frame.UNEXPECTED.format(error=type(error).__name__)


def trouble(error: BaseException) -> None:
    """Show an error long enough to read it twice."""
    text = words(error)
    ui.notify(text, type="negative", timeout=_MS, close_button=Frame.CLOSE, multi_line=True)


def note(text: str) -> None:
    """Say for a moment that something is done."""
    ui.notify(text, type="positive")


def told(handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[None]]:
    """Make an async handler of events one whose errors are shown on the page."""

    @wraps(handler)
    async def careful(*arguments: Any, **named: Any) -> None:
        try:
            await handler(*arguments, **named)
        except Exception as error:
            trouble(error)

    return careful


def unexpected(error: BaseException) -> None:
    """Keep what no handler has shown for whoever looks at the terminal."""
    _LOG.error("%r", error, exc_info=error)
