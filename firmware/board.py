"""The TinySpark's pins, buses, clock and port: the only file that knows machine and neopixel.

Everything else of the firmware gets a Board passed in, so it runs with a fake one anywhere.
"""

import gc
import os
import select
import sys
import time

from machine import I2C, Pin
from machine import reset as machine_reset
from neopixel import NeoPixel

I2C_SCL = 18
I2C_SDA = 8
I2C_HZ = 100_000  # the pull-ups have 10 kOhm: 400 kHz would be marginal
I2C_TIMEOUT_US = 50_000
SENSOR_POWER = 14  # LDO2_EN: sensors and the bus's pull-ups
POWER_UP_MS = 50
POWER_DOWN_MS = 50
CLOCKS = 9  # a byte and its acknowledgment: more than what a device can wait for
HALF_CLOCK_US = 5
RESET_DELAY_MS = 50
BUTTONS = (0, 38)  # active low; button 2 has no pull-up of its own
LED = 13
PIXELS = 39
PIXEL_COUNT = 5
INPUT_LIMIT = 500  # bytes per read_input(): more than the driver's buffers hold
# Bytes between two collections. A host's messages leave a little garbage; with megabytes of it, a
# collection would be rare but long, and so would be the search for free memory.
GARBAGE_LIMIT = 32_768


class Board:
    """All of the hardware, switched on."""

    takes_folder = "/takes"

    def __init__(self):
        self._sensor_power = Pin(SENSOR_POWER, Pin.OUT, value=1)
        self._scl, self._sda = Pin(I2C_SCL), Pin(I2C_SDA)
        time.sleep_ms(POWER_UP_MS)
        self.i2c = self._take_bus()
        self.pixels = NeoPixel(Pin(PIXELS, Pin.OUT), PIXEL_COUNT)
        self.machine = sys.implementation._machine
        self._buttons = [Pin(pin, Pin.IN, Pin.PULL_UP) for pin in BUTTONS]
        self._led = Pin(LED, Pin.OUT, value=0)
        self._poll = select.poll()
        self._poll.register(sys.stdin, select.POLLIN)
        self._input = bytearray(INPUT_LIMIT)
        self._byte = bytearray(1)
        gc.threshold(GARBAGE_LIMIT)

    def pressed(self, number):
        """Return whether button 1 or 2 is down at this moment, bouncing included."""
        return not self._buttons[number - 1].value()

    def led(self, on):
        self._led.value(1 if on else 0)

    def bus_is_free(self):
        """Return whether both lines of the sensors' bus are high, as between two transfers."""
        return bool(self._sda.value() and self._scl.value())

    def free_bus(self):
        """Move the lines by hand, 9 clocks and a STOP: a device that waits for more lets go."""
        self._sda.init(Pin.OPEN_DRAIN, value=1)
        self._scl.init(Pin.OPEN_DRAIN, value=1)
        for _ in range(CLOCKS):
            self._set(self._scl, 0)
            self._set(self._scl, 1)
        self._set(self._scl, 0)
        self._set(self._sda, 0)
        self._set(self._scl, 1)
        self._set(self._sda, 1)
        self._take_bus()

    def cycle_sensor_power(self):
        """Switch the sensors off and on, which takes 0.1 s."""
        self._scl.init(Pin.OUT, value=0)  # a line that is high would go on feeding them
        self._sda.init(Pin.OUT, value=0)
        self._sensor_power.init(Pin.OUT, value=0)
        time.sleep_ms(POWER_DOWN_MS)
        self._scl.init(Pin.IN)
        self._sda.init(Pin.IN)
        self._sensor_power.value(1)
        time.sleep_ms(POWER_UP_MS)
        self._take_bus()

    def _take_bus(self):
        """Return the controller of the two lines: always the same object on a TinySpark."""
        return I2C(0, scl=self._scl, sda=self._sda, freq=I2C_HZ, timeout=I2C_TIMEOUT_US)

    def _set(self, line, level):
        line.value(level)
        time.sleep_us(HALF_CLOCK_US)

    def ticks_ms(self):
        return time.ticks_ms()

    def ticks_diff(self, later, earlier):
        return time.ticks_diff(later, earlier)

    def ticks_add(self, ticks, ms):
        return time.ticks_add(ticks, ms)

    def sleep_ms(self, ms):
        time.sleep_ms(ms)

    def read_input(self):
        """Return the bytes that wait on the port, b"" if none; never blocks."""
        count = 0
        # More than one byte at a time would block until all of them are there.
        while count < INPUT_LIMIT and self._input_waits():
            if not sys.stdin.buffer.readinto(self._byte):
                break
            self._input[count] = self._byte[0]
            count += 1
        return bytes(self._input[:count]) if count else b""

    def _input_waits(self):
        for _ in self._poll.ipoll(0):  # poll() would make a list every time
            return True
        return False

    def write(self, data, count):
        """Write the first `count` bytes to the port as they are: print() makes CR LF of LF."""
        sys.stdout.buffer.write(data, count)

    def boot_id(self):
        """Return a random number of 32 bits, another one at every start."""
        return int.from_bytes(os.urandom(4), "little")

    def heap_free(self):
        return gc.mem_free()

    def flash_free(self):
        """Return how many bytes the file system has left; takes a moment.

        littlefs counts each folder twice: of the last blocks it says that fewer than none are
        free, which looks like a great many.
        """
        told = os.statvfs("/")
        return told[0] * told[3] if told[3] <= told[2] else 0

    def reset(self):
        """Restart everything, once what was written has left the port."""
        time.sleep_ms(RESET_DELAY_MS)
        machine_reset()
