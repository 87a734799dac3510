"""Which takes are copies of others: the same samples, or a cut, shifted or converted copy.

Candidates are cheap to find: takes that share runs of samples, and takes that are as good as equal
around their liveliest moment. One is then laid over the other and compared sample by sample.
Knows no labels; of two copies, the later one is the duplicate.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from tinyspark.learning.feature_twin import movement
from tinyspark.learning.gesture_points import distances

Candidates = Iterator[tuple[int, int, int]]  # earlier take, later take, shift in samples

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
_ROWS = 512  # takes compared with all others at a time


def find(
    samples: Sequence[np.ndarray], moves: Sequence[bool], alike: float = ALIKE
) -> dict[int, int]:
    """Return the earlier take that each copy is a copy of, by their places.

    samples: counts [n, axes] of each take; moves: whether it holds a movement. Still takes are
    all alike and copies of nobody. alike: 0 where only equal samples tell a copy, as with a hand
    before the proximity sensor, whose course is too simple not to come again.
    """
    found: dict[int, int] = {}
    seen: dict[tuple[int, bytes], int] = {}
    for place in np.flatnonzero(moves).tolist():
        take = samples[place]
        first = seen.setdefault((len(take), take.tobytes()), place)
        if first != place:
            found[place] = first
    single = [place for place in seen.values() if len(samples[place]) >= LEAST]
    for candidates in (_sharing(samples, single), _close(samples, single)):
        for one, other, shift in candidates:
            if other not in found and _apart(samples[one], samples[other], shift) <= alike:
                found[other] = one
    return {place: _first(found, place) for place in sorted(found)}


class Originals:
    """Takes with movement, one by one, to tell at once of which a new one is a copy."""

    def __init__(self, alike: float = ALIKE) -> None:
        self._alike = alike
        self._takes: list[np.ndarray] = []
        self._marks: dict[int, list[tuple[int, int]]] = {}
        self._moments: list[tuple[int, np.ndarray]] = []

    def add(self, samples: np.ndarray) -> None:
        """Take one among them."""
        place = len(self._takes)
        self._takes.append(samples)
        self._moments.append(_moment(samples))
        for at, mark in _marks(samples):
            self._marks.setdefault(mark, []).append((place, at))

    def find(self, samples: np.ndarray) -> int | None:
        """Return the place of the first take that this one is a copy of, if it is one."""
        for place, take in enumerate(self._takes):
            if np.array_equal(take, samples):
                return place
        if len(samples) < LEAST:
            return None
        copies = [
            place
            for place, shift in (*self._sharing(samples), *self._close(samples))
            if len(self._takes[place]) >= LEAST
            and _apart(self._takes[place], samples, shift) <= self._alike
        ]
        return min(copies, default=None)

    def _sharing(self, samples: np.ndarray) -> Iterator[tuple[int, int]]:
        shared: Counter[tuple[int, int]] = Counter()
        for at, mark in _marks(samples):
            places = self._marks.get(mark, [])
            if len(places) < CROWD:
                shared.update((place, there - at) for place, there in places)
        yield from (pair for pair, count in shared.items() if count >= SHARED)

    def _close(self, samples: np.ndarray) -> Iterator[tuple[int, int]]:
        if not self._moments:
            return
        at, part = _moment(samples)
        apart = distances(part[np.newaxis], np.array([part for _, part in self._moments]))[0]
        for place in np.argsort(apart, kind="stable")[:NEIGHBORS].tolist():
            if apart[place] < CLOSE:
                yield place, self._moments[place][0] - at


def _sharing(samples: Sequence[np.ndarray], chosen: Sequence[int]) -> Candidates:
    """Yield takes with the same runs of samples at one shift."""
    marks: dict[int, list[tuple[int, int]]] = {}
    for place in chosen:
        for at, mark in _marks(samples[place]):
            marks.setdefault(mark, []).append((place, at))
    shared: Counter[tuple[int, int, int]] = Counter()
    for places in marks.values():
        if 1 < len(places) <= CROWD:
            shared.update((a, b, i - j) for (a, i), (b, j) in combinations(places, 2) if a != b)
    yield from (pair for pair, count in shared.items() if count >= SHARED)


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


def _close(samples: Sequence[np.ndarray], chosen: Sequence[int]) -> Candidates:
    """Yield takes that are as good as equal around their liveliest moment."""
    if len(chosen) <= NEIGHBORS:
        return
    moments = [_moment(samples[place]) for place in chosen]
    parts = np.array([part for _, part in moments])
    for first in range(0, len(parts), _ROWS):
        apart = distances(parts[first : first + _ROWS], parts)
        own = np.arange(len(apart))
        apart[own, first + own] = np.inf
        near = np.argpartition(apart, NEIGHBORS, axis=1)[:, :NEIGHBORS]
        rows, columns = np.nonzero(np.take_along_axis(apart, near, axis=1) < CLOSE)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            one, other = sorted((first + row, int(near[row, column])))
            yield chosen[one], chosen[other], moments[one][0] - moments[other][0]


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


def _first(found: dict[int, int], place: int) -> int:
    """Follow copies of copies to the first take."""
    while place in found:
        place = found[place]
    return place
