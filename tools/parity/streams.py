"""Whole streams for a classifier: recordings in a row with stillness between, and made-up motion.

What is pushed are all six values of the motion sensor, as many at once as a board reads.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from gesturekit.model_format import Model
from gesturekit.sample import AXES
from parity.cases import Block
from parity.material import Material
from tinyspark.learning import front_end

PUSHED = (8, 26, 104, 1)  # samples at once
MOST = 1 << 14  # samples of one stream


def of_recordings(number: int, model: Model, material: Material) -> Iterator[Block]:
    """Yield all recordings one after the other, in streams of a few minutes."""
    row = np.concatenate([front_end.padded(each, model) for each in material.recordings])
    columns = [AXES["imu"].index(axis) for axis in material.settings.axes]
    samples = np.zeros((len(row), 6), dtype=np.int16)
    samples[:, columns] = row
    for part, start in enumerate(range(0, len(samples), MOST)):
        some = samples[start : start + MOST]
        yield Block(f"{material.name}: streams", number, some, PUSHED[part % len(PUSHED)])


def by_chance(models: Sequence[Model], seed: int) -> Iterator[Block]:
    """Yield for each model a stream of stillness and motion of all strengths."""
    generator = np.random.default_rng(seed)
    for number, model in enumerate(models):
        if model.trigger == "stream":
            parts = []
            for _ in range(12):
                still = generator.integers(-3, 4, (int(generator.integers(20, 90)), 6))
                moving = 1 << int(generator.integers(1, 16))
                length = int(generator.integers(5, 300))
                level = generator.integers(-4000, 4000, 6)
                parts += [still + level, generator.integers(-moving, moving, (length, 6)) + level]
            samples = np.clip(np.concatenate(parts), -32768, 32767)
            yield Block("streams by chance", number, samples, PUSHED[number % len(PUSHED)])
