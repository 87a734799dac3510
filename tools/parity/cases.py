"""Cases for all interpreters and their results, in files that each of them reads and writes fast.

A folder holds the models (0.tsm, 1.tsm, ...) and the files `windows` and `streams`, which are
rows of blocks, little-endian: number of a model, length, count (runner.BLOCK), then counts as
int16. A block of windows has `count` windows of `length` values for each axis, axis after axis; a
block of streams is one stream of `count` samples of six values, to be pushed `length` at a time.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gesturekit import model_format
from gesturekit.model_format import Model
from parity import runner

NEWS = [
    ("pushed", "<u4"),
    ("end", "<u4"),
    ("duration", "<u2"),
    ("active", "u1"),
    ("confidence", "u1"),
    ("best", "i1"),
    ("detection", "i1"),
]


@dataclass(frozen=True)
class Block:
    """Windows int16 [count, axes, length] for one model, or a stream [count, 6] and a length."""

    source: str
    model: int
    values: np.ndarray
    pushed: int = 0  # samples at once, of a stream

    @property
    def length(self) -> int:
        return self.pushed or self.values.shape[2]


@dataclass(frozen=True)
class Cases:
    """Everything that is computed in all ways."""

    models: Sequence[Model]
    windows: Sequence[Block]
    streams: Sequence[Block]

    def write(self, folder: Path) -> None:
        """Write the files that runner.py reads."""
        for number, model in enumerate(self.models):
            (folder / f"{number}.tsm").write_bytes(model_format.dump(model))
        for name, blocks in (("windows", self.windows), ("streams", self.streams)):
            with open(folder / name, "wb") as file:
                for block in blocks:
                    head = block.model, block.length, len(block.values)
                    file.write(struct.pack(runner.BLOCK, *head))
                    file.write(np.ascontiguousarray(block.values, dtype="<i2").tobytes())

    def results(self, data: bytes) -> Iterator[np.ndarray]:
        """Yield the results of each block of windows, as records."""
        at = 0
        for block in self.windows:
            record = of_window(self.models[block.model])
            yield np.frombuffer(data, record, len(block.values), at)
            at += record.itemsize * len(block.values)

    def news(self, data: bytes) -> Iterator[np.ndarray]:
        """Yield the news of each stream, as records."""
        at = 0
        for block in self.streams:
            (size,) = struct.unpack_from("<I", data, at)
            record = of_news(self.models[block.model])
            yield np.frombuffer(data, record, size // record.itemsize, at + 4)
            at += 4 + size


def of_window(model: Model) -> np.dtype:
    """Return the record that a window's result is."""
    labels = (len(model.labels),)
    return np.dtype(
        [
            ("features", "<i2", (len(model.centers),)),
            ("sums", "<i4", labels),
            ("confidences", "u1", labels),
            ("best", "u1"),
            ("detection", "i1"),
        ]
    )


def of_news(model: Model) -> np.dtype:
    """Return the record that one piece of a stream's news is."""
    return np.dtype([*NEWS, ("confidences", "u1", (len(model.labels),))])
