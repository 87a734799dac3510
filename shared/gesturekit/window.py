"""The latest samples of the axes a model uses, each axis in one piece.

Every value is written twice, half a buffer apart, so that the latest samples of an axis always lie
in a row and nothing is ever moved. Knows no sensor and no time but the count of samples.
"""

import array


class Window:
    """Holds the latest `capacity` samples of `axes` axes; preallocated."""

    def __init__(self, axes, capacity):
        self.capacity = capacity
        self.stride = 2 * capacity  # from one axis to the next in data
        self.data = array.array("h", bytes(2 * axes * self.stride))
        self.count = 0  # samples put so far, also by those before a reset
        self._place = 0

    def put(self, samples, at, columns):
        """Add one sample: the values of samples (array of int16) at `at` + each of columns."""
        data = self.data
        place = self._place
        for column in columns:
            value = samples[at + column]
            data[place] = value
            data[place + self.capacity] = value
            place += self.stride
        self._place = (self._place + 1) % self.capacity
        self.count += 1

    def start(self, begin):
        """Return where sample number `begin` of the first axis lies in data.

        Later samples follow up to the newest; begin must be among the latest `capacity`.
        """
        return self._place + self.capacity - (self.count - begin)

    def movement(self, lag):
        """Return how much the newest sample differs from the one `lag` before it.

        The sum over all axes of the absolute difference in counts: 0 to axes * 65535. Needs no
        filter and no knowledge of gravity or of the gyroscope's offset, since both cancel.
        """
        data = self.data
        newest = self._place + self.capacity - 1
        total = 0
        while newest < len(data):
            total += abs(data[newest] - data[newest - lag])
            newest += self.stride
        return total
