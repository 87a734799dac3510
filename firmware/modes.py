"""What a mode is, and the two simple ones: idle and stream.

A mode is told what happens and does something about it; the app decides which one is on.
"""

from array import array

import indicator
from gesturekit import messages
from gesturekit.sample import SENSORS

IMU = SENSORS.index("imu")
PROXIMITY = SENSORS.index("proximity")
BUTTONS = SENSORS.index("buttons")
BOTH = SENSORS.index("imu+proximity")
CONTINUOUS = (IMU, BOTH)
PROXIMITY_PERIOD_MS = 50  # a stream has 20 proximity samples per second


class Mode:
    """The base: does nothing. sensor: number of the one in use; needs_host: ends without one."""

    number = messages.IDLE
    look = indicator.IDLE
    sensor = IMU
    needs_host = False

    def __init__(self, app):
        self.app = app

    def begin(self, now):
        """The mode is on from now."""

    def leave(self):
        """Another mode is about to begin."""

    def new_samples(self, source, count):
        """There are `count` new samples in source.samples: of app.imu, or of app.both."""

    def gap(self):
        """Samples of this source got lost, or it has stopped."""

    def button_1(self, now):
        """Button 1 has just been pressed."""

    def step(self, now):
        """Called at every step of the app, after the sensors were read."""


class Idle(Mode):
    """Wait for a host."""


class Lacking(Idle):
    """Wait for a host, or until the sensor works that what the board does by itself needs."""

    def __init__(self, app, sensor):
        super().__init__(app)
        self._needed = sensor

    def step(self, now):
        if not self.app.missing(self._needed):
            self.app.enter(self.app.default_mode())


class Stream(Mode):
    """Send all samples of one sensor until told to stop."""

    number = messages.STREAM
    look = indicator.STREAM
    needs_host = True

    def __init__(self, app, sensor):
        super().__init__(app)
        self.sensor = sensor
        self._due = 0
        self._value = array("h", (0,))

    def begin(self, now):
        self._due = now

    def new_samples(self, source, count):
        if self.sensor in CONTINUOUS:
            for at in range(count):
                self.app.outbox.push(source.samples, source.width * at, source.first + at)

    def step(self, now):
        board = self.app.board
        if self.sensor != PROXIMITY or board.ticks_diff(now, self._due) < 0:
            return
        self._due = board.ticks_add(now, PROXIMITY_PERIOD_MS)
        value = self.app.proximity.read(now)
        if value is not None:
            self._value[0] = value
            self.app.outbox.push(self._value, 0, self.app.proximity.index - 1)
