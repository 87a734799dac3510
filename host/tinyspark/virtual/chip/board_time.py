"""The board's `time`: every clock of the virtual board is the supervisor's.

With a running clock the board's time is the computer's monotonic time, scaled, and computed here;
with a stepped clock each call asks the supervisor. Ticks wrap at 2**30, as on the board.
"""

import struct
import time as _real

import ops
import wire

_MASK = 0x3FFFFFFF
_HALF = 0x20000000
_EPOCH_1970 = 946684800  # the board's time begins with the year 2000, the unix port's with 1970

_real_ticks_us = _real.ticks_us
_real_sleep_ms = _real.sleep_ms
_real_sleep_us = _real.sleep_us
_answer = bytearray(8)
_zero = 0  # the computer's ticks_us at the hard reset
_up = 1  # board time passes _up / _down times as fast
_down = 1
stepped = False


def setup(clock):
    """clock: (zero, up, down), or None for a stepped clock."""
    global _zero, _up, _down, stepped
    stepped = clock is None
    if clock:
        _zero, _up, _down = clock


def _now():
    if stepped:
        wire.ask(ops.TICKS, 0, 0, b"", _answer)
        return struct.unpack_from("<q", _answer)[0]
    return (_real_ticks_us() - _zero) * _up // _down


def real_ms(ms):
    """How many of the computer's milliseconds ms of the board take, never 0 for more than 0."""
    return (ms * _down + _up - 1) // _up


def ticks_ms():
    return _now() // 1000 & _MASK


def ticks_us():
    return _now() & _MASK


ticks_cpu = ticks_us


def ticks_add(ticks, delta):
    return (ticks + delta) & _MASK


def ticks_diff(new, old):
    return ((new - old + _HALF) & _MASK) - _HALF


def sleep_us(us):
    if us <= 0:
        return
    if stepped:
        wire.ask(ops.SLEEP, 0, us)
        return
    end = _real_ticks_us() + (us * _down + _up - 1) // _up
    while (left := end - _real_ticks_us()) > 0:  # it may wake too early
        if left >= 1000:
            _real_sleep_ms(left // 1000)
        else:
            _real_sleep_us(left)


def sleep_ms(ms):
    sleep_us(ms * 1000)


def sleep(seconds):
    sleep_us(int(seconds * 1000000))


def time_ns():
    wire.ask(ops.RTC_GET, 0, 0, b"", _answer)
    return struct.unpack_from("<q", _answer)[0] * 1000


def time():
    return time_ns() // 1000000000


def gmtime(seconds=None):
    return _real.gmtime((time() if seconds is None else seconds) + _EPOCH_1970)[:8]


localtime = gmtime


def mktime(date):
    """Seconds since 2000 at (year, month, day, hour, minute, second, ...), without a zone."""
    year, month, day, hour, minute, second = date[:6]
    # March is month 0 of a year that ends with February, so the leap day comes last.
    year -= month < 3
    month = (month + 9) % 12
    days = year * 365 + year // 4 - year // 100 + year // 400 + (month * 306 + 5) // 10 + day - 1
    return (days - 730425) * 86400 + hour * 3600 + minute * 60 + second
