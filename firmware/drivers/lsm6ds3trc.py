"""The LSM6DS3TR-C accelerometer and gyroscope, read through its FIFO in whole six-axis samples.

Knows registers and their codes (data sheet DocID030071); the bus is passed in, and units, time
and what to do about an error are the caller's. Every bus error is an OSError. The chip's own time
stamp of 24 bits is never read: it would wrap, after seven minutes at its finest step, and cost a
transfer. The FIFO gives every sample, in order, so their number is the clock.
"""

from array import array

from gesturekit import kernels
from gesturekit.plain_readings import CLIPPED, SAME, SKIP, WATCH

ADDRESSES = (0x6A, 0x6B)  # the board leaves SA0 open, so either may answer
WHO_AM_I_VALUE = 0x6A
RATE_CODES = {26: 2, 52: 3, 104: 4, 208: 5, 416: 6, 833: 7}  # samples per second: ODR bits
ACCEL_CODES = {2: 0, 16: 1, 4: 2, 8: 3}  # g: FS bits
GYRO_CODES = {125: 0x02, 250: 0x00, 500: 0x04, 1000: 0x08, 2000: 0x0C}  # dps: low half of CTRL2_G

# What read() returns instead of a number of samples
OVERRUN = -1  # the FIFO was full, everything in it is gone
SHIFTED = -2  # words were missing; the rest of a torn sample is gone

BURST = 32  # samples; 384 bytes take 35 ms at 100 kHz
_WORDS = 6  # 16-bit words of a sample
_BYTES = 2 * _WORDS
_SETTLE_MS = 35  # the gyroscope's turn-on time
_RESET_POLLS = 20

_FIFO_CTRL3 = 0x08
_FIFO_CTRL5 = 0x0A
_WHO_AM_I = 0x0F
_CTRL1_XL = 0x10
_CTRL2_G = 0x11
_CTRL3_C = 0x12
_FIFO_STATUS1 = 0x3A
_FIFO_DATA_OUT = 0x3E

_BDU_IF_INC = 0x44
_SW_RESET = 0x05
_NO_DECIMATION = 0x09
_BYPASS = 0
_CONTINUOUS = 6
_OVER_RUN_OR_FULL = 0x60
_EMPTY = 0x10
_SETTINGS = 6  # registers that hold them, in two halves
_HALF = 3


class LSM6DS3TRC:
    """One sensor. read() puts samples into `samples`: array('h'), ax ay az gx gy gz of each.

    same: how many of the newest samples equal the one before them; clipped: how many samples were
    at the end of the range; watch: what else take_in() has noticed (plain_readings.py).
    """

    def __init__(self, bus):
        self._bus = bus
        self._byte = bytearray(1)
        self._status = bytearray(4)
        self._raw = bytearray(BURST * _BYTES)
        whole = memoryview(self._raw)
        self._bursts = [whole[: count * _BYTES] for count in range(BURST + 1)]
        self._words = [whole[: 2 * count] for count in range(_WORDS)]
        self._fifo = 0
        self._settings = bytearray(_SETTINGS)  # of the registers from FIFO_CTRL3, from CTRL1_XL on
        self._found = bytearray(_SETTINGS)
        found = memoryview(self._found)
        self._halves = (found[:_HALF], found[_HALF:])
        self.watch = array("H", bytes(2 * WATCH))
        self.same = self.clipped = 0
        self._take_in = kernels.take_in
        self.address = 0  # where it answered
        self.samples = array("h", bytes(BURST * _BYTES))
        self.waiting = 0  # samples that the last read() left in the FIFO

    def find(self):
        """Look for the chip at every address it may have; return whether it is there."""
        for address in ADDRESSES:
            self.address = address
            try:
                if self._read(_WHO_AM_I) == WHO_AM_I_VALUE:
                    return True
            except OSError:
                continue
        return False

    def configure(self, rate, accel_range, gyro_range):
        """Reset the chip and start both sensors and the FIFO; KeyError for an unknown setting."""
        code = RATE_CODES[rate]
        settings = self._settings
        settings[0] = _NO_DECIMATION
        settings[2] = self._fifo = code << 3 | _CONTINUOUS
        settings[3] = code << 4 | ACCEL_CODES[accel_range] << 2
        settings[4] = code << 4 | GYRO_CODES[gyro_range]
        settings[5] = _BDU_IF_INC
        self._reset()
        self._write(_CTRL3_C, _BDU_IF_INC)
        self._write(_CTRL1_XL, settings[3])
        self._write(_CTRL2_G, settings[4])
        self._write(_FIFO_CTRL3, _NO_DECIMATION)
        self.restart()
        self.watch[SKIP] += (_SETTLE_MS * rate + 999) // 1000

    def restart(self):
        """Empty the FIFO. The first sample after a change of its mode is not valid."""
        self._write(_FIFO_CTRL5, _BYPASS)
        self._write(_FIFO_CTRL5, self._fifo)
        self.watch[SKIP] = 1
        self.waiting = 0

    def check(self):
        """Return whether the settings still hold: a brown-out clears them without an error."""
        first, second = self._halves
        self._bus.readfrom_mem_into(self.address, _FIFO_CTRL3, first)
        self._bus.readfrom_mem_into(self.address, _CTRL1_XL, second)
        return self._found == self._settings

    def read(self):
        """Read up to BURST samples; return how many, or OVERRUN or SHIFTED when some were lost."""
        status = self._status
        self._bus.readfrom_mem_into(self.address, _FIFO_STATUS1, status)
        words = status[0] | (status[1] & 0x07) << 8
        full = status[1] & _OVER_RUN_OR_FULL or not (words or status[1] & _EMPTY)
        if full:  # with 2048 words the count reads 0
            self.restart()
            return OVERRUN
        if status[2] and words:
            self._align(status[2], words)
            return SHIFTED
        waiting = words // _WORDS
        count = min(waiting, BURST)
        self.waiting = waiting - count
        if count:
            self._bus.readfrom_mem_into(self.address, _FIFO_DATA_OUT, self._bursts[count])
        watch = self.watch
        kept = self._take_in(self._raw, count, self.samples, watch)
        self.same = watch[SAME]
        self.clipped += watch[CLIPPED]
        return kept

    def _align(self, pattern, words):
        """Discard words until the next one is the first of a sample."""
        surplus = min((_WORDS - pattern) % _WORDS, words)
        self._bus.readfrom_mem_into(self.address, _FIFO_DATA_OUT, self._words[surplus])

    def _reset(self):
        self._write(_CTRL3_C, _SW_RESET)
        for _ in range(_RESET_POLLS):
            if not self._read(_CTRL3_C) & 1:
                return
        raise OSError("the sensor does not come out of its reset")

    def _read(self, register):
        self._bus.readfrom_mem_into(self.address, register, self._byte)
        return self._byte[0]

    def _write(self, register, value):
        self._byte[0] = value
        self._bus.writeto_mem(self.address, register, self._byte)
