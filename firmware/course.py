"""The course's take: one second to get ready, LED on, proximity readings 250 ms apart, LED off.

Knows the times and the lights of it, not what the readings are for.
"""

import indicator
from gesturekit.sample import PROXIMITY_SPACING_MS

COUNTDOWN_MS = 1000
PATIENCE_MS = 200  # a reading that is later than this is missing


class CourseTake:
    """begin() starts one; step() hands out its readings; `failed` tells that one did not come."""

    def __init__(self, app):
        self._app = app
        self._left = 0
        self._due = 0
        self._lit = False
        self.failed = False

    @property
    def active(self):
        return self._left > 0

    def begin(self, count, now):
        self._left = count
        self._due = self._app.board.ticks_add(now, COUNTDOWN_MS)
        self.failed = False
        self._app.indicator.show(indicator.COUNTDOWN)

    def step(self, now):
        """Return the next reading in counts, or None while it is not time."""
        late = self._app.board.ticks_diff(now, self._due)
        if not self.active or late < 0:
            return None
        if not self._lit:
            self._light(True)
            self._app.indicator.show(indicator.TAKING)
        value = self._app.proximity.read(now)
        if value is not None:
            self._due = self._app.board.ticks_add(self._due, PROXIMITY_SPACING_MS)
            self._left -= 1
        elif late > PATIENCE_MS:
            self.failed = True
        if self.failed or not self.active:
            self.end()
        return value

    def end(self):
        """Stop, wherever it is, with the LED off."""
        self._left = 0
        self._light(False)

    def _light(self, on):
        self._lit = on
        self._app.board.led(on)
