"""Register model of the LSM6DS3TR-C accelerometer and gyroscope, from its data sheet.

Answers byte by byte like the chip: identity, rates and ranges, BDU, FIFO, power-on values.
Its samples come from a scene in the kit's counts (8 g, 2000 dps), one row a sample period.
Not modelled: filters, decimation, embedded functions, self-test, temperature changes.
It can freeze, have bits that do not move, and sample faster or slower than it should.
"""

from collections.abc import Sequence

from gesturekit.sample import COUNT_MAX, COUNT_MIN, UDPS_PER_COUNT, UG_PER_COUNT
from tinyspark.virtual.imu_fifo import CAPACITY, Fifo
from tinyspark.virtual.scenes import Motion

FIFO_CTRL1, FIFO_CTRL2, FIFO_CTRL3, FIFO_CTRL5 = 0x06, 0x07, 0x08, 0x0A
INT1_CTRL, WHO_AM_I, CTRL1_XL, CTRL2_G, CTRL3_C = 0x0D, 0x0F, 0x10, 0x11, 0x12
CTRL9_XL, CTRL10_C, STATUS_REG, OUT_TEMP_L, OUTX_L_G = 0x18, 0x19, 0x1E, 0x20, 0x22
OUTX_L_XL, FIFO_STATUS1, FIFO_DATA_OUT_L, FIFO_DATA_OUT_H = 0x28, 0x3A, 0x3E, 0x3F
TIMESTAMP0, TIMESTAMP2, WAKE_UP_DUR = 0x40, 0x42, 0x5C

IDENTITY = 0x6A
BOOT, BDU, IF_INC, SW_RESET = 0x80, 0x40, 0x04, 0x01
_RESET_VALUES = {WHO_AM_I: IDENTITY, CTRL3_C: IF_INC, CTRL9_XL: 0xE0}
_READ_ONLY = {WHO_AM_I, *range(0x1A, 0x54)}

# In tenths of a hertz, by ODR code
RATES = (0, 125, 260, 520, 1040, 2080, 4160, 8330, 16660, 33320, 66640)
_ACCEL_RANGES = (2, 16, 4, 8)  # by FS[1:0]
_GYRO_RANGES = (250, 500, 1000, 2000)
_KIT_UG, _KIT_UDPS = UG_PER_COUNT[8], UDPS_PER_COUNT[2000]

_BOOT_US = 15_000
_GYRO_START_US = 35_000
_JUNK = 0x7FFF  # what a FIFO hands out for the first sample after a mode switch
_FIFO_STOPS, _FIFO_CONTINUOUS = 1, 6
_MAX_BACKLOG = 1000  # samples to work off one by one; before them the FIFO was overrun anyway


class Lsm6ds3trc:
    """The chip on its bus: write() and read() are what follows its address in a transfer."""

    def __init__(self, motion: Motion, now: int = 0) -> None:
        self._motion = motion
        self.fifo = Fifo()
        self._newest: Sequence[int] = (0,) * 6
        self._frozen = self._stays_frozen = False
        self._bits = [(0, 0)] * 6  # of each axis: those that are always 1, those always 0
        self._skew = 0
        self.power(True, now)

    def power(self, on: bool, now: int) -> None:
        """Power comes or goes; with it, every register returns to its reset value."""
        self._powered = on
        self._awake_at = now + _BOOT_US
        self._reset(now)

    def awake(self, now: int) -> bool:
        return self._powered and now >= self._awake_at

    def write(self, data: bytes, now: int) -> None:
        """The first byte names a register, the others go into it and those after it."""
        self.update(now)
        self._pointer = data[0] & 0x7F
        for value in data[1:]:
            self._store(self._pointer, value, now)
            self._advance()

    def read(self, count: int, now: int) -> bytes:
        self.update(now)
        out = bytearray()
        for _ in range(count):
            out.append(self._load(self._pointer, now))
            self._advance()
        return bytes(out)

    # Faults

    def freeze(self, lasting: bool) -> None:
        """From now on every sample is the newest one: until the next reset, or lasting."""
        self._frozen, self._stays_frozen = True, lasting

    def thaw(self) -> None:
        self._frozen = self._stays_frozen = False

    def stick_bits(self, axis: int, ones: int, zeros: int) -> None:
        """These bits of an axis (0..5: ax .. gz) are always 1, those always 0; 0: all move."""
        self._bits[axis] = (ones, zeros)

    def skew(self, ppm: int, now: int) -> None:
        """Sample so many millionths faster than the nominal rate."""
        self.update(now)
        self._skew = ppm
        self._epoch, self._ticks = now, 0

    def int1(self, now: int) -> bool:
        """The level of the INT1 pin: FIFO threshold or overrun, where enabled."""
        self.update(now)
        enabled = self._registers[INT1_CTRL]
        flags = self.fifo.status(self._threshold())[1]
        return bool((enabled & 0x08 and flags & 0x80) or (enabled & 0x10 and flags & 0x40))

    def update(self, now: int) -> None:
        """Take every sample that was due up to now."""
        rate = self._rate()
        if not rate or not self._powered:
            return
        due = (now - self._epoch) * rate * (1_000_000 + self._skew) // 10**13
        if due - self._ticks > _MAX_BACKLOG:
            self._skip(due - self._ticks - _MAX_BACKLOG, rate)
        while self._ticks < due:
            self._ticks += 1
            self._sample(rate)

    # Registers

    def _reset(self, now: int) -> None:
        self._registers = bytearray(128)
        for register, value in _RESET_VALUES.items():
            self._registers[register] = value
        self._pointer = 0
        self._status = 0
        self._locked: set[int] = set()  # outputs of which one half was read, with BDU
        self._epoch = now
        self._ticks = 0
        self._gyro_since = now
        self._timer_since: int | None = None
        self._switched = False
        self._frozen = self._stays_frozen
        self.fifo.clear()

    def _advance(self) -> None:
        if self._pointer == FIFO_DATA_OUT_H:
            self._pointer = FIFO_DATA_OUT_L  # a burst stays on the pair
        elif self._pointer != FIFO_DATA_OUT_L and not self._registers[CTRL3_C] & IF_INC:
            return
        else:
            self._pointer = (self._pointer + 1) & 0x7F

    def _load(self, register: int, now: int) -> int:
        if register == STATUS_REG:
            return self._status
        if FIFO_STATUS1 <= register < FIFO_STATUS1 + 4:
            return self.fifo.status(self._threshold())[register - FIFO_STATUS1]
        if register == FIFO_DATA_OUT_L:
            return self.fifo.head() & 0xFF
        if register == FIFO_DATA_OUT_H:
            high = self.fifo.head() >> 8
            self.fifo.pop()
            return high
        if TIMESTAMP0 <= register <= TIMESTAMP2:
            return self._timestamp(now) >> 8 * (register - TIMESTAMP0) & 0xFF
        if OUT_TEMP_L <= register < OUT_TEMP_L + 14:
            self._note_read(register)
        return self._registers[register]

    def _note_read(self, register: int) -> None:
        if register & 1:
            self._locked.discard(register - 1)
            if register == OUTX_L_XL + 5:
                self._status &= ~0x01
            elif register == OUTX_L_G + 5:
                self._status &= ~0x02
        elif self._registers[CTRL3_C] & BDU:
            self._locked.add(register)

    def _store(self, register: int, value: int, now: int) -> None:
        if register == TIMESTAMP2 and value == 0xAA:
            self._timer_since = now
        if register in _READ_ONLY:
            return
        if register == CTRL3_C and value & (SW_RESET | BOOT):
            self._reset(now)
            return
        before = self._rate()
        old, self._registers[register] = self._registers[register], value
        if register == CTRL2_G and value >> 4 and not old >> 4:
            self._gyro_since = now
        if register == CTRL10_C and value & 0x20 and self._timer_since is None:
            self._timer_since = now
        if register == FIFO_CTRL5 and (old ^ value) & 0x07:
            self._switch_fifo(value & 0x07)
        if register == FIFO_CTRL3:
            self._switch_fifo(self._registers[FIFO_CTRL5] & 0x07)
        if self._rate() != before:
            self._epoch, self._ticks = now, 0

    # Settings

    def _rate(self) -> int:
        """The faster sensor's rate in tenths of a hertz, 0 when both are off."""
        return max(self._accel_rate(), self._gyro_rate())

    def _accel_rate(self) -> int:
        return _rate_of(self._registers[CTRL1_XL] >> 4)

    def _gyro_rate(self) -> int:
        return _rate_of(self._registers[CTRL2_G] >> 4)

    def _threshold(self) -> int:
        return (self._registers[FIFO_CTRL2] & 0x07) << 8 | self._registers[FIFO_CTRL1]

    def _timestamp(self, now: int) -> int:
        if self._timer_since is None or not self._registers[CTRL10_C] & 0x20:
            return 0
        step = 25 if self._registers[WAKE_UP_DUR] & 0x10 else 6400
        return (now - self._timer_since) // step & 0xFFFFFF

    # Samples

    def _sample(self, rate: int) -> None:
        row = self._felt(self._motion.next_row(rate))
        if self._due(self._accel_rate(), rate):
            self._set(OUTX_L_XL, self._accel(row[:3]))
            self._status |= 0x01
        if self._due(self._gyro_rate(), rate) and self._gyro_started(rate):
            self._set(OUTX_L_G, self._gyro(row[3:]))
            self._status |= 0x02
        if self._due(_rate_of(self._registers[FIFO_CTRL5] >> 3 & 0x0F), rate):
            self._fill(row, rate)

    def _felt(self, row: Sequence[int]) -> Sequence[int]:
        """What the chip makes of a row of the scene, with its faults."""
        if not self._frozen:
            self._newest = row
        if any(map(any, self._bits)):
            pairs = zip(self._newest, self._bits, strict=True)
            return [_signed((value | ones) & ~zeros) for value, (ones, zeros) in pairs]
        return self._newest

    def _due(self, wanted: int, rate: int) -> bool:
        wanted = min(wanted, rate)
        return self._ticks * wanted // rate != (self._ticks - 1) * wanted // rate

    def _gyro_started(self, rate: int) -> bool:
        time = self._epoch + self._ticks * 10_000_000 // rate
        return bool(self._gyro_rate()) and time >= self._gyro_since + _GYRO_START_US

    def _set(self, register: int, values: Sequence[int]) -> None:
        for at, value in zip(range(register, register + 6, 2), values, strict=True):
            if at not in self._locked:
                self._registers[at : at + 2] = (value & 0xFFFF).to_bytes(2, "little")

    def _fill(self, row: Sequence[int], rate: int) -> None:
        mode = self._registers[FIFO_CTRL5] & 0x07
        words: list[int] = []
        if self._registers[FIFO_CTRL3] >> 3 & 0x07 == 1:
            words += self._gyro(row[3:]) if self._gyro_started(rate) else [0, 0, 0]
        if self._registers[FIFO_CTRL3] & 0x07 == 1:
            words += self._accel(row[:3])
        full = mode == _FIFO_STOPS and len(self.fifo) + len(words) > CAPACITY
        if mode not in (_FIFO_STOPS, _FIFO_CONTINUOUS) or full:
            return
        self.fifo.push([_JUNK] * len(words) if self._switched else words)
        self._switched = False

    def _switch_fifo(self, mode: int) -> None:
        self._switched = mode != 0
        if mode == 0:
            self.fifo.clear()
        sensors = (self._registers[FIFO_CTRL3] >> 3 & 0x07 == 1) + (
            self._registers[FIFO_CTRL3] & 0x07 == 1
        )
        self.fifo.sample_words = 3 * sensors or 6

    def _skip(self, count: int, rate: int) -> None:
        self._ticks += count
        self._motion.skip(count, rate)

    def _accel(self, row: Sequence[int]) -> list[int]:
        reach = _ACCEL_RANGES[self._registers[CTRL1_XL] >> 2 & 0x03]
        return [convert(value, _KIT_UG, UG_PER_COUNT[reach]) for value in row]

    def _gyro(self, row: Sequence[int]) -> list[int]:
        setting = self._registers[CTRL2_G]
        reach = 125 if setting & 0x02 else _GYRO_RANGES[setting >> 2 & 0x03]
        return [convert(value, _KIT_UDPS, UDPS_PER_COUNT[reach]) for value in row]


def convert(count: int, unit: int, new_unit: int) -> int:
    """A count of one unit as the nearest count of another, saturated; equal units: unchanged."""
    size = (2 * abs(count) * unit + new_unit) // (2 * new_unit)
    return max(COUNT_MIN, min(COUNT_MAX, size if count >= 0 else -size))


def _signed(value: int) -> int:
    """The low 16 bits as a count."""
    return ((value & 0xFFFF) ^ 0x8000) - 0x8000


def _rate_of(code: int) -> int:
    return RATES[code] if code < len(RATES) else 0
