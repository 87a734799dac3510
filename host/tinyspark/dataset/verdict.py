"""What is wrong with a take, in plain words, so that it can be done again at once.

Judges the numbers of one take alone; compares no takes and knows no files.
"""

from collections.abc import Sequence

import numpy as np

from gesturekit.sample import COUNT_MAX, COUNT_MIN, PROXIMITY_MAX, PROXIMITY_TAKE
from tinyspark.dataset.naming import IDLE_LABELS, REST_LABELS
from tinyspark.dataset.settings import PROXIMITY, Settings
from tinyspark.terminal.screen import counted

MIN_SECONDS = 0.25
BLOCK_SECONDS = 0.1  # a take is looked at in blocks of this length
MOVING_G = 0.08  # standard deviation within a block: well above a hand's tremor (0.02)
MOVING_DPS = 40.0  # root mean square within a block
MOVING_COUNTS = 16  # proximity: from its least to its greatest within a block
STILL_G = 0.15  # a slow movement changes an axis by more than this over the take
REST_SHARE = 0.2  # a movement fills a take when less of it than this is rest
CUT_SHARE = 0.4  # of its liveliest block; what moves less at an end is not cut there
TIGHT_SHARE = 1 / 3  # of a dataset's takes: when more are cut off, the source cuts tightly
TIGHT_TAKES = 10  # fewer takes do not show a habit
FLAT_COUNTS = 8  # proximity changes less than this with nothing near
LOST = "were lost"
CUT_OFF = "cut off"
CUT_TIGHTLY = "cut off: fine for training where a source cuts tightly; record your own takes again"
DUPLICATE = "duplicate"
UNLIKE = "unlike its label"
# Kinds that the samples show; others are known only when a take is made.
SEEN = (
    *("clipped", "too short", "frozen", "too still", "saturated", "flat"),
    *(CUT_OFF, DUPLICATE, UNLIKE),
)


def judge(samples: np.ndarray, settings: Settings, missing: int = 0, label: str = "") -> list[str]:
    """Return the problems of a take of counts [n, axes]; an empty list means it is good.

    missing: samples lost on the way. Takes of no gesture may begin and end in movement, and
    those labelled idle, or the like, may be still.
    """
    problems = [f"{missing} samples {LOST}"] if missing else []
    if not settings.continuous:
        return problems + _proximity(samples)
    problems += _clipped(samples, settings)
    if len(samples) < MIN_SECONDS * settings.rate:
        return [*problems, f"too short: {len(samples) / settings.rate:.2f} s"]
    still = len(samples) > 1 and bool((samples == samples[0]).all())
    if still and settings.axes != PROXIMITY.axes:  # which may be 0 all the time
        return [*problems, "frozen: the sensor's numbers never change"]
    if label.casefold() in IDLE_LABELS:
        return problems
    found = _movement(samples, settings)
    if label.casefold() in REST_LABELS:
        found = [text for text in found if kind_of(text) != CUT_OFF]
    return problems + found


def _proximity(samples: np.ndarray) -> list[str]:
    if len(samples) < PROXIMITY_TAKE:
        return [f"too short: {len(samples)} of {PROXIMITY_TAKE} samples"]
    if saturated := _saturated(samples):
        return saturated
    if np.ptp(samples) < FLAT_COUNTS:
        return ["flat: nothing moved before the sensor"]
    return []


def _saturated(samples: np.ndarray) -> list[str]:
    if 2 * np.count_nonzero(samples >= PROXIMITY_MAX) > samples.size > 0:
        return ["saturated: the hand was too close most of the time"]
    return []


def _clipped(samples: np.ndarray, settings: Settings) -> list[str]:
    """Name the axes that hit the end of the sensor's range."""
    at_limit = ((samples <= COUNT_MIN) | (samples >= COUNT_MAX)).sum(axis=0)
    return [
        f"clipped: {axis} is at the end of its range in {counted(count, 'sample')}"
        for axis, count in zip(settings.axes, at_limit, strict=True)
        if count
    ] + _saturated(samples[:, settings.columns("counts")])


def _movement(samples: np.ndarray, settings: Settings) -> list[str]:
    """Tell stillness and a movement that the take's start or end cuts."""
    lively = liveliness(samples, settings)
    moving = lively > 1
    accel = settings.physical(samples)[:, settings.columns("g")]
    near = samples[:, settings.columns("counts")]
    slow = accel.size > 0 and np.ptp(accel, axis=0).max() > STILL_G
    slow |= near.size > 0 and np.ptp(near) > 2 * MOVING_COUNTS
    if not moving.any():
        return [] if slow else ["too still: no movement"]
    if moving.mean() > 1 - REST_SHARE:  # it fills the take, as a repeated movement does
        return []
    cut = moving & (lively > CUT_SHARE * lively.max())
    ends = (("start", cut[0]), ("end", cut[-1]))
    return [f"{CUT_OFF}: it moves at the very {end}" for end, is_cut in ends if is_cut]


def liveliness(samples: np.ndarray, settings: Settings) -> np.ndarray:
    """Return how much moves in each block of 0.1 s, [blocks]: above 1 it is a movement."""
    size = max(2, round(BLOCK_SECONDS * settings.rate))
    count = max(1, len(samples) // size)
    values = settings.physical(samples)
    blocks = np.array_split(values, count)
    accel, gyro, near = (settings.columns(unit) for unit in ("g", "dps", "counts"))
    shaking = [np.linalg.norm(block[:, accel].std(axis=0)) / MOVING_G for block in blocks]
    turning = [
        np.sqrt((block[:, gyro] ** 2).sum(axis=1).mean()) / MOVING_DPS if gyro else 0.0
        for block in blocks
    ]
    coming = [np.ptp(block[:, near]) / MOVING_COUNTS if near else 0.0 for block in blocks]
    return np.maximum(np.maximum(shaking, turning), coming)


def kind_of(problem: str) -> str:
    """Return the kind of a problem: what stands before its details."""
    return "lost samples" if problem.endswith(LOST) else problem.partition(":")[0]


def remembered(verdict: str) -> list[str]:
    """Return what a take's stored verdict tells and its samples do not show."""
    return [text for text in verdict.split("; ") if text and kind_of(text) not in SEEN]


def fair(verdicts: Sequence[list[str]], stored: Sequence[str]) -> list[list[str]]:
    """Return the problems of each take; what is its source's habit is held against no take.

    Where many takes are cut off, their source cuts tightly, and they are fine for training.
    stored: the verdict that each take got when it was made: what it says holds.
    """
    uncut = [[text for text in each if kind_of(text) != CUT_OFF] for each in verdicts]
    cut = sum(len(rest) < len(each) for rest, each in zip(uncut, verdicts, strict=True))
    tight = len(verdicts) >= TIGHT_TAKES and cut > TIGHT_SHARE * len(verdicts)
    if not tight:
        return list(verdicts)
    told = [CUT_OFF in map(kind_of, text.split("; ")) for text in stored]
    return [all_ if yes else rest for all_, rest, yes in zip(verdicts, uncut, told, strict=True)]
