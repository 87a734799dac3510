"""Results of one way beside those of the reference: how many differ, in what, and the first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from parity.cases import Block


@dataclass
class Differences:
    """windows and streams that differ, by source; numbers of each kind that differ; the first."""

    by_source: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    first: str = ""

    @property
    def total(self) -> int:
        return self.by_source.total()

    def windows(
        self, blocks: Sequence[Block], right: Iterator[np.ndarray], tried: Iterator[np.ndarray]
    ) -> None:
        """Compare the results of all windows."""
        for block, expected, got in zip(blocks, right, tried, strict=True):
            if expected.tobytes() != got.tobytes():
                differs = np.array([a.tobytes() != b.tobytes() for a, b in _pairs(expected, got)])
                self.by_source[block.source] += int(differs.sum())
                self._count(expected, got)
                self._tell(block, expected, got, int(differs.argmax()))

    def streams(
        self, blocks: Sequence[Block], right: Iterator[np.ndarray], tried: Iterator[np.ndarray]
    ) -> None:
        """Compare the news of all streams."""
        for block, expected, got in zip(blocks, right, tried, strict=True):
            if expected.tobytes() != got.tobytes():
                self.by_source[block.source] += 1
                shared = min(len(expected), len(got))
                self.by_kind["news"] += abs(len(expected) - len(got))
                self._count(expected[:shared], got[:shared])
                differs = [a.tobytes() != b.tobytes() for a, b in _pairs(expected, got)]
                self._tell(block, expected, got, (*differs, True).index(True))

    def _count(self, expected: np.ndarray, got: np.ndarray) -> None:
        for kind in expected.dtype.names or ():
            self.by_kind[kind] += int((expected[kind] != got[kind]).sum())

    def _tell(self, block: Block, expected: np.ndarray, got: np.ndarray, at: int) -> None:
        """Keep where the first difference is, and both numbers."""
        if self.first:
            return
        where = f"{block.source}, model {block.model}, values {block.values.shape}, number {at}"
        if at >= min(len(expected), len(got)):
            self.first = f"{where}: {len(expected)} expected, {len(got)} came"
            return
        kinds = expected.dtype.names or ()
        kind = next(kind for kind in kinds if (expected[kind][at] != got[kind][at]).any())
        right, wrong = (np.atleast_1d(each[kind][at]) for each in (expected, got))
        place = int((right != wrong).argmax())
        self.first = f"{where}: {kind}[{place}] is {wrong[place]}, not {right[place]}"


def _pairs(expected: np.ndarray, got: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    return zip(expected, got, strict=False)
