"""Which takes are copies of others: the same samples, or a cut, shifted or converted copy.

Candidates are cheap to find: takes that share runs of samples, and takes that are as good as equal
around their liveliest moment. One is then laid over the other and compared sample by sample.
Knows no labels; of two copies, the later one is the duplicate.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from tinyspark.learning.feature_twin import movement

Candidates = Iterator[tuple[int, int]]  # place of an earlier take, shift in samples

ALIKE = 0.1  # of the movement may differ; two performances of a gesture differ by 0.19 or more
OVERLAP = 0.8  # of the shorter take, at least
LEAST = 16  # samples; shorter takes may be alike by chance, only equal ones are copies
SLACK = 2  # samples by which a shift may be off
RUN = 4  # samples that make a mark
ONE_IN = 8  # runs is a mark, the same ones in each copy
SHARED = 3  # marks at one shift make a candidate
CROWD = 8  # takes with the same mark; more is no mark of a copy
AROUND = 12  # samples on both sides of the liveliest moment
LAG = 8  # samples over which liveliness is measured
CLOSE = 0.1  # distance of two such moments, of their own size; two performances: 0.1 to 0.6
NEIGHBORS = 3  # nearest moments that are looked at
_ROOM = 64  # rows; doubled when they are full


def find(
    samples: Sequence[np.ndarray], moves: Sequence[bool], alike: float = ALIKE
) -> dict[int, int]:
    """Return the first take that each copy is a copy of, by their places.

    samples: counts [n, axes] of each take; moves: whether it holds a movement. Still takes are
    all alike and copies of nobody.
    """
    found: dict[int, int] = {}
    originals = Originals(alike)
    moving = np.flatnonzero(moves).tolist()
    for place in moving:
        first = originals.find(samples[place])
        originals.add(samples[place])
        if first is not None:
            one = moving[first]
            found[place] = found.get(one, one)
    return found


class Originals:
    """Takes with movement, one by one, to tell at once of which a new one is a copy.

    alike: 0 where only equal samples tell a copy, as with a hand before the proximity sensor,
    whose course is too simple not to come again.
    """

    def __init__(self, alike: float = ALIKE) -> None:
        self._alike = alike
        self._takes: list[np.ndarray] = []
        self._equal: dict[tuple[int, bytes], int] = {}
        self._marks: dict[int, list[tuple[int, int]]] = {}
        self._moments: list[tuple[int, int]] = []  # place of a take, and where it is liveliest
        self._parts = np.empty((_ROOM, 0), np.float32)  # the samples around it, a row each

    def add(self, samples: np.ndarray) -> None:
        """Take one among them."""
        place = len(self._takes)
        self._takes.append(samples)
        first = self._equal.setdefault(_contents(samples), place)
        if first != place or len(samples) < LEAST:
            return
        for at, mark in _marks(samples):
            self._marks.setdefault(mark, []).append((place, at))
        at, part = _moment(samples)
        row = len(self._moments)
        self._moments.append((place, at))
        if not row:
            self._parts = np.empty((_ROOM, len(part)), np.float32)
        elif row == len(self._parts):
            self._parts = np.concatenate((self._parts, np.empty_like(self._parts)))
        self._parts[row] = part

    def find(self, samples: np.ndarray) -> int | None:
        """Return the place of the first take that this one is a copy of, if it is one."""
        equal = self._equal.get(_contents(samples))
        if equal is not None or len(samples) < LEAST or not self._moments:
            return equal
        copies = [
            place
            for place, shift in (*self._sharing(samples), *self._close(samples))
            if _apart(self._takes[place], samples, shift) <= self._alike
        ]
        return min(copies, default=None)

    def _sharing(self, samples: np.ndarray) -> Candidates:
        """Yield takes with the same runs of samples at one shift."""
        shared: Counter[tuple[int, int]] = Counter()
        for at, mark in _marks(samples):
            places = self._marks.get(mark, [])
            if len(places) < CROWD:
                shared.update((place, there - at) for place, there in places)
        yield from (pair for pair, count in shared.items() if count >= SHARED)

    def _close(self, samples: np.ndarray) -> Candidates:
        """Yield takes that are as good as equal around their liveliest moment."""
        at, part = _moment(samples)
        like = self._parts[: len(self._moments)] @ part  # of the size 1: 1 - distance^2 / 2
        near = np.flatnonzero(like > 1 - CLOSE**2 / 2)
        for row in near[np.argsort(-like[near], kind="stable")][:NEIGHBORS].tolist():
            place, there = self._moments[row]
            yield place, there - at


def _contents(samples: np.ndarray) -> tuple[int, bytes]:
    return len(samples), samples.astype(np.int32).tobytes()


def _marks(samples: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield (place, number) of some runs of samples, chosen by nothing but their contents."""
    factors = np.arange(1, 2 * samples.shape[1], 2, dtype=np.uint64) * np.uint64(
        0x9E3779B97F4A7C15
    )
    rows = (samples.astype(np.int64).astype(np.uint64) * factors).sum(axis=1, dtype=np.uint64)
    rows = (rows ^ (rows >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    count = max(0, len(rows) - RUN + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for step in range(RUN):
        runs = runs * np.uint64(0x94D049BB133111EB) + rows[step : step + count]
    runs ^= runs >> np.uint64(31)
    chosen = np.flatnonzero(runs % np.uint64(ONE_IN) == 0)
    return zip(chosen.tolist(), runs[chosen].tolist(), strict=True)


def _moment(samples: np.ndarray) -> tuple[int, np.ndarray]:
    """Return where a take is liveliest, and the samples around it, of the size 1 in all."""
    lively = np.convolve(movement(samples, LAG), np.ones(LAG + 1), mode="same")
    at = int(lively.argmax())
    around = np.clip(np.arange(at - AROUND, at + AROUND), 0, len(samples) - 1)
    part = samples[around] - samples[around].mean(axis=0)
    return at, (part / max(1.0, float(np.linalg.norm(part)))).ravel().astype(np.float32)


def _apart(one: np.ndarray, other: np.ndarray, shift: int) -> float:
    """Return how far sample i + shift of one is from sample i of the other, at the best."""
    return min(_differ(one, other, shift + off) for off in range(-SLACK, SLACK + 1))


def _differ(one: np.ndarray, other: np.ndarray, shift: int) -> float:
    """Return the difference of two takes where they overlap, as a share of their movement."""
    begin, end = max(0, shift), min(len(one), len(other) + shift)
    if end - begin < OVERLAP * min(len(one), len(other)):
        return np.inf
    mine = one[begin:end].astype(np.float32)
    theirs = other[begin - shift : end - shift].astype(np.float32)
    moves = float(np.linalg.norm(mine - mine.mean(axis=0)))
    return float(np.linalg.norm(mine - theirs)) / moves if moves else np.inf
