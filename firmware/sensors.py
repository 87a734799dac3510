"""A sensor as the app sees it: is it there, does it work, what is done when it does not.

A transfer that fails is tried again at once a few times. A sensor that does not answer then, or
has lost its settings, is looked for at every address it may have, once a second after the first
attempts; a stuck bus is freed before. Errors of the bus end here. Knows no mode and no link.
"""

from drivers.apds9930 import APDS9930
from gesturekit.messages import ABSENT, BUS_STUCK, FAILED, FROZEN, INDEX_WRAP, OK

RETRY_MS = 1000
CHECK_MS = 1000
PATIENCE = 3  # transfers, or attempts to open a sensor, that fail one after the other
_OPEN = (OK, FROZEN)
NACK = 19  # ENODEV: nothing was transferred, so nothing is lost


class Sensor:
    """Opening, checking and re-opening, for any chip with find(), configure() and check()."""

    def __init__(self, board, bus, chip):
        self._board = board
        self._bus = bus
        self._chip = chip
        self._due = board.ticks_ms()  # the next check, or the next attempt to open
        self._misses = 0  # in a row
        self._opened = 0  # ticks
        self.state = ABSENT
        self.is_open = False  # it can be read
        bus.sensors.append(self)
        self.bus_errors = 0

    @property
    def working(self):
        return self.state == OK

    @property
    def address(self):
        return self._chip.address if self.is_open else 0

    def supervise(self, now):
        """Open or check the sensor when it is time."""
        if self._board.ticks_diff(now, self._due) >= 0:
            self._look_after(now)

    def power_lost(self, now):
        """The sensors' power was switched off and on."""
        if self.is_open:
            self._fail(now)

    def _look_after(self, now):
        self._due = self._board.ticks_add(now, CHECK_MS if self.working else RETRY_MS)
        try:
            if not self.working:
                self._reopen(now)
            elif self._chip.check():
                self._misses = 0
                self._bus.well()
            else:
                self._fail(now)
        except OSError as error:
            self._error(now, error)

    def _enter(self, state):
        self.state = state
        self.is_open = state in _OPEN

    def _reopen(self, now):
        if not self._bus.ready(now):
            self._enter(BUS_STUCK)
        elif not self._chip.find():
            self._enter(ABSENT)
            self._missed(now)
        else:
            self._enter(FAILED)
            self._configure(now)
            self._opened = now
            self._misses = 0
            self._enter(OK)

    def _configure(self, now):
        self._chip.configure()

    def _missed(self, now):
        self._misses += 1
        if self._misses < PATIENCE:
            self._due = now

    def _fail(self, now):
        """It answers no more, or wrongly: open it at the next step, unless that was just done."""
        self._enter(FAILED)
        self._misses = 0
        young = self._board.ticks_diff(now, self._opened) < RETRY_MS
        self._due = self._board.ticks_add(now, RETRY_MS) if young else now

    def _error(self, now, error):
        """A transfer failed."""
        self.bus_errors += 1
        if not self.is_open:
            self._missed(now)
        elif error.args[0] != NACK or self._misses + 1 == PATIENCE:
            self._fail(now)
        else:
            self._misses += 1
            self._due = now  # look closer


class Proximity(Sensor):
    """Single readings in counts; `index` is the number of readings since the app started."""

    def __init__(self, board, bus):
        super().__init__(board, bus, APDS9930(board.i2c))
        self._began = False  # it has given a value since it was opened
        self.index = 0

    def read(self, now):
        """Return the newest value, or None when there is none (yet)."""
        if not self.working:
            return None
        try:
            value = self._chip.read()
        except OSError as error:
            self._error(now, error)
            return None
        self._misses = 0
        if value is not None:
            self._began = True
            self.index = (self.index + 1) % INDEX_WRAP
        elif self._began:  # a sensor that measures always has a value: this one was switched off
            self._fail(now)
        return value

    def _configure(self, now):
        self._began = False
        super()._configure(now)
