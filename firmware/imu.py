"""The IMU's samples: numbered, without those that mean nothing, and what got lost in between.

The samples are the clock: each has an index that counts all of them since the app started, and
only the size of a gap is told from the time that it took. Samples that all equal the one before
them are held back: a sensor that is merely still moves on after a few of them, one that is frozen
does not, and nobody is to take those for a movement. Knows no mode and no link.
"""

from array import array

from drivers.lsm6ds3trc import BURST, LSM6DS3TRC, OVERRUN, SHIFTED
from gesturekit import sample
from gesturekit.messages import FROZEN, INDEX_WRAP, OK
from gesturekit.plain_readings import stuck_axes
from pace import Pace
from sensors import Sensor

SILENT_MS = 500  # an IMU that gives no sample for so long has stopped
FROZEN_PART = 2  # of a second: samples that are equal for so long are no stillness
BITS_SECONDS = 16  # in which every low bit of every axis moves
_WIDTH = len(sample.AXES["imu"])


class Imu(Sensor):
    """After poll(): `samples` and `first`, the index of the first one; `gap` is True when a gap
    begins, and `lost` is its size, known when samples come again.

    overruns, gaps: how many since the start; stuck: axes with a bit that does not move, ax is 1.
    """

    width = _WIDTH
    rate = sample.DEFAULT_RATE
    accel_range = sample.DEFAULT_ACCEL_RANGE
    gyro_range = sample.DEFAULT_GYRO_RANGE
    limit = rate // FROZEN_PART  # samples that equal the one before, until it is frozen
    most = limit + BURST  # samples of one poll()

    def __init__(self, board, bus):
        super().__init__(board, bus, LSM6DS3TRC(board.i2c))
        self.pace = Pace(board)
        self._in_gap = False
        self._seen = None  # ticks when the sample before `index` was made
        self._alive = 0  # ticks when it last gave something
        self._unusual = False  # samples are, or were just now, held back
        self._held = 0  # of them, all equal to the newest one handed out
        self._still = array("h", bytes(2 * _WIDTH))  # one of them
        self._joined = array("h", bytes(2 * _WIDTH * self.most))
        self._look_in = self.rate  # samples
        self._looks = 0
        self.index = 0
        self.first = 0
        self.samples = self._chip.samples
        self.gap = False
        self.lost = 0
        self.overruns = self.gaps = self.stuck = 0

    @property
    def clipped(self):
        """Samples at the end of the range since the start."""
        return self._chip.clipped

    def poll(self, now):
        """Read what the FIFO has, at most one burst; return the number of samples."""
        self.gap = False
        self.lost = 0
        self.supervise(now)
        count = self._read(now) if self.is_open else SHIFTED
        if count > 0:
            self._alive = now
            if self._chip.same or self._unusual:
                count = self._sound(now, count)
            if count:
                self._account(now, count)
            return count
        if count < 0:
            self._begin_gap()
            self._alive = now
        elif self._board.ticks_diff(now, self._alive) >= SILENT_MS:
            self._fail(now)
        return 0

    def _read(self, now):
        try:
            count = self._chip.read()
        except OSError as error:
            self._error(now, error)
            return 0 if self.is_open else SHIFTED
        self._misses = 0
        if count == OVERRUN:
            self.overruns += 1
        return count

    def _reopen(self, now):
        super()._reopen(now)
        if self.state == OK and self._chip.same >= self.limit:
            self._enter(FROZEN)  # until a sample proves the contrary

    def _configure(self, now):
        self._begin_gap()
        self._chip.configure(self.rate, self.accel_range, self.gyro_range)
        self._alive = now
        if self._seen is None:
            self._seen = now

    def _sound(self, now, count):
        """Return how many of `count` new samples, and of those held back, can be handed out."""
        same = self._chip.same
        if self.state == FROZEN:
            if same < count:  # it moves again, from somewhere among these samples on
                self._enter(OK)
            return 0
        self._unusual = True
        if same >= self.limit:
            self._enter(FROZEN)
            self._due = now
            self._begin_gap()
            return 0
        held = self._held
        new = max(0, count - same)
        self._held = same if new else held + count
        self.samples = self._chip.samples
        if held and new:
            self._join(held, new)
        elif not self._held:
            self._unusual = False
        if self._held and (new or not held):
            self._keep(new)
        return held + new if new else 0

    def _keep(self, place):
        """Remember this sample of the chip, which is held back and may come several times."""
        samples = self._chip.samples
        for axis in range(_WIDTH):
            self._still[axis] = samples[_WIDTH * place + axis]

    def _join(self, held, new):
        """Let samples be the one that was held back, `held` times, and `new` ones of the chip."""
        joined, samples = self._joined, self._chip.samples
        at = _WIDTH * held
        for to in range(at):
            joined[to] = self._still[to % _WIDTH]
        for value in range(_WIDTH * new):
            joined[at + value] = samples[value]
        self.samples = joined

    def _begin_gap(self):
        self._held = 0
        if self._seen is not None and not self._in_gap:
            self.gap = self._in_gap = True
            self.gaps += 1
            self.pace.end()

    def _account(self, now, count):
        """Number the new samples; a gap's size can only be told from the time it took."""
        behind = self._chip.waiting + self._held
        if self._in_gap:
            self._in_gap = False
            passed = self._board.ticks_diff(now, self._seen) * self.rate // 1000
            self.lost = max(1, passed - count - behind)
            self.index = (self.index + self.lost) % INDEX_WRAP
        self.first = self.index
        self.index = (self.index + count) % INDEX_WRAP
        self._seen = now
        if behind:
            self._seen = self._board.ticks_add(now, -(behind * 1000 // self.rate))
        self._look_in -= count
        if self._look_in <= 0:
            self._look()

    def _look(self):
        """What is worth knowing once a second."""
        self._look_in += self.rate
        self.pace.note(self._seen, self.index)
        self._looks += 1
        if self._looks >= BITS_SECONDS:
            self._looks = 0
            self.stuck = stuck_axes(self._chip.watch)
