"""Takes of a hand before the proximity sensor, made from its distance; made for tests.

Counts fall with the square of the distance, above an idle level that light and table make; the
board lies still, or shakes, with the noise of its sensors.
"""

from pathlib import Path

import numpy as np

from gesturekit.sample import PROXIMITY_MAX
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import BOTH

RATE = BOTH.rate
SECONDS = 2.5
FAR = 30.0  # cm: nothing is seen
AT_2_CM = 1000.0  # counts
LABELS = ("come", "double", "go", "idle", "swipe")
SHAKE = "shake"  # of the board, without a hand
HELD = 3.0  # cm: where a hand that came stays
LIGHTS = {"bench": 12, "window": 140}  # session: idle level


def take(label: str, generator: np.random.Generator, level: int = 20) -> np.ndarray:
    """Return counts int16 [n, 7] of one gesture; level: idle, in counts."""
    count = round(SECONDS * RATE)
    seconds = np.arange(count) / RATE
    distance = _distance(label, seconds, generator)
    near = level + AT_2_CM * (2.0 / distance) ** 2 + generator.normal(0, 1.5, count)
    rows = np.array([0, 0, 4098, 0, 0, 0]) + generator.normal(0, (4, 4, 4, 1, 1, 1), (count, 6))
    if label == SHAKE:
        begin = generator.uniform(0.5, 0.8)
        swing = np.sin(2 * np.pi * generator.uniform(2.5, 3.5) * (seconds - begin))
        rows[:, 0] += 4000 * swing * ((seconds > begin) & (seconds < begin + 1))
    rows = np.column_stack([rows, np.clip(near, 0, PROXIMITY_MAX)])
    return np.round(rows).astype(np.int16)


def dataset(
    folder: Path,
    takes: int,
    labels: tuple[str, ...] = LABELS,
    sessions: tuple[str, ...] = ("bench", "window"),
) -> Dataset:
    """Make a dataset of this many takes a label, in these sessions by turns."""
    made = Dataset.create(folder, BOTH)
    generator = np.random.default_rng(1)
    for number in range(takes):
        session = sessions[number % len(sessions)]
        for label in labels:
            made.add(take(label, generator, LIGHTS[session]), label, session=session)
    return made


def _distance(label: str, seconds: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Return the hand's distance in cm."""
    begin = generator.uniform(0.6, 0.9)
    near = generator.uniform(2.3, 4.0)
    if label in ("swipe", "double"):
        length, pause = generator.uniform(0.28, 0.4), generator.uniform(0.08, 0.15)
        passes = [_pass(seconds, begin, length)]
        if label == "double":
            passes.append(_pass(seconds, begin + length + pause, length))
        return FAR - (FAR - near) * np.sum(passes, axis=0)
    if label in ("come", "go"):
        share = np.clip((seconds - begin) / generator.uniform(0.35, 0.6), 0, 1)
        share = share * share * (3 - 2 * share)
        return FAR - (FAR - HELD) * (share if label == "come" else 1 - share)
    return np.full(len(seconds), FAR)


def _pass(seconds: np.ndarray, begin: float, length: float) -> np.ndarray:
    """Return how much of the way to the sensor a passing hand has made: 0, up to 1, and 0."""
    phase = np.clip((seconds - begin) / length, 0, 1)
    return np.sin(np.pi * phase)
