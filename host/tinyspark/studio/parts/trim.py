"""One take big: every axis in physical units over time, and two handles that say what to keep.

Knows how it is drawn (trim.js) and nothing of what becomes of the take.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from tinyspark.dataset.cuts import Span
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings

MOST_POINTS = 3000  # of one axis; longer takes are drawn as their least and greatest values
DECIMALS = {"g": 3, "dps": 1, "counts": 0}


class Trim(Element, component="trim.js"):
    """words: title of each unit, and what the handles and the picture are called."""

    def __init__(self, words: dict[str, str]) -> None:
        super().__init__()
        self._props.update(panels=[], length=0, rate=1, keep=[0, 0], parts=[], words=words)

    def show(self, take: Recording, settings: Settings, keep: Span, parts: Sequence[Span]) -> None:
        """Draw a take; keep: where the handles are; parts: bands that a split would make."""
        self._props["panels"] = panels(take.samples, settings)
        self._props["length"] = len(take.samples)
        self._props["rate"] = settings.rate
        self._props["parts"] = [list(part) for part in parts]
        self.keep(keep)

    def keep(self, span: Span) -> None:
        """Move the handles."""
        self._props["keep"] = list(span)
        self.update()

    def when_moved(self, handler: Callable[[Span], Any]) -> None:
        """Call handler with what is between the handles, whenever one was moved."""

        def moved(event: GenericEventArguments) -> Any:
            begin, end = (int(edge) for edge in event.args["keep"])
            length = int(self._props["length"])
            if 0 <= begin < end <= length:
                self._props["keep"] = [begin, end]
                return handler(Span(begin, end))
            return None

        self.on("keep", moved)


def panels(samples: np.ndarray, settings: Settings) -> list[dict[str, Any]]:
    """Return what to draw of counts [n, axes]: a panel a unit, with (name, values) of its axes."""
    values = settings.physical(samples)
    found = []
    for unit, decimals in DECIMALS.items():
        columns = settings.columns(unit)
        if columns:
            axes = [
                (settings.axes[column], thinned(values[:, column], MOST_POINTS, decimals))
                for column in columns
            ]
            found.append({"unit": unit, "axes": axes})
    return found


def thinned(values: np.ndarray, most: int, decimals: int) -> list[float]:
    """Return values, where there are too many the least and the greatest of each neighborhood."""
    if len(values) > most:
        parts = np.array_split(values, most // 2)
        values = np.array([edge for part in parts for edge in (part.min(), part.max())])
    return [round(value, decimals) for value in values.tolist()]
