"""An I2C bus and register files of the two sensors, simple enough to check by reading.

A chip is told the time in ms by the clock it was made with. Written from the data sheets, not
from the drivers.
"""

ENODEV, ETIMEDOUT = 19, 116
BY_POWER, NEVER = -1, -2  # what frees a stuck bus
IMU_ODR = {1: 12.5, 2: 26, 3: 52, 4: 104, 5: 208, 6: 416, 7: 833}


class FakeI2C:
    """chips: dict of address -> chip. fail: number of the coming transfers that meet a NACK,
    `after` so many that do not; stuck: clocks until SDA is let go of, or BY_POWER or NEVER."""

    def __init__(self, chips):
        self.chips = chips
        self.transfers = 0
        self.fail = self.after = 0
        self.stuck = 0

    def readfrom_mem_into(self, address, register, buffer):
        chip = self._chip(address)
        for at in range(len(buffer)):
            buffer[at] = chip.read(register, at)

    def writeto_mem(self, address, register, data):
        chip = self._chip(address)
        for at in range(len(data)):
            chip.write(register + at, data[at])

    def _chip(self, address):
        self.transfers += 1
        if self.stuck:
            raise OSError(ETIMEDOUT)
        if self.fail and self.after:
            self.after -= 1
        elif self.fail:
            self.fail -= 1
            raise OSError(ENODEV)
        if address not in self.chips:
            raise OSError(ENODEV)
        return self.chips[address]


class FakeImu:
    """The registers of the LSM6DS3TR-C that matter here. scene(n): sample n as ax .. gz."""

    def __init__(self, clock):
        self._clock = clock
        self.scene = numbered
        self.made = 0  # samples since power-on
        self.skew = 0  # millionths by which it is too fast
        self._frozen = None
        self._lasting = False
        self.power_on()

    def power_on(self):
        """All registers as after a reset; the samples already waiting are gone."""
        self.registers = bytearray(128)
        self.registers[0x0F] = 0x6A
        self.registers[0x12] = 0x04
        self._words = []
        self._overrun = False
        self._since = 0
        self._in_fifo = 0  # samples since the FIFO was switched on
        if not self._lasting:
            self._frozen = None

    def freeze(self, lasting=False):
        """All samples from now on are the same, until a reset, or lasting until thaw()."""
        self._update()
        self._frozen = self.scene(self.made)
        self._lasting = lasting

    def thaw(self):
        self._update()
        self._frozen = None
        self._lasting = False

    def halt(self):
        """No more samples, though all settings hold, until the FIFO is switched on anew."""
        self._in_fifo = 1 << 29

    def write(self, register, value):
        self._update()
        self.registers[register] = value
        if register == 0x12 and value & 0x01:
            self.power_on()
        if register == 0x0A:
            self._words = []
            self._overrun = False
            self._since = self._clock.ms
            self._in_fifo = 0

    def read(self, register, at):
        if register == 0x3E:
            return self._data(at)
        self._update()
        register += at
        return self._status(register - 0x3A) if register >= 0x3A else self.registers[register]

    def drop_word(self):
        """Lose one word, as a disturbed transfer does: the pattern shifts."""
        self._update()
        self._words.pop(0)

    def _data(self, at):
        if not self._words:
            return 0
        word = self._words[0]
        if at % 2:
            self._words.pop(0)
        return (word >> 8 if at % 2 else word) & 0xFF

    def _status(self, number):
        words = len(self._words)
        if number == 0:
            return words & 0xFF
        if number == 1:
            full = 0x60 if self._overrun else 0
            return words >> 8 & 7 | full | (0 if words else 0x10)
        return -words % 6 if number == 2 else 0

    def _rate(self):
        slowest = min(self.registers[0x10] >> 4, self.registers[0x11] >> 4)
        running = self.registers[0x0A] & 7 == 6 and self.registers[0x08] == 0x09
        if not running or not slowest or self.registers[0x0A] >> 3 > slowest:
            return 0
        return IMU_ODR[self.registers[0x0A] >> 3]

    def _update(self):
        passed = (self._clock.ms - self._since) * (1000000 + self.skew)
        due = int(passed * self._rate() // 1000000000)
        while self._in_fifo < due:
            sample = self._frozen or self.scene(self.made)
            self._words += sample[3:] + sample[:3]
            self.made += 1
            self._in_fifo += 1
            if len(self._words) > 2046:
                self._overrun = True
                self._words = self._words[6:]


def numbered(n):
    """A scene in which each value tells its sample and its axis."""
    return [(n * 6 + axis) % 40000 - 20000 for axis in range(6)]


def still(n):
    """A scene without movement: a sensor that rests has noise, one that has none is frozen."""
    return [n & 1, 0, 4096, 0, 0, 0]


class FakeProximity:
    """The registers of the APDS-9930 that matter here; `counts` is what it would measure."""

    def __init__(self, clock):
        self._clock = clock
        self.counts = 0
        self.bright = False
        self.power_on()

    def power_on(self):
        self.registers = bytearray(32)
        self.registers[0x12] = 0x39
        self._enabled = 0

    def write(self, command, value):
        register = self._register(command)
        self.registers[register] = value
        if register == 0:
            self._enabled = self._clock.ms

    def read(self, command, at):
        register = self._register(command)
        if at:
            assert command & 0x60 == 0x20, "more than one byte needs auto-increment"
        if register == 0x13:
            return self._status()
        if register == 0x18:
            return self._counts() >> 8 * at & 0xFF
        return self.registers[register]

    def _register(self, command):
        assert command & 0x80, "bit 7 makes it a command"
        return command & 0x1F

    def _status(self):
        valid = self.registers[0] & 5 == 5 and self._clock.ms - self._enabled >= 12
        return (0x02 if valid else 0) | (0x40 if self.bright else 0)

    def _counts(self):
        lit = self.registers[0x0E] > 0 and self.registers[0x0F] & 0x30 == 0x20
        return self.counts if lit else 0
