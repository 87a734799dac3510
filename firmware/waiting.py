"""The ring of samples that wait for the link, already cut into frames.

Sampling never waits for the host: when the ring is full, its oldest samples go and are counted.
Each block of the ring is the payload of a message, so sending takes no heap. Knows no sensor and
no clock.
"""

from struct import pack_into

from gesturekit import messages
from gesturekit.framing import ROOM
from gesturekit.messages import SAMPLES_PER_FRAME
from gesturekit.sample import AXES, SENSORS

_IMU = SENSORS.index("imu")
_DATA = max([2 * len(AXES[name]) * count for name, count in SAMPLES_PER_FRAME.items()])  # bytes
_NUMBER, _FORM, _HEAD = messages.head("samples")
_BLOCK = _HEAD + _DATA + ROOM  # bytes
BLOCKS = 136  # 10 s of six-axis samples, 9 s of seven axes, 16 kB
_FRAMES_PER_STEP = 4


class WaitingSamples:
    """Samples of one sensor, with their indices; `dropped` counts those that are lost."""

    def __init__(self, blocks=BLOCKS):
        self._blocks = blocks
        self._payloads = bytearray(blocks * _BLOCK)
        self._index = [0] * blocks  # of each block's first sample
        self._count = [0] * blocks
        self.begin(_IMU)

    def begin(self, sensor):
        """Forget everything and go on with samples of this sensor (its number)."""
        self._sensor = sensor
        self._axes = len(AXES[SENSORS[sensor]])
        # Proximity samples alone are few and eagerly awaited: they do not wait for company.
        self._per_frame = SAMPLES_PER_FRAME.get(SENSORS[sensor], 1)
        self._first = 0  # the oldest block
        self._closed = 0  # blocks that are ready; the one after them is being filled
        self._count[0] = 0
        self.dropped = 0

    def push(self, samples, at, index):
        """Add the sample whose values start at samples[at]; False if an older one had to go."""
        block = self._open()
        count = self._count[block]
        if count and index != self._index[block] + count:  # a gap: no frame spans it
            room = self.close()
            return self.push(samples, at, index) and room
        if not count:
            self._index[block] = index
        to = block * _BLOCK + _HEAD + 2 * count * self._axes
        for axis in range(at, at + self._axes):
            pack_into("<h", self._payloads, to, samples[axis])
            to += 2
        self._count[block] = count + 1
        return count + 1 < self._per_frame or self.close()

    def close(self):
        """Make the samples of an unfinished frame ready; False if older ones had to go."""
        if not self._count[self._open()]:
            return True
        self._closed += 1
        room = self._closed < self._blocks
        if not room:
            self.dropped += self._count[self._first]
            self._advance()
        self._count[self._open()] = 0
        return room

    def send(self, link):
        """Send what the credit allows, a few frames at a time."""
        for _ in range(_FRAMES_PER_STEP):
            if not self._closed or not link.may_send():
                return
            block = self._first
            at, index = block * _BLOCK, self._index[block]
            pack_into(_FORM, self._payloads, at, _NUMBER, 0, self._sensor, index, self.dropped)
            link.post(self._payloads, at, _HEAD + 2 * self._count[block] * self._axes)
            self._advance()

    def empty(self):
        """Return whether nothing waits, not even an unfinished frame."""
        return not self._closed and not self._count[self._open()]

    def _advance(self):
        self._first = (self._first + 1) % self._blocks
        self._closed -= 1

    def _open(self):
        return (self._first + self._closed) % self._blocks
