"""A push button, debounced by polling.

Knows no pin: it is told the level at every poll, and the clock is passed in.
"""

DEBOUNCE_MS = 20


class Button:
    """`pressed` follows the level once it has been steady for DEBOUNCE_MS."""

    def __init__(self, ticks_diff, number):
        self._ticks_diff = ticks_diff
        self._changing = False
        self._since = 0
        self.number = number
        self.pressed = False

    def poll(self, level, now):
        """Return True if `pressed` has just changed; level: down or not, now: ticks in ms."""
        if level == self.pressed:
            self._changing = False
        elif not self._changing:
            self._changing = True
            self._since = now
        elif self._ticks_diff(now, self._since) >= DEBOUNCE_MS:
            self._changing = False
            self.pressed = level
            return True
        return False
