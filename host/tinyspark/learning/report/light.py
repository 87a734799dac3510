"""How light shows in proximity takes: the idle level, the strongest reading, by session.

Sunlight and bright lamps raise what the sensor reads with nothing before it, and a table or a
sleeve near it does the same. Says what was recorded; what a model makes of it, scores tell.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gesturekit.sample import AXES, PROXIMITY_MAX
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning.augment import LIGHT

IDLE_SHARE = 0.1  # of the readings of a take lie below its idle level, at least


def light(recordings: Sequence[Recording], settings: Settings) -> dict[str, Any] | None:
    """Return what the report says about light; None without proximity or without takes.

    idle, strongest: {least, median, most} over the takes, counts; sessions: a list of {session,
    takes, idle, strongest}, medians; saturated: share of takes that reach the end of the range;
    varies: whether the idle level varies more than training varies it by itself, None for takes
    at a button, which show the hand alone; text: a sentence.
    """
    near = [settings.axes.index(axis) for axis in AXES["proximity"] if axis in settings.axes]
    if not near or not recordings:
        return None
    counts = [recording.samples[:, near[0]] for recording in recordings]
    idle = np.array([np.quantile(each, IDLE_SHARE, method="lower") for each in counts])
    strongest = np.array([each.max() for each in counts])
    names = [recording.session for recording in recordings]
    varies = bool(np.ptp(idle) > LIGHT) if settings.continuous else None
    return {
        "idle": _extent(idle),
        "strongest": _extent(strongest),
        "sessions": [_session(name, names, idle, strongest) for name in sorted(set(names))],
        "saturated": float((strongest >= PROXIMITY_MAX).mean()),
        "varies": varies,
        "text": _text(varies, int(idle.min()), int(idle.max())),
    }


def _extent(values: np.ndarray) -> dict[str, int]:
    return {"least": int(values.min()), "median": _median(values), "most": int(values.max())}


def _session(
    name: str, names: list[str], idle: np.ndarray, strongest: np.ndarray
) -> dict[str, Any]:
    own = np.array([each == name for each in names])
    return {
        "session": name,
        "takes": int(own.sum()),
        "idle": _median(idle[own]),
        "strongest": _median(strongest[own]),
    }


def _median(values: np.ndarray) -> int:
    return round(float(np.median(values)))


def _text(varies: bool | None, least: int, most: int) -> str:
    if varies is None:
        return (
            "Takes at a button show the hand and not the idle level, which sunlight raises: "
            "record in the light in which the board will be used."
        )
    if varies:
        return (
            f"With nothing before it the sensor read {least} to {most} counts: the takes were "
            "recorded in several lights, which helps a model to hold in yet another."
        )
    return (
        f"With nothing before it the sensor read {least} to {most} counts, hardly any difference: "
        "sunlight raises this level, so record some takes in other light too, such as at a "
        "window and in the evening."
    )
