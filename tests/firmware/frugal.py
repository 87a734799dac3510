"""A board of fakes that takes no heap, so whatever is taken in a step is the firmware's.

The IMU gives the samples of a table, over and over; buttons are up; other registers read as they
were written. Runs on CPython too.
"""

from fakes import FakeBoard

_IMU, _PROXIMITY = 0x6A, 0x39
_FIFO_STATUS, _FIFO_DATA = 0x3A, 0x3E
_EMPTY = 0x10
_BYTES = 12  # of a sample in the FIFO


class FrugalBoard(FakeBoard):
    """motion: samples, each a list of ax ay az gx gy gz; writes: how often something was sent."""

    def __init__(self, motion):
        super().__init__()
        self.i2c = FrugalBus(fifo_bytes(motion))
        self.pixels = FrugalPixels()
        self.writes = 0

    # FakeBoard's ticks wrap at a number that takes heap where ints have 31 bits.

    def ticks_ms(self):
        return self.ms

    def ticks_diff(self, later, earlier):
        return later - earlier

    def ticks_add(self, ticks, ms):
        return ticks + ms

    def bus_is_free(self):
        return True

    def pressed(self, number):
        return False

    def read_input(self):
        return b""

    def write(self, data, count):
        self.writes += 1


class FrugalPixels:
    """`writes`: how often they were."""

    def __init__(self):
        self._colors = [None] * 5
        self.writes = 0

    def __len__(self):
        return len(self._colors)

    def __setitem__(self, index, color):
        self._colors[index] = color

    def write(self):
        self.writes += 1


class FrugalBus:
    """Both sensors; `due` samples come with the next reading."""

    def __init__(self, fifo):
        self._fifo = fifo
        self._at = 0
        self._registers = {_IMU: bytearray(256), _PROXIMITY: bytearray(256)}
        self._registers[_IMU][0x0F] = 0x6A
        self._registers[_PROXIMITY][0x92] = 0x39
        self._registers[_PROXIMITY][0x93] = 0x02  # there is a reading
        self._step = 0
        self._left = 0
        self._frozen = False
        self.due = 0
        self.read = 0  # samples

    def freeze(self):
        """All samples are the same from now on."""
        self._frozen = True

    def readfrom_mem_into(self, address, register, buffer):
        if address == _IMU and register == _FIFO_STATUS:
            self._status(buffer)
        elif address == _IMU and register == _FIFO_DATA:
            self._data(buffer)
        else:
            registers = self._registers[address]
            for at in range(len(buffer)):
                buffer[at] = registers[register + at]

    def writeto_mem(self, address, register, data):
        registers = self._registers[address]
        for at in range(len(data)):
            registers[register + at] = data[at]
        if address == _IMU and register == 0x12:
            registers[register] &= 0xFE  # its reset takes no time

    def _status(self, buffer):
        words = 6 * self.due
        buffer[0] = words & 0xFF
        buffer[1] = words >> 8 | (0 if words else _EMPTY)
        buffer[2] = buffer[3] = 0

    def _data(self, buffer):
        fifo = self._fifo
        place = self._at
        for at in range(len(buffer)):
            buffer[at] = fifo[place]
            place += 1
            if self._frozen and place == self._at + _BYTES:
                place = self._at
            if place == len(fifo):
                place = 0
        self._at = place
        count = len(buffer) // _BYTES
        self.due -= count
        self.read += count


def fifo_bytes(motion):
    """The samples as the FIFO gives them: gx gy gz ax ay az, little-endian."""
    data = bytearray()
    for sample in motion:
        for axis in (3, 4, 5, 0, 1, 2):
            data.append(sample[axis] & 0xFF)
            data.append(sample[axis] >> 8 & 0xFF)
    return data
