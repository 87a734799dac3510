"""A slider from 0 to 100 that can lie over a bar. Knows no thresholds."""

from collections.abc import Callable

from nicegui.element import Element
from nicegui.events import GenericEventArguments

SENT_EVERY = 0.1  # seconds between two values while it is dragged


class Handle(Element, component="handle.js"):
    """on_move is handed each new level, 0..100, that somebody chooses."""

    def __init__(self, level: int, on_move: Callable[[int], object]) -> None:
        super().__init__()
        self._props["level"] = level

        def moved(event: GenericEventArguments) -> None:
            on_move(min(100, max(0, int(event.args))))

        self.on("moved", moved, throttle=SENT_EVERY)

    def show(self, level: int) -> None:
        """Move it."""
        self._props["level"] = level
        self.update()
