"""Small datasets of made-up takes, for tests of training and scoring."""

from pathlib import Path

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU, PROXIMITY
from tinyspark.learning import front_end
from tinyspark.learning.front_end import Take

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = ROOT / "datasets" / "proximity-course"
SYNTHETIC = ROOT / "datasets" / "synthetic-gestures"


def gesture(label: str, generator: np.random.Generator) -> np.ndarray:
    """Return counts [n, 6] of one performance: a swing about one axis, or two, or stillness."""
    count = int(generator.integers(90, 140))
    time = np.arange(count) / count
    level = generator.normal(0, 300, 6) + [0, 0, 4096, 0, 0, 0]
    samples = level + generator.normal(0, 3, (count, 6))
    if label != "idle":
        axis = {"up": 0, "side": 1, "twist": 2}[label]
        swing = np.sin(2 * np.pi * time) * np.sin(np.pi * time) * generator.uniform(3000, 5000)
        samples[:, axis] += swing
        samples[:, 3 + axis] += np.gradient(swing) * 20
    return np.clip(np.round(samples), -32768, 32767).astype(np.int16)


def imu_dataset(
    folder: Path, labels: tuple[str, ...] = ("idle", "side", "up"), takes: int = 6
) -> Dataset:
    """Make takes of each label by each of two persons."""
    generator = np.random.default_rng(1)
    dataset = Dataset.create(folder, IMU)
    for number in range(takes * 2):
        for label in labels:
            subject = f"p{number % 2}"
            dataset.add(gesture(label, generator), label, subject=subject)
    return dataset


def proximity_dataset(folder: Path, rows: list[tuple[str, list[int]]]) -> Dataset:
    """Make proximity takes from labels and counts."""
    dataset = Dataset.create(folder, PROXIMITY)
    for label, counts in rows:
        dataset.add(np.array(counts)[:, None], label)
    return dataset


def made_takes(labels: tuple[str, ...], count: int = 4) -> list[Take]:
    """Make takes of each label, one label after the other, ready for training."""
    generator = np.random.default_rng(1)
    front = front_end.start(IMU.rate)
    takes = []
    for number, label in enumerate(labels):
        for _ in range(count):
            samples = gesture(label, generator)
            values = front_end.means(front_end.padded(samples, front), front.average)
            measure = front_end.movement(values, front.lag // front.average)
            takes.append(Take(values, measure, number))
    return takes
