"""Pages look at plain state now and then and draw what has changed; nobody has to tell them."""

from collections.abc import Callable
from typing import Any, TypeVar

from nicegui import ui

EVERY = 0.2  # seconds

T = TypeVar("T")
_NOTHING: Any = object()


def on_change(
    look: Callable[[], T], draw: Callable[[T], object], every: float = EVERY
) -> ui.timer:
    """Call draw with what look returns, now and whenever that has changed."""
    last: Any = _NOTHING

    def compare() -> None:
        nonlocal last
        now = look()
        if last is _NOTHING or now != last:
            last = now
            draw(now)

    compare()
    return ui.timer(every, compare)
