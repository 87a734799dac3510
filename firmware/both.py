"""The IMU's samples, each with the newest proximity reading beside it, held between two readings.

The IMU's samples are the clock: the sensors have no other one in common. Knows no mode and no
link, and reads nothing that it is not asked for.
"""

from array import array

from gesturekit.sample import AXES

WIDTH = len(AXES["imu+proximity"])
_SIX = len(AXES["imu"])
_NONE = -1  # no reading is that small


class Both:
    """What an Imu has for its users (samples, first, lost, gap, width), in rows of seven."""

    width = WIDTH

    def __init__(self, imu, proximity):
        self._imu = imu
        self._proximity = proximity
        self._level = _NONE
        self.samples = array("h", bytes(2 * WIDTH * imu.most))
        self.first = 0
        self.gap = False
        self.lost = 0

    def begin(self):
        """What was read before is too old to be held any longer."""
        self._level = _NONE

    def join(self, now, count):
        """Take the `count` newest samples of the IMU; return how many have a reading beside them.

        Those that have none are lost, and a gap begins with them.
        """
        self.gap = self._imu.gap
        self.lost = self._imu.lost
        if not count:
            return 0
        value = self._proximity.read(now)
        if not self._proximity.working:
            self.gap |= self._level != _NONE
            self._level = _NONE
        elif value is None:  # nothing new
            value = self._level
        if value is None or value == _NONE:
            self.lost += count
            return 0
        self._copy(count, value if self._level == _NONE else self._level)
        self.samples[WIDTH * count - 1] = value  # only the newest sample is as young
        self._level = value
        self.first = self._imu.first
        return count

    def _copy(self, count, level):
        six, seven = self._imu.samples, self.samples
        to = 0
        for at in range(count):
            for axis in range(_SIX):
                seven[to] = six[_SIX * at + axis]
                to += 1
            seven[to] = level
            to += 1
