"""How a page says what went wrong: in plain words, as text, never as markup."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from nicegui import ui

from tinyspark.studio.texts import Frame
from tinyspark.studio.wording import in_words

_MS = 20_000  # old errors would pile up over the buttons


def trouble(error: BaseException) -> None:
    """Show an error long enough to read it twice."""
    ui.notify(
        in_words(error), type="negative", timeout=_MS, close_button=Frame.CLOSE, multi_line=True
    )


def note(text: str) -> None:
    """Say for a moment that something is done."""
    ui.notify(text, type="positive")


@contextmanager
def at_work(text: str) -> Iterator[None]:
    """Say that something goes on, as long as it does."""
    with ui.context.client.content, ui.row().classes("at-work").props("role=status") as words:
        ui.spinner(size="1.5rem")
        ui.label(text)
    try:
        yield
    finally:
        if not words.is_deleted:  # with its page
            words.delete()


def told(handler: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[None]]:
    """Make an async handler of events one whose errors are shown on the page.

    A page that has been closed meanwhile needs no answer, and what would draw on it fails.
    """

    @wraps(handler)
    async def careful(*arguments: Any, **named: Any) -> None:
        try:
            await handler(*arguments, **named)
        except Exception as error:
            if _is_open():
                trouble(error)

    return careful


def _is_open() -> bool:
    """Whether the page that this goes on for is still there."""
    try:
        return not ui.context.client.is_deleted
    except RuntimeError:  # nothing of it is left
        return False
