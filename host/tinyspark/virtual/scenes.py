"""What the sensors feel: recordings one after the other, and stillness in between.

Values are the kit's counts (8 g, 2000 dps; 10-bit proximity). Knows no register and no clock:
motion is asked for sample after sample, proximity for a moment.
"""

from collections import deque
from collections.abc import Sequence

from gesturekit.sample import AXES, COUNT_MAX, COUNT_MIN, PROXIMITY_MAX, SENSORS
from tinyspark.errors import UserError

Row = Sequence[int]  # ax ay az gx gy gz, and proximity where it is played too
IMU, PROXIMITY, _, BOTH = SENSORS
SIX = len(AXES[IMU])

ONE_G = 4098  # counts of 0.244 mg
AT_REST = (0, 0, ONE_G, 0, 0, 0)
LAST_ROWS = 8  # after a recording the sensor rests at the mean of these
_ACCEL_NOISE, _GYRO_NOISE = 4, 1  # counts either way


class _Play:
    """One recording on its way into the sensor."""

    def __init__(self, rows: Sequence[Row], rate_tenths: int) -> None:
        self.rows = rows
        self.rate_tenths = rate_tenths
        self.taken = 0  # sensor samples so far

    def next_row(self, rate_tenths: int) -> Row:
        """The next sample of a sensor with this rate: at the same rate, exactly the next row."""
        position = self.taken * self.rate_tenths
        self.taken += 1
        index, part = divmod(position, rate_tenths)
        row = self.rows[index]
        if part == 0 or index + 1 == len(self.rows):
            return row
        after = self.rows[index + 1]
        return [a + (b - a) * part // rate_tenths for a, b in zip(row, after, strict=True)]

    def left(self, rate_tenths: int) -> int:
        """Sensor samples to its end."""
        return -(-len(self.rows) * rate_tenths // self.rate_tenths) - self.taken


class Motion:
    """Rows for the IMU: what is in the queue, then stillness with a little noise."""

    def __init__(self) -> None:
        self._queue: deque[_Play] = deque()
        self._rest: Row = AT_REST
        self._noise = 1
        self.played = 0  # recordings played to their end

    @property
    def waiting(self) -> int:
        return len(self._queue)

    def play(self, rows: Sequence[Row], rate: float) -> float:
        """Queue rows of six counts at rate (samples/s); return the seconds until their end."""
        self._queue.append(_Play(rows, round(rate * 10)))
        return sum((len(p.rows) * 10 / p.rate_tenths) for p in self._queue)

    def rest(self, row: Row) -> None:
        self._rest = tuple(row)

    def clear(self) -> None:
        self._queue.clear()

    def next_row(self, rate_tenths: int) -> Row:
        if not self._queue:
            return self._still()
        play = self._queue[0]
        row = play.next_row(rate_tenths)
        self._finish(play, rate_tenths)
        return row

    def skip(self, count: int, rate_tenths: int) -> None:
        """Pass over count samples at once."""
        while self._queue and count > 0:
            play = self._queue[0]
            step = min(count, play.left(rate_tenths))
            play.taken += step
            count -= step
            self._finish(play, rate_tenths)

    def _finish(self, play: _Play, rate_tenths: int) -> None:
        if play.left(rate_tenths) <= 0:
            self._queue.popleft()
            self.played += 1
            self._rest = settled(play.rows[-LAST_ROWS:])

    def _still(self) -> Row:
        row = list(self._rest)
        for axis in range(6):
            reach = _ACCEL_NOISE if axis < 3 else _GYRO_NOISE
            row[axis] += self._draw(2 * reach + 1) - reach
        return row

    def _draw(self, count: int) -> int:
        self._noise = (self._noise * 1103515245 + 12345) & 0x7FFFFFFF
        return (self._noise >> 12) % count


def stillness(row: Row, count: int) -> list[Row]:
    """Rows like this one that tremble by a count: equal samples are those of a frozen sensor."""
    up = (row[0] - 1 if row[0] == COUNT_MAX else row[0] + 1, *row[1:])
    return [up if number % 2 else row for number in range(count)]


def settled(rows: Sequence[Row]) -> Row:
    """The mean of rows without turning: the hand stays where it is."""
    row = [sum(column) // len(rows) for column in zip(*rows, strict=True)]
    return (*row[:3], 0, 0, 0, *row[SIX:])


class Proximity:
    """Counts for the proximity sensor: each holds until the next, then what comes after all."""

    IDLE = 0

    def __init__(self) -> None:
        self._steps: deque[tuple[int, int]] = deque()  # from which time (us), which count
        self._level = self.IDLE

    @property
    def waiting(self) -> int:
        return len(self._steps)

    def play(
        self, counts: Sequence[int], spacing_us: float, start: int, after: int = IDLE
    ) -> float:
        """Queue counts from time start (us) on; return the seconds from start to their end."""
        begin = max(start, self._steps[-1][0]) if self._steps else start
        for index, count in enumerate([*counts, after]):
            self._steps.append((begin + round(index * spacing_us), count))
        return (self._steps[-1][0] - start) / 1e6

    def rest(self, level: int) -> None:
        """What is measured when nothing is played, from now on."""
        self._level = level

    def clear(self) -> None:
        self._steps.clear()

    def at(self, now: int) -> int:
        while self._steps and self._steps[0][0] <= now:
            self._level = self._steps.popleft()[1]
        return self._level


def motion_rows(
    samples: Sequence[Row], axes: Sequence[str] | None = None, sensor: str = IMU
) -> list[Row]:
    """Check samples from outside: rows of the named axes become rows of all axes of a sensor.

    Without names a row has ax ay az, or those and gx gy gz. An axis that is not there is 0.
    """
    if not isinstance(samples, list) or not samples or not isinstance(samples[0], list):
        raise UserError("There are no samples to play.\nGive at least one row of counts.")
    there = AXES[sensor]
    names = there[: len(samples[0])] if axes is None else tuple(axes)
    if not names or len(set(names)) < len(names) or not set(names) <= set(there):
        raise UserError(f"{names} are no axes of the {sensor}.\nIt has {' '.join(there)}.")
    rows = [_motion_row(number, sample, names) for number, sample in enumerate(samples)]
    counts([row.get("proximity", 0) for row in rows], 0, PROXIMITY_MAX)
    return [[row.get(axis, 0) for axis in there] for row in rows]


def _motion_row(number: int, sample: Row, names: Sequence[str]) -> dict[str, int]:
    if not isinstance(sample, list) or len(sample) != len(names):
        raise UserError(f"Row {number} has not {len(names)} values.\nAll rows have the same axes.")
    return dict(zip(names, counts(sample, COUNT_MIN, COUNT_MAX), strict=True))


def counts(values: Sequence[int], low: int, high: int) -> list[int]:
    """Check values from outside: whole numbers within low..high."""
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise UserError(f"{value!r} is no count from {low} to {high}.\nGive raw counts.")
    return list(values)
