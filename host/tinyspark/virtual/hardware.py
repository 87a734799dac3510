"""The board around the chip: pins, buttons, LED, pixels, sensor power, I2C buses and sensors.

Answers what the program on the board can ask of it, and lets the control channel touch and look.
Knows no process and no serial port; board time is passed in.
"""

from tinyspark.virtual.apds9930 import ADDRESS as PROXIMITY_ADDRESS
from tinyspark.virtual.apds9930 import Apds9930
from tinyspark.virtual.chip import ops
from tinyspark.virtual.i2c import BusError, I2cBus
from tinyspark.virtual.lsm6ds3trc import Lsm6ds3trc
from tinyspark.virtual.scenes import Motion, Proximity

LED, SENSOR_POWER, IMU_INT1, PIXELS = 13, 14, 21, 39
SDA, SCL = 8, 18  # of the sensors' bus
INTERNAL = ops.BUS_INTERNAL
BUTTONS = {1: 0, 2: 38}
_PULLED_UP_OUTSIDE = {0, SENSOR_POWER}  # Button 2 has no resistor of its own
PIXEL_COUNT = 5
_HEAD_START_US = 100_000  # the sensors are awake long before the chip has booted


class Pin:
    """One pin of the chip as it was set up; an input until then."""

    def __init__(self) -> None:
        self.mode = ops.PIN_IN
        self.pull = 0
        self.level = 0


class Hardware:
    """Everything on the board that is neither the program nor the USB port."""

    def __init__(self, imu_address: int = 0x6A) -> None:
        self.motion = Motion()
        self.proximity = Proximity()
        self.imu = Lsm6ds3trc(self.motion, -_HEAD_START_US)
        self.apds = Apds9930(self.proximity, -_HEAD_START_US)
        self._internal = I2cBus()
        self._internal.devices = {imu_address: self.imu, PROXIMITY_ADDRESS: self.apds}
        self._no_pull_ups = I2cBus()
        self._no_pull_ups.pulled_up = False
        self.buses = {
            ops.BUS_INTERNAL: self._internal,
            ops.BUS_QWIIC: I2cBus(),
            ops.BUS_NONE: self._no_pull_ups,
        }
        self.pressed: set[int] = set()
        self._rail = True
        self._rail_fails = False
        self.reset_pins(0)

    # What the program does

    def reset_pins(self, now: int) -> None:
        """A hard reset: every pin an input, the pixels dark; the sensors keep their power."""
        self._pins: dict[int, Pin] = {}
        self._pixels = bytes(3 * PIXEL_COUNT)
        self._internal.attached = True
        self._update_power(now)

    def set_pin(self, number: int, mode: int, pull: int, now: int) -> None:
        """mode and pull as in chip/ops.py; 0 leaves the mode as it is."""
        pin = self._pins.setdefault(number, Pin())
        pin.mode = mode or pin.mode
        pin.pull = pull
        if mode and number in (SDA, SCL):
            self._internal.attached = False
        self._moved(number, now)

    def write_pin(self, number: int, level: int, now: int) -> None:
        self._pins.setdefault(number, Pin()).level = level
        self._moved(number, now)

    def attach(self, bus: int, frequency: int, timeout_us: int) -> None:
        """The program has set up a controller, which takes the bus's pins."""
        lines = self.buses[bus]
        lines.frequency, lines.timeout_us, lines.attached = frequency, timeout_us, True
        if lines is self._internal:
            for number in (SDA, SCL):
                self._pins.pop(number, None)
            self._moved(SCL, 0)

    def read_pin(self, number: int, now: int) -> int:
        pin = self._pins.get(number, Pin())
        if number in (SDA, SCL):
            return int(self._line(number))
        if pin.mode != ops.PIN_IN:
            return pin.level
        if number == IMU_INT1:
            return int(self.imu.int1(now))
        for button, place in BUTTONS.items():
            if number == place and button in self.pressed:
                return 0
        return int(number in _PULLED_UP_OUTSIDE or pin.pull == ops.PULL_UP)

    def set_pixels(self, pin: int, data: bytes) -> None:
        if pin == PIXELS:  # what goes beyond the last pixel falls off the end of the strip
            self._pixels = (data + self._pixels[len(data) :])[: 3 * PIXEL_COUNT]

    def transfer(self, bus: int, address: int, out: bytes, size: tuple[int, int]) -> bytes:
        """One I2C transfer; size: bytes to read, board time. BusError for NACK and time-out."""
        count, now = size
        return self.buses[bus].transfer(address, out, count, now)

    def _moved(self, number: int, now: int) -> None:
        """A pin was set up or written: let what hangs on it know."""
        if number == SENSOR_POWER:
            self._update_power(now)
        elif number == SCL:
            self._internal.set_scl(self._line(SCL))

    def _line(self, number: int) -> bool:
        """The level of a line of the sensors' bus: low if anybody pulls it down."""
        pin = self._pins.get(number)
        if pin is not None and pin.mode != ops.PIN_IN and not pin.level:
            return False
        return self._internal.pulled_up if number == SCL else self._internal.free

    # What somebody sees and does

    @property
    def led(self) -> bool:
        return self._is_high(LED)

    @property
    def pixels(self) -> list[tuple[int, int, int]]:
        """(red, green, blue) of each pixel."""
        data = self._pixels
        return [(data[at + 1], data[at], data[at + 2]) for at in range(0, len(data), 3)]

    @property
    def imu_address(self) -> int:
        return next(a for a, device in self._internal.devices.items() if device is self.imu)

    @imu_address.setter
    def imu_address(self, address: int) -> None:
        del self._internal.devices[self.imu_address]
        self._internal.devices[address] = self.imu

    def cut_power(self, now: int) -> None:
        """The USB cable is pulled."""
        self.reset_pins(now)
        self._switch_rail(False, now)

    def give_power(self, now: int) -> None:
        self._switch_rail(not self._rail_fails, now)

    def fail_rail(self, fails: bool, now: int) -> None:
        """The sensors' supply fails, or is whole again, whatever the program does."""
        self._rail_fails = fails
        self._update_power(now)

    def _is_high(self, number: int) -> bool:
        pin = self._pins.get(number)
        return pin is not None and pin.mode == ops.PIN_OUT and bool(pin.level)

    def _update_power(self, now: int) -> None:
        """The sensors' supply is on unless the program drives its pin low."""
        pin = self._pins.get(SENSOR_POWER)
        on = pin is None or pin.mode == ops.PIN_IN or bool(pin.level)
        self._switch_rail(on and not self._rail_fails, now)

    def _switch_rail(self, on: bool, now: int) -> None:
        if on == self._rail:
            return
        self._rail = on
        for number in (ops.BUS_INTERNAL, ops.BUS_QWIIC):
            self.buses[number].set_power(on, now)


__all__ = ["BUTTONS", "INTERNAL", "BusError", "Hardware"]
