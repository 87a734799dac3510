"""A take as a small picture: a few points of every axis, one letter a point.

Pure: numbers in, texts out. parts/gallery.js draws them.
"""

import numpy as np

from tinyspark.dataset.settings import Settings

POINTS = 40
LEVELS = 56  # heights; the letters for them begin with "#", so that no sign needs a backslash
FIRST = ord("#")
LEAST = {"g": 1.2, "dps": 120.0, "counts": 64.0}  # a still take must look still


def thumbnail(samples: np.ndarray, settings: Settings) -> list[tuple[str, str]]:
    """Return (axis, points) of each axis of counts [n, axes]: from the first sample to the last.

    Axes of one unit have one scale: from minus to plus the greatest value, proximity from 0.
    """
    values = settings.physical(samples)
    at = np.linspace(0, max(0, len(values) - 1), min(POINTS, len(values)))
    places = np.arange(len(values))
    found = {}
    for unit, least in LEAST.items():
        columns = settings.columns(unit)
        if not columns:
            continue
        most = max(least, float(np.abs(values[:, columns]).max()))
        for column in columns:
            share = np.interp(at, places, values[:, column]) / most
            share = share if unit == "counts" else (share + 1) / 2
            found[column] = np.rint(share * (LEVELS - 1)).astype(int)
    return [
        (settings.axes[column], "".join(chr(FIRST + level) for level in levels))
        for column, levels in sorted(found.items())
    ]
