"""Recording one take, of the IMU, of the proximity sensor or of both together.

A take has an announced number of samples, without a gap; it ends complete, stopped, or with a
gap, and the host is always told which. Knows no label.
"""

from array import array

import indicator
from course import CourseTake
from gesturekit import messages
from gesturekit.messages import COMPLETE, GAP, INDEX_WRAP, STOPPED
from modes import BOTH, IMU, PROXIMITY, Idle, Mode


class Record(Mode):
    """The base: everything but where samples come from."""

    number = messages.RECORD
    look = indicator.ARMED
    needs_host = True

    def __init__(self, app, count, start):
        super().__init__(app)
        self._count = count
        self._start_now = start == messages.NOW
        self._taken = 0
        self._next = 0  # index of the sample after the newest one
        self._running = False
        self._told = False  # the host knows how it ended

    def begin(self, now):
        if self._start_now:
            self._start(now)

    def button_1(self, now):
        if not self._running and not self._full():
            self._start(now)

    def leave(self):
        self._tell(STOPPED)

    def step(self, now):
        if self._full():
            self._end(COMPLETE)

    def _start(self, now):
        self._running = True

    def _add(self, samples, at, index):
        app = self.app
        if not self._taken:
            app.outbox.put("take_begun", self.sensor, index % INDEX_WRAP, self._count)
        self._taken += 1
        self._next = (index + 1) % INDEX_WRAP
        room = app.outbox.push(samples, at, index)
        if self._full():
            self._running = False
            room = app.outbox.close() and room
        if not room:  # the host has not read for so long that the take is torn
            self._end(GAP)

    def _full(self):
        return self._taken == self._count

    def _end(self, reason):
        self._tell(reason)
        self.app.enter(Idle(self.app), anew=False)  # what waits belongs to the take

    def _tell(self, reason):
        if self._told:
            return
        self._told = True
        self._running = False
        self.app.outbox.put("take_ended", self.sensor, self._next, self._taken, reason)


class RecordImu(Record):
    """Consecutive samples, from the first one after the start."""

    sensor = IMU

    def new_samples(self, source, count):
        for at in range(count):
            if not self._running:
                return
            self._add(source.samples, source.width * at, source.first + at)

    def gap(self):
        if self._running and self._taken:
            self._end(GAP)

    def step(self, now):
        if self._running and self.app.missing(self.sensor):
            self._end(GAP)
        else:
            super().step(now)

    def _start(self, now):
        super()._start(now)
        self.app.indicator.show(indicator.TAKING)


class RecordBoth(RecordImu):
    """The same with proximity; without that sensor the take has a gap."""

    sensor = BOTH


class RecordProximity(Record):
    """The course's take, see course.py."""

    sensor = PROXIMITY

    def __init__(self, app, count, start):
        super().__init__(app, count, start)
        self._course = CourseTake(app)
        self._value = array("h", (0,))

    def leave(self):
        self._course.end()
        super().leave()

    def step(self, now):
        value = self._course.step(now)
        if value is not None:
            self._value[0] = value
            self._add(self._value, 0, self.app.proximity.index - 1)
        if self._course.failed:
            self._end(GAP)
        else:
            super().step(now)

    def _start(self, now):
        super()._start(now)
        self._course.begin(self._count, now)


KINDS = {IMU: RecordImu, PROXIMITY: RecordProximity, BOTH: RecordBoth}
