"""A board without hardware, for tests of the app and of both ends of the link.

Its clock stands still but for sleep_ms(); what the host would write is typed in, what the board
writes is collected. Runs on CPython and MicroPython.
"""

import binascii
import os

from fake_chips import BY_POWER, FakeI2C, FakeImu, FakeProximity

from gesturekit import messages
from gesturekit.framing import TO_BOARD, TO_HOST, Decoder, encode
from main import Slots

FOLDER = os.getenv("TMPDIR") or os.getenv("TEMP") or "/tmp"
TICKS = 1 << 30  # where the board's ticks wrap
IMU_ADDRESS = 0x6A
PROXIMITY_ADDRESS = 0x39


def no_slots():
    """Where neither an app nor a model lies."""
    return Slots("/no/such/place/")


class Reset(Exception):  # noqa: N818 (no error: the board was told to)
    """The board would restart now."""


class FakePixels:
    """Five pixels; `shown` is what write() made visible."""

    def __init__(self):
        self._next = [(0, 0, 0)] * 5
        self.shown = list(self._next)
        self.writes = 0

    def __len__(self):
        return len(self._next)

    def __setitem__(self, index, color):
        self._next[index] = color

    def write(self):
        self.writes += 1
        self.shown = list(self._next)


class FakeBoard:
    """Everything that firmware/board.py offers, and the handles of a test.

    ms: the time; imu, proximity: the chips; down: buttons held; takes_folder: is not made
    unless a take is saved; flash: bytes that are free; leds: every switching of the LED
    as (ms, on); output: bytes written so far. start: what the ticks count begins with.
    """

    machine = "fake TinySpark"

    def __init__(self, start=0):
        self.ms = 0
        self._start = start
        self.imu = FakeImu(self)
        self.proximity = FakeProximity(self)
        self.i2c = FakeI2C({IMU_ADDRESS: self.imu, PROXIMITY_ADDRESS: self.proximity})
        self.pixels = FakePixels()
        self.power_cycles = 0
        self.down = set()
        self.takes_folder = FOLDER + "/" + str(binascii.hexlify(os.urandom(8)), "ascii")
        self.flash = 1 << 20
        self.leds = []
        self.input = b""
        self.output = b""
        self._host = Decoder(TO_HOST)
        self._seq = 0
        self.console = []

    # what the firmware uses

    def bus_is_free(self):
        return not self.i2c.stuck

    def free_bus(self):
        if self.i2c.stuck > 0:
            self.i2c.stuck -= min(9, self.i2c.stuck)

    def cycle_sensor_power(self):
        self.ms += 100
        self.power_cycles += 1
        self.imu.power_on()
        self.proximity.power_on()
        if self.i2c.stuck == BY_POWER:
            self.i2c.stuck = 0

    def pressed(self, number):
        return number in self.down

    def led(self, on):
        if on != (self.leds[-1][1] if self.leds else False):
            self.leds.append((self.ms, on))

    def ticks_ms(self):
        return (self._start + self.ms) % TICKS

    def ticks_diff(self, later, earlier):
        return (later - earlier + TICKS // 2) % TICKS - TICKS // 2

    def ticks_add(self, ticks, ms):
        return (ticks + ms) % TICKS

    def sleep_ms(self, ms):
        self.ms += ms

    def read_input(self):
        data, self.input = self.input[:500], self.input[500:]
        return data

    def write(self, data, count):
        self.output += bytes(data[:count])

    def boot_id(self):
        return 0x12345678

    def heap_free(self):
        return 123456

    def flash_free(self):
        return self.flash

    def reset(self):
        raise Reset()

    # what a test uses

    def say(self, name, *values):
        """Type a message of the host; return its number."""
        self._seq += 1
        self.input += encode(TO_BOARD, messages.encode(name, self._seq, *values))
        return self._seq

    def heard(self):
        """Return the messages written since the last call; other lines go to `console`."""
        data, self.output = self.output, b""
        received = []
        for payload, text in self._host.feed(data):
            if payload is None:
                self.console.append(text)
            else:
                received.append(messages.decode(payload))
        return received


def run(app, ms):
    """Let the app run for ms of board time, as App.run() does."""
    board = app.board
    end = board.ms + ms
    while board.ms < end:
        app.step()
        board.sleep_ms(10)


def tap(app, number=1, ms=50):
    """Press a button for ms."""
    app.board.down.add(number)
    run(app, ms)
    app.board.down.remove(number)
    run(app, ms)


def named(received, *names):
    """Return the fields of those messages that have one of these names."""
    return [message.fields for message in received if message.name in names]
