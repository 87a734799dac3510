"""What the five pixels say: the mode, a take's progress, trouble with a sensor, a detection.

Knows colors, not reasons. Dim on purpose: the pixels are close to the eyes.
"""

from gesturekit.messages import ABSENT, BUS_STUCK, FAILED, FROZEN, OK

OFF = (0, 0, 0)
# What is going on: one color on pixel 0, or on all five when somebody waits for it
IDLE = (2, 2, 2)
STREAM = (0, 0, 12)
CLASSIFY = (0, 6, 0)
ARMED = (14, 10, 0)
COUNTDOWN = (24, 8, 0)
TAKING = (30, 0, 0)
_ON_ALL = (ARMED, COUNTDOWN, TAKING)

SAVED = (36, 36, 36)  # a take without a host is on flash
NOT_SAVED = OFF  # it is not: darkness, where light was expected
NO_ROOM = (30, 0, 0)
UNKNOWN = (5, 5, 5)  # a take or movement that is none of the gestures
# The color of label 0, 1, 2 ...; they repeat after the last one
LABELS = (
    (0, 40, 0),
    (0, 0, 50),
    (40, 24, 0),
    (40, 0, 34),
    (0, 34, 34),
    (46, 8, 0),
    (20, 0, 50),
    (26, 36, 4),
    (44, 14, 18),
    (6, 22, 50),
)
# A sensor that does not work: on a pixel of its own, the color of its state
IMU_PIXEL, PROXIMITY_PIXEL = 4, 3
TROUBLE = {
    ABSENT: (30, 0, 0),
    FAILED: (24, 0, 6),
    FROZEN: (0, 0, 30),
    BUS_STUCK: (24, 14, 0),
}

FLASH_MS = 1000


def label_color(index):
    """Return the color (red, green, blue) that always stands for label number index."""
    return LABELS[index % len(LABELS)]


class Indicator:
    """Drives the pixels; writes to them only when the picture changes."""

    def __init__(self, board):
        self._board = board
        self._state = IDLE
        self._imu = self._proximity = OK
        self._flash = self._held = None
        self._red = 0  # pixels at the end
        self._since = 0
        self._dirty = True

    def show(self, state):
        """Show one of the states above until the next one."""
        self._dirty |= state != self._state
        self._state = state

    def sensors(self, imu, proximity):
        """Tell the state of each sensor."""
        self._dirty |= imu != self._imu or proximity != self._proximity
        self._imu = imu
        self._proximity = proximity

    def flash(self, color):
        """Show color on all pixels for about a second."""
        self._flash = color
        self._since = self._board.ticks_ms()
        self._dirty = True

    def hint(self, color):
        """flash() what must not hide a flash that is still on."""
        if self._flash is None:
            self.flash(color)

    def hold(self, color, red=0):
        """Show color on all pixels until told otherwise; None: no color.

        red: so many of them, at the end, warn that there is little room left for takes, or none.
        """
        self._dirty |= color != self._held or red != self._red
        self._held = color
        self._red = red

    def step(self, now):
        """Bring the pixels up to date."""
        if self._flash and self._board.ticks_diff(now, self._since) >= FLASH_MS:
            self._flash = None
            self._dirty = True
        if self._dirty:
            self._dirty = False
            self._draw()

    def _draw(self):
        pixels = self._board.pixels
        state = self._state if self._state in _ON_ALL else None
        everywhere = self._flash or self._held or state
        for at in range(len(pixels)):  # the driver's fill() takes heap
            pixels[at] = everywhere or OFF
        if everywhere and everywhere is self._held:
            for at in range(len(pixels) - self._red, len(pixels)):
                pixels[at] = NO_ROOM
        if everywhere is None:
            pixels[0] = self._state
            pixels[IMU_PIXEL] = TROUBLE.get(self._imu, OFF)
            pixels[PROXIMITY_PIXEL] = TROUBLE.get(self._proximity, OFF)
        pixels.write()
