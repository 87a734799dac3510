"""A part of a page whose content takes a moment to read: it is read outside the event loop."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from nicegui import ui

from tinyspark.studio.changes import EVERY
from tinyspark.studio.parts.facts import said_line
from tinyspark.studio.wording import in_words

T = TypeVar("T")
R = TypeVar("R")
_NEVER: object = object()


def keep_read(
    place: ui.element,
    look: Callable[[], T],
    read: Callable[[T], R],
    draw: Callable[[R], object],
    every: float = EVERY,
) -> None:
    """Keep in place what draw makes of read(look()), anew whenever look() returns another value.

    One reading after the other, so that the newest stays. What goes wrong is told in the place.
    """
    last: object = _NEVER

    async def compare() -> None:
        nonlocal last
        now = look()
        if now == last:
            return
        last = now
        try:
            found = await asyncio.to_thread(read, now)
            _draw(place, lambda: draw(found))
        except Exception as error:
            words = in_words(error)
            _draw(place, lambda: said_line("error", "bad", words))

    ui.timer(every, compare)


def _draw(place: ui.element, draw: Callable[[], object]) -> None:
    place.clear()
    with place:
        draw()
