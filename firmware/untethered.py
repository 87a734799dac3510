"""Recording without a host: Button 2 chooses the label, Button 1 records, takes go to flash.

All pixels show the label's color, the first one alone while a sensor is in trouble. A take with a
gap is not saved; that, and a flash without room, is shown. A host says beforehand what is
recorded. Knows no file: take_store.py keeps them.
"""

import os
from collections import namedtuple
from struct import pack_into

import indicator
from course import CourseTake
from gesturekit import framing, messages, take_file
from gesturekit.errors import KitError
from gesturekit.messages import INDEX_WRAP
from gesturekit.sample import AXES, PROXIMITY_SPACING_MS, RECORDABLE, SENSORS
from modes import PROXIMITY, Mode

_FEW_PIXELS, _FULL_PIXELS = 1, 4  # red ones: room for few takes, for none
# sensor: its number; count: samples of a take; labels: str, in the order of Button 2
Plan = namedtuple("Plan", ("sensor", "count", "labels"))


class PlanError(KitError):
    """Takes cannot be recorded in this way; the text says why."""


def planned(fields):
    """Return the Plan that a prepare message asks for, None for no takes; PlanError."""
    known = fields.sensor < len(SENSORS) and SENSORS[fields.sensor] in RECORDABLE
    _need(known, "there is no sensor %d to record" % fields.sensor)
    most = take_file.MAX_SAMPLES
    _need(1 <= fields.count <= most, "a take has 1 to %d samples" % most)
    if not fields.labels:
        return None
    try:
        labels = str(fields.labels, "utf-8").split("\n")
    except (ValueError, UnicodeError):
        raise PlanError("a label is not UTF-8") from None
    _need(len(labels) <= len(indicator.LABELS), "more labels than colors")
    for label in labels:
        _need(1 <= len(label.encode()) <= take_file.LABEL_BYTES, "a label is empty or too long")
    return Plan(fields.sensor, fields.count, labels)


def keep(app, fields):
    """Record in this way from now on, after the next start too; PlanError, OSError."""
    plan = planned(fields)
    payload = messages.encode("prepare", 0, *fields)
    app.takes.keep_plan(framing.encode(framing.TO_BOARD, payload) if plan else b"")
    app.plan = plan
    if app.mode.number == messages.UNTETHERED:
        app.enter(app.default_mode())


def kept(takes):
    """Return the Plan that was kept, None if there is none or its file is damaged."""
    payload = framing.decode(takes.plan()[1:-1])
    if payload is None:
        return None
    try:
        message = messages.decode(payload)
        return planned(message.fields) if message.name == "prepare" else None
    except KitError:
        return None


def button_2(app):
    """Begin to record without a host, if none is there; then from label to label."""
    if app.mode.number == messages.UNTETHERED:
        app.mode.next_label()
    elif app.plan and app.alone:
        try:
            app.enter(Untethered(app, app.plan))
        except MemoryError:
            app.link.say("There is no memory for takes as long as these.")
            app.indicator.flash(indicator.NOT_SAVED)


def room(app):
    """Return how many more takes fit, 0 if none are prepared."""
    plan = app.plan
    return app.takes.room(take_file.size(plan.sensor, plan.count)) if plan else 0


class Untethered(Mode):
    """One label after the other, as many takes of each as there is room for."""

    number = messages.UNTETHERED

    def __init__(self, app, plan):
        super().__init__(app)
        self.sensor = plan.sensor
        self._plan = plan
        self._label = 0
        self._width = len(AXES[SENSORS[plan.sensor]])
        self._file = bytearray(take_file.size(plan.sensor, plan.count))
        self._running = False
        self._missing = ""  # the sensor that is in trouble
        self._taken = 0
        self._index = self._uptime = 0  # of the first sample
        self._course = CourseTake(app)

    def begin(self, now):
        self._show()

    def leave(self):
        if self._running:
            self._fail("A host has cut the take")
        self.app.indicator.hold(None)

    def next_label(self):
        """The next one, and after the last one what the board does by itself."""
        if self._running:
            return
        self._label += 1
        if self._label < len(self._plan.labels):
            self._show()
        else:
            self.app.enter(self.app.default_mode())

    def button_1(self, now):
        app = self.app
        if self._running:
            return
        missing = app.missing(self.sensor)
        if missing:
            self._fail("The %s sensor does not answer" % missing)
        elif not room(app):
            self._fail("There is no room for another take")
        else:
            self._running = True
            self._taken = 0
            app.indicator.hold(None)
            app.indicator.show(indicator.TAKING)
            if self.sensor == PROXIMITY:
                self._course.begin(self._plan.count, now)

    def new_samples(self, source, count):
        if self.sensor != PROXIMITY:
            for at in range(count):
                self._add(source.samples, source.width * at, source.first + at)

    def gap(self):
        if self._running and self._taken and self.sensor != PROXIMITY:
            self._fail("The take has a gap")

    def step(self, now):
        missing = self.app.missing(self.sensor)
        if self._running:
            if self.sensor == PROXIMITY:
                self._step_course(now)
            elif missing:
                self._fail("The sensor does not answer")
        elif missing != self._missing:
            self._show()

    def _step_course(self, now):
        value = self._course.step(now)
        if value is not None:
            self._add((value,), 0, self.app.proximity.index - 1)
        if self._course.failed:
            self._fail("The sensor does not answer")

    def _add(self, samples, at, index):
        if not self._running:
            return
        if not self._taken:
            self._index = index % INDEX_WRAP
            self._uptime = self.app.uptime
        to = take_file.HEAD + 2 * self._width * self._taken
        for axis in range(at, at + self._width):
            pack_into("<h", self._file, to, samples[axis])
            to += 2
        self._taken += 1
        if self._taken == self._plan.count:
            self._save()

    def _save(self):
        head = self._head()
        take_file.seal(self._file, head, self._taken)
        try:
            self.app.takes.save(head.id, self._file)
        except OSError as error:
            self._fail("The flash does not take it (%r)" % error)
            return
        self._end(indicator.SAVED)

    def _head(self):
        imu = self.app.imu
        rate, accel, gyro = imu.rate, imu.accel_range, imu.gyro_range
        if self.sensor == PROXIMITY:
            rate, accel, gyro = 1000 // PROXIMITY_SPACING_MS, 0, 0
        times = (self.app.boot, self._index, self._uptime & 0xFFFFFFFF)
        label = self._plan.labels[self._label]
        return take_file.Head(os.urandom(8), self.sensor, rate, accel, gyro, *times, label)

    def _fail(self, reason):
        self._course.end()
        self.app.link.say(reason + "; nothing was saved.")
        self._end(indicator.NOT_SAVED)

    def _end(self, color):
        self._running = False
        self.app.indicator.flash(color)
        self._show()

    def _show(self):
        app, color = self.app, indicator.label_color(self._label)
        left = room(app)
        red = _FULL_PIXELS if not left else _FEW_PIXELS if left <= messages.FEW_TAKES else 0
        self._missing = app.missing(self.sensor)
        app.indicator.show(color)
        app.indicator.hold(None if self._missing else color, red)


def _need(condition, text):
    if not condition:
        raise PlanError(text)
