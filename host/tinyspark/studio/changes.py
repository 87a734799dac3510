"""Pages look at plain state now and then and draw what has changed; nobody has to tell them."""

from collections.abc import Callable
from typing import Any, TypeVar

from nicegui import ui

from tinyspark.studio import saying

EVERY = 0.2  # seconds

T = TypeVar("T")
_NOTHING: Any = object()


def on_change(
    look: Callable[[], T], draw: Callable[[T], object], every: float = EVERY
) -> ui.timer:
    """Call draw with what look returns, now and whenever that has changed.

    An error of later is shown on the page, once for as long as it stays the same.
    """
    last: Any = _NOTHING
    told = ""

    def compare() -> None:
        nonlocal last
        now = look()
        if last is _NOTHING or now != last:
            last = now
            draw(now)

    def compare_again() -> None:
        nonlocal told
        try:
            compare()
            told = ""
        except Exception as error:
            if told != repr(error):
                told = repr(error)
                saying.trouble(error)

    compare()
    return ui.timer(every, compare_again)
