"""A plot of samples that runs on its own: it is fed from a tape, and drawn at the browser's pace.

Numbers go over as they are, 16 bits each; what they mean is told once. Knows no board.
"""

import base64
from typing import Any

import numpy as np
from nicegui import ui
from nicegui.element import Element

from tinyspark.dataset.settings import Settings
from tinyspark.studio.tape import BREAK, GAP, TAKE, Tape
from tinyspark.studio.texts import Trace as Texts

EVERY = 0.05  # seconds between two feedings
SECONDS = 8.0  # that are seen at once
STREAMED = 20  # proximity samples that a streaming board sends a second
_SCALES = {"g": (1, 2, 4, 8, 16), "dps": (125, 250, 500, 1000, 2500), "counts": (256, 1024)}
_NAMES = {"g": Texts.ACCEL, "dps": Texts.GYRO, "counts": Texts.PROXIMITY}
_LEAST = 32  # kept at least, however few of them come a second


class Trace(Element, component="trace.js"):
    """Axes over time, in groups of one unit; still unless it follows a tape."""

    def __init__(self) -> None:
        super().__init__()
        self._props["still"] = True
        self._props["words"] = {
            "gap": Texts.GAP,
            "take": Texts.TAKE,
            "plot": Texts.PLOT,
            "gaps": Texts.GAPS,
            "empty": Texts.EMPTY,
        }
        self._props["flags"] = {"gap": GAP, "break": BREAK, "take": TAKE}

    def picture(self, samples: np.ndarray, settings: Settings) -> None:
        """Show counts int16 [n, axes], all of them and nothing else."""
        self._props["meaning"] = meaning(settings, settings.rate, max(1, len(samples)))
        self._props["data"] = packed(samples, np.zeros(len(samples), np.uint8))
        self.update()

    def follow(self, tape: Tape) -> ui.timer:
        """Show what is on a tape, and all that comes."""
        self._props["still"] = False
        known: Settings | None = None
        seen = 0

        def feed() -> None:
            nonlocal known, seen
            strip = tape.since(seen)
            if strip.settings is not None and strip.settings != known:
                known, rate = strip.settings, _rate(strip.settings)
                length = max(_LEAST, round(rate * SECONDS))
                self._props["meaning"] = meaning(known, rate, length)
                self.update()
                strip = tape.since(strip.total - length)
            seen = strip.total
            if len(strip.samples):
                self.run_method("push", packed(strip.samples, strip.flags), strip.first)

        return ui.timer(EVERY, feed)


def packed(samples: np.ndarray, flags: np.ndarray) -> str:
    """Return rows of counts and their flags as base64 of little-endian 16-bit numbers."""
    rows = np.column_stack([samples, flags.astype(np.int16)]).astype("<i2")
    return base64.b64encode(rows.tobytes()).decode()


def meaning(settings: Settings, rate: float, length: int) -> dict[str, Any]:
    """Return what the component has to know of the numbers; length: samples seen at once."""
    groups = []
    for unit in ("g", "dps", "counts"):
        places = settings.columns(unit)
        if places:
            each = [{"place": place, "name": _short(settings.axes[place])} for place in places]
            per_count = settings.unit(settings.axes[places[0]])[1]
            groups.append(
                {
                    "title": _NAMES[unit],
                    "unit": Texts.UNITS[unit],
                    "axes": each,
                    "perCount": per_count,
                    "scales": _SCALES[unit],
                    "signed": unit != "counts",
                }
            )
    return {"groups": groups, "width": len(settings.axes), "rate": rate, "length": length}


def _rate(settings: Settings) -> int:
    return settings.rate if settings.continuous else STREAMED


def _short(axis: str) -> str:
    """x, y or z of an axis; proximity has no such name."""
    return axis[1:] if len(axis) == 2 else axis
