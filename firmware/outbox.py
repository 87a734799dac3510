"""The ring of messages for the host: numbered, sent in order, kept to be sent once more.

Nothing on the board ever waits for the host: when the ring is full, its oldest message goes, and
samples that were never sent are counted. Each block of the ring is the payload of a message, so
sending takes no heap. Knows no sensor and no clock.
"""

from struct import pack_into

from gesturekit import messages
from gesturekit.framing import ROOM
from gesturekit.messages import CREDIT_WINDOW, INDEX_WRAP, MOST_AGAIN, SAMPLES_PER_FRAME
from gesturekit.sample import AXES, SENSORS

_IMU = SENSORS.index("imu")
_DATA = max([2 * len(AXES[name]) * count for name, count in SAMPLES_PER_FRAME.items()])  # bytes
_NUMBER, _FORM, _HEAD = messages.head("samples")
_DROPPED = _HEAD - 4  # where that field is
_BLOCK = _HEAD + _DATA + ROOM  # bytes
BLOCKS = 136  # 10 s of six-axis samples, 9 s of seven axes, 16 kB
_FRAMES_PER_STEP = 4
_SEQ = 0xFFFF
_HALF = 0x8000
_FAR = 0x4000  # numbers ahead of the last that was sent; from _HALF on they would mean the past


class Outbox:
    """Messages that matter later; `dropped` counts samples that never left since the mode began.

    Some are added with put(). Where no heap may be taken, and for samples, the payload is written
    in place: at = open(), then to payloads[at], then commit(size).
    """

    def __init__(self, link, blocks=BLOCKS):
        self._link = link
        self._blocks = blocks
        self.payloads = bytearray(blocks * _BLOCK)
        self._sizes = bytearray(blocks)
        self._samples = bytearray(blocks)  # in each block
        self._first = 0  # the oldest block
        self._kept = 0  # blocks that are ready; the one after them is open
        self._sent = 0  # of these
        self._newest = 0  # number of the newest block that is ready
        self._credited = 0  # the newest one that is known to have arrived
        self._index = 0  # of the first sample in the open block
        self.begin(_IMU)

    def begin(self, sensor):
        """Go on with samples of this sensor (its number)."""
        self._sensor = sensor
        self._axes = len(AXES[SENSORS[sensor]])
        # Proximity samples alone are few and eagerly awaited: they do not wait for company.
        self._per_frame = SAMPLES_PER_FRAME.get(SENSORS[sensor], 1)
        self._count = 0  # of samples in the open block
        self.dropped = 0

    def forget(self):
        """Take everything sent as arrived; what was not sent never was: nobody waits for it."""
        self._newest = self._credited = self._link.seq
        self._kept = self._sent

    def push(self, samples, at, index):
        """Add the sample whose values start at samples[at]; False if an older one had to go."""
        count = self._count
        if count and index != self._index + count:  # a gap: no frame spans it
            room = self.close()
            return self.push(samples, at, index) and room
        if not count:
            self._index = index
        to = self._open() * _BLOCK + _HEAD + 2 * count * self._axes
        for axis in range(at, at + self._axes):
            pack_into("<h", self.payloads, to, samples[axis])
            to += 2
        self._count = count + 1
        return count + 1 < self._per_frame or self.close()

    def close(self):
        """Make the samples of an unfinished frame ready; False if something had to go."""
        count = self._count
        if not count:
            return True
        self._count = 0
        block = self._open()
        index = self._index % INDEX_WRAP
        pack_into(_FORM, self.payloads, block * _BLOCK, _NUMBER, 0, self._sensor, index, 0)
        self._samples[block] = count
        return self.commit(_HEAD + 2 * count * self._axes)

    def put(self, name, *values):
        """Add message `name` with its values."""
        payload = messages.encode(name, 0, *values)
        at = self.open()
        self.payloads[at : at + len(payload)] = payload
        self.commit(len(payload))

    def open(self):
        """Return where in `payloads` the next message is to be written."""
        self.close()
        block = self._open()
        self._samples[block] = 0
        return block * _BLOCK

    def commit(self, size):
        """What was written there is ready; False if something had to go."""
        block = self._open()
        self._newest = seq = (self._newest + 1) & _SEQ
        self._write_number(block, seq)
        self._sizes[block] = size
        self._kept += 1
        return self._kept < self._blocks or self._drop()

    def send(self):
        """Send what the credit allows, a few frames at a time."""
        link = self._link
        for _ in range(_FRAMES_PER_STEP):
            ahead = (link.seq + 1 - self._credited) & _SEQ
            if link.stalled or self._sent == self._kept or ahead > CREDIT_WINDOW:
                return
            self._post(self._sent)
            self._sent += 1
            link.seq = (self._newest - self._kept + self._sent) & _SEQ

    def again(self, first, count):
        """Send these once more, at most MOST_AGAIN; say which are not kept any longer."""
        oldest = (self._newest - self._kept + 1) & _SEQ
        gone = (oldest - first) & _SEQ
        if 0 < gone < _HALF:
            self._link.send("gone", first, gone)
            first, count = oldest, count - gone
        begin = (first - oldest) & _SEQ
        for place in range(begin, min(begin + min(count, MOST_AGAIN), self._sent)):
            if self._link.stalled:  # who asks and does not listen: a write takes half a second
                return
            self._post(place)

    def credit(self, seq):
        """The host has everything up to number seq; numbers that were never sent are ignored."""
        if (seq - self._credited) & _SEQ <= (self._link.seq - self._credited) & _SEQ:
            self._credited = seq

    def _post(self, place):
        block = (self._first + place) % self._blocks
        at = block * _BLOCK
        if self._samples[block]:
            pack_into("<I", self.payloads, at + _DROPPED, self.dropped)
        self._link.post(self.payloads, at, self._sizes[block])

    def _drop(self):
        """Let the oldest go; False if it was never sent."""
        block = self._first
        self._first = (block + 1) % self._blocks
        self._kept -= 1
        if self._sent:
            self._sent -= 1
            return True
        self.dropped += self._samples[block]
        if (self._newest - self._link.seq) & _SEQ >= _FAR:
            self._come_nearer()
        return False

    def _come_nearer(self):
        """Give what is kept, and was never sent, smaller numbers: half of what went has none."""
        self._newest = (self._newest - _FAR // 2) & _SEQ
        for place in range(self._kept):
            seq = (self._newest - self._kept + place + 1) & _SEQ
            self._write_number((self._first + place) % self._blocks, seq)

    def _write_number(self, block, seq):
        self.payloads[block * _BLOCK + 1] = seq & 0xFF
        self.payloads[block * _BLOCK + 2] = seq >> 8

    def _open(self):
        return (self._first + self._kept) % self._blocks
