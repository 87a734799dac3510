"""A small chart of one or several curves, drawn by the browser. Knows numbers and their names."""

from collections.abc import Sequence
from typing import Any

from nicegui.element import Element

Points = Sequence[tuple[float, float]]


class Curves(Element, component="curves.js"):
    """A chart. shares: values are shares of 1, written in percent; dots: mark every point."""

    def __init__(
        self, title: str, across: str, *, shares: bool = False, dots: bool = False
    ) -> None:
        super().__init__()
        self._props["title"] = title
        self._props["across"] = across
        self._props["shares"] = shares
        self._props["dots"] = dots
        self._props["drawn"] = {"now": [], "past": [], "most": 1}

    def show(self, now: Points, past: Sequence[Points] = (), most: float = 1) -> None:
        """Draw the curve `now`, paler ones behind it; most: where the axis to the right ends."""
        drawn = {"now": _rounded(now), "past": [_rounded(each) for each in past], "most": most}
        if drawn != self._props["drawn"]:
            self._props["drawn"] = drawn
            self.update()


def _rounded(points: Points) -> list[list[Any]]:
    return [[round(x, 3), round(y, 4)] for x, y in points]
