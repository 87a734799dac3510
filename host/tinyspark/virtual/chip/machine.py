"""The board's `machine`: pins, I2C, resets and the clock, answered by the supervisor's models.

Only what a TinySpark program uses; what is missing here raises AttributeError, never pretends.
"""

import struct

import board_time
import ops
import wire

PWRON_RESET = ops.PWRON_RESET
HARD_RESET = ops.HARD_RESET
WDT_RESET = 3
DEEPSLEEP_RESET = 4
SOFT_RESET = ops.SOFT_RESET

_FREQUENCIES = (20000000, 40000000, 80000000, 160000000, 240000000)
_freq = 160000000
_MAX_PIN = 48


class Pin:
    IN = ops.PIN_IN
    OUT = ops.PIN_OUT
    OPEN_DRAIN = ops.PIN_OPEN_DRAIN
    PULL_DOWN = ops.PULL_DOWN
    PULL_UP = ops.PULL_UP

    def __init__(self, number, mode=-1, pull=-1, *, value=None):
        if not 0 <= number <= _MAX_PIN or 22 <= number <= 25:
            raise ValueError("invalid pin")
        self.number = number
        self.init(mode, pull, value=value)

    def init(self, mode=-1, pull=-1, *, value=None):
        if mode == -1 and pull == -1 and value is None:
            return
        mode = 0 if mode == -1 else mode
        pull = 0 if pull == -1 or pull is None else pull
        level = ops.KEEP_LEVEL if value is None else int(bool(value))
        wire.ask(ops.PIN_SETUP, self.number, mode | pull << 4 | level << 8)

    def value(self, level=None):
        if level is None:
            return wire.ask(ops.PIN_READ, self.number)
        wire.ask(ops.PIN_WRITE, self.number, 1 if level else 0)

    __call__ = value

    def on(self):
        self.value(1)

    def off(self):
        self.value(0)

    def toggle(self):
        self.value(not self.value())

    def __repr__(self):
        return "Pin(%d)" % self.number


class I2C:
    """A controller on the pins it is given: (18, 8) sensors, (16, 17) Qwiic, others: no pull-ups.

    NACK raises OSError(19), a stuck bus OSError(116).
    """

    _BUSES = {(18, 8): ops.BUS_INTERNAL, (16, 17): ops.BUS_QWIIC}

    def __init__(self, id=0, *, scl, sda, freq=400000, timeout=50000):
        self._id = id
        self._freq = freq
        self._bus = self._BUSES.get((scl.number, sda.number), ops.BUS_NONE)
        wire.ask(ops.I2C_SETUP, self._bus, freq | min(timeout // 1000, 4095) << 20)

    def scan(self):
        return [address for address in range(0x08, 0x78) if self._answers(address)]

    def readfrom(self, address, count, stop=True):
        data = bytearray(count)
        self.readfrom_into(address, data, stop)
        return bytes(data)

    def readfrom_into(self, address, buffer, stop=True):
        wire.ask(ops.I2C, self._bus, address, b"", buffer)

    def writeto(self, address, buffer, stop=True):
        wire.ask(ops.I2C, self._bus, address, buffer)
        return len(buffer)

    def readfrom_mem(self, address, register, count, *, addrsize=8):
        data = bytearray(count)
        self.readfrom_mem_into(address, register, data, addrsize=addrsize)
        return bytes(data)

    def readfrom_mem_into(self, address, register, buffer, *, addrsize=8):
        wire.ask(ops.I2C, self._bus, address | addrsize << 5 | register << 16, b"", buffer)

    def writeto_mem(self, address, register, buffer, *, addrsize=8):
        wire.ask(ops.I2C, self._bus, address | addrsize << 5 | register << 16, buffer)

    def _answers(self, address):
        try:
            self.writeto(address, b"")
        except OSError as error:
            if error.errno != ops.ENODEV:
                raise
            return False
        return True

    def __repr__(self):
        return "I2C(%d, freq=%d)" % (self._id, self._freq)


class RTC:
    """The calendar, which starts at 2000-01-01 with power and outlives resets."""

    def datetime(self, date=None):
        """Return (or set) (year, month, day, weekday, hours, minutes, seconds, microseconds)."""
        if date is None:
            now = board_time.time_ns() // 1000
            year, month, day, hour, minute, second, weekday = board_time.gmtime(now // 1000000)[:7]
            return (year, month, day, weekday, hour, minute, second, now % 1000000)
        year, month, day, _, hour, minute, second, us = date
        seconds = board_time.mktime((year, month, day, hour, minute, second))
        wire.ask(ops.RTC_SET, 0, 0, struct.pack("<q", seconds * 1000000 + us))


def reset():
    wire.ask(ops.RESET)


def soft_reset():
    raise SystemExit


def reset_cause():
    return wire.ask(ops.RESET_CAUSE)


def unique_id():
    return b"\xf4\x12\xfa\x00\x00\x01"


def freq(hz=None):
    global _freq
    if hz is None:
        return _freq
    if hz not in _FREQUENCIES:
        raise ValueError("frequency must be 20MHz, 40MHz, 80Mhz, 160MHz or 240MHz")
    _freq = hz


def idle():
    board_time.sleep_us(100)
