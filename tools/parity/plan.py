"""Which windows and streams are computed: of every source its share, for the models that fit."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from gesturekit.model_format import Model
from parity import material, networks, streams, windows
from parity.cases import Block, Cases
from parity.material import Material

SEED = 1
MOTION, TAKES = 36, 24  # models with random networks
PER_EXTREMES = 2000  # windows; for each so many, one more model sees the extremes
SAMPLES = 15  # of streams for each window, at most


def cases(count: int, data: Path | None) -> Cases:
    """Return `count` windows, at least one block of each kind, and streams in proportion.

    The same every time. data: a folder of other people's recordings.
    """
    found = list(material.all_there_is(data))
    generator = np.random.default_rng(SEED)
    models = [each.model for each in found]
    models += networks.motion(generator, MOTION)
    models += networks.takes(generator, TAKES)
    streaming = list(_streams(models, found))
    thinned = streaming[:: 1 + size(streaming) // (SAMPLES * count)]
    return Cases(models, _windows(count, models, found), thinned)


def size(blocks: Sequence[Block]) -> int:
    """Return how many windows, or samples of streams, the blocks have."""
    return sum(len(block.values) for block in blocks)


def _windows(count: int, models: Sequence[Model], found: Sequence[Material]) -> list[Block]:
    drawn = windows.Drawn(models, SEED)
    blocks = list(drawn.extremes(1 + count // PER_EXTREMES))
    for number, each in enumerate(found):
        blocks += windows.cut(number, each.model, each)
    left = max(0, count - size(blocks))
    moving = [each for each in found if each.settings.sensor == "imu"]
    for each in moving:
        blocks += drawn.anywhere(each, each.model, left * 3 // 4 // len(moving))
    blocks += drawn.takes(left // 16)
    blocks += drawn.chance(count - size(blocks))
    return blocks


def _streams(models: Sequence[Model], found: Sequence[Material]) -> Iterator[Block]:
    for number, each in enumerate(found):
        if each.settings.sensor == "imu":
            yield from streams.of_recordings(number, each.model, each)
    yield from streams.by_chance(models, SEED)
