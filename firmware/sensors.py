"""The two sensors as the app sees them: are they there, what do they say, what got lost.

A sensor that does not answer, or that has lost its settings, is looked for once a second at
every address it may have. Errors of the bus end here. Knows no mode and no link.
"""

from drivers.apds9930 import APDS9930
from drivers.lsm6ds3trc import LSM6DS3TRC, OVERRUN, SHIFTED
from gesturekit import sample
from gesturekit.messages import ABSENT, FAILED, OK

RETRY_MS = 1000
CHECK_MS = 1000
SILENT_MS = 500  # an IMU that gives no sample for so long has stopped


class Sensor:
    """Opening, checking and re-opening, for any chip with find(), configure() and check()."""

    def __init__(self, board, chip):
        self._board = board
        self._chip = chip
        self._due = board.ticks_ms()  # the next check, or the next attempt to open
        self.state = ABSENT
        self.bus_errors = 0

    @property
    def working(self):
        return self.state == OK

    @property
    def address(self):
        return self._chip.address if self.working else 0

    def supervise(self, now):
        """Open or check the sensor when it is time; return whether it works."""
        if self._board.ticks_diff(now, self._due) >= 0:
            self._due = self._board.ticks_add(now, CHECK_MS if self.working else RETRY_MS)
            try:
                if not self.working:
                    self._reopen(now)
                elif not self._chip.check():
                    self._fail(now)
            except OSError:
                self._error(now)
        return self.working

    def _reopen(self, now):
        self.state = ABSENT
        if self._chip.find():
            self.state = FAILED
            self._configure(now)
            self.state = OK

    def _configure(self, now):
        self._chip.configure()

    def _fail(self, now):
        """It answers no more, or wrongly: try to open it at the next step."""
        self.state = FAILED
        self._due = now

    def _error(self, now):
        self.bus_errors += 1
        self.state = FAILED
        self._due = self._board.ticks_add(now, RETRY_MS)


class Imu(Sensor):
    """Six-axis samples, each with an index that counts all of them since the app started.

    After poll(): `samples` and `first`, the index of the first one; `gap` is True when a gap
    begins, and `lost` is its size, known when samples come again.
    """

    width = len(sample.AXES["imu"])
    rate = sample.DEFAULT_RATE
    accel_range = sample.DEFAULT_ACCEL_RANGE
    gyro_range = sample.DEFAULT_GYRO_RANGE

    def __init__(self, board):
        super().__init__(board, LSM6DS3TRC(board.i2c))
        self._in_gap = False
        self._seen = None  # ticks when the sample before `index` was made
        self._alive = 0  # ticks when it last gave something
        self.index = 0
        self.first = 0
        self.samples = self._chip.samples
        self.gap = False
        self.lost = 0
        self.overruns = 0

    def poll(self, now):
        """Read what the FIFO has, at most one burst; return the number of samples."""
        self.gap = False
        self.lost = 0
        if not self.supervise(now):
            self._begin_gap()
            return 0
        count = self._read(now)
        if count:
            self._alive = now
        if count > 0:
            self._account(now, count)
            return count
        if count < 0:
            self._begin_gap()
        elif self._board.ticks_diff(now, self._alive) >= SILENT_MS:
            self._fail(now)
        return 0

    def _read(self, now):
        try:
            count = self._chip.read()
        except OSError:
            self._error(now)
            return SHIFTED
        self.overruns += count == OVERRUN
        return count

    def _configure(self, now):
        self._chip.configure(self.rate, self.accel_range, self.gyro_range)
        self._alive = now
        if self._seen is None:
            self._seen = now

    def _begin_gap(self):
        self.gap = self._seen is not None and not self._in_gap
        self._in_gap = self._seen is not None

    def _account(self, now, count):
        """Number the new samples; a gap's size can only be told from the time it took."""
        if self._in_gap:
            self._in_gap = False
            passed = self._board.ticks_diff(now, self._seen) * self.rate // 1000
            self.lost = max(1, passed - count - self._chip.waiting)
            self.index += self.lost
        self.first = self.index
        self.index += count
        age = self._chip.waiting * 1000 // self.rate
        self._seen = self._board.ticks_add(now, -age)


class Proximity(Sensor):
    """Single readings in counts; `index` is the number of readings since the app started."""

    def __init__(self, board):
        super().__init__(board, APDS9930(board.i2c))
        self.index = 0

    def read(self, now):
        """Return the newest value, or None when there is none (yet)."""
        if not self.working:
            return None
        try:
            value = self._chip.read()
        except OSError:
            self._error(now)
            return None
        self.index += value is not None
        return value
