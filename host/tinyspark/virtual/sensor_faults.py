"""Faults of the sensors and of their bus, as commands of the control channel.

Mixed into Controls; VirtualBoard's methods of the same names say what each does.
"""

from typing import Any

from gesturekit.sample import AXES
from tinyspark.errors import UserError
from tinyspark.virtual.clock import Clock
from tinyspark.virtual.hardware import INTERNAL, Hardware
from tinyspark.virtual.i2c import FOR_EVER, Device

_AXES = AXES["imu"]
_MOST = 1_000_000  # of what is counted here
_MAX_PPM = 100_000


class SensorFaults:
    """Commands by name."""

    _hardware: Hardware
    _clock: Clock

    def do_nack(self, at: int = 1, count: int = 1) -> None:
        self._hardware.buses[INTERNAL].refuse(_number(at, 1), _number(count, 0))

    def do_stick_bus(self, clocks: int = 9) -> None:
        self._hardware.buses[INTERNAL].stick(_number(clocks, FOR_EVER))

    def do_free_bus(self) -> None:
        self._hardware.buses[INTERNAL].release()

    def do_sensor_power(self, on: bool) -> None:
        self._hardware.fail_rail(not on, self._clock.now())

    def do_brown_out(self, sensor: str = "") -> None:
        now = self._clock.now()
        chips: dict[str, Device] = {
            "imu": self._hardware.imu,
            "proximity": self._hardware.apds,
        }
        for name in [sensor] if sensor else chips:
            if name not in chips:
                raise UserError(f"There is no sensor {name!r}.\nChoose imu or proximity.")
            chips[name].power(False, now)
            chips[name].power(True, now)

    def do_freeze(self, on: bool = True, lasting: bool = False) -> None:
        imu = self._hardware.imu
        imu.update(self._clock.now())
        if on:
            imu.freeze(bool(lasting))
        else:
            imu.thaw()

    def do_stick_bits(self, axis: str, ones: int = 0, zeros: int = 0) -> None:
        if axis not in _AXES:
            raise UserError(f"The IMU has no axis {axis!r}.\nIt has {' '.join(_AXES)}.")
        self._hardware.imu.update(self._clock.now())
        masks = (_number(ones, 0) & 0xFFFF, _number(zeros, 0) & 0xFFFF)
        self._hardware.imu.stick_bits(_AXES.index(axis), *masks)

    def do_drop_words(self, count: int = 1) -> None:
        self._hardware.imu.update(self._clock.now())
        for _ in range(_number(count, 0)):
            self._hardware.imu.fifo.pop()

    def do_skew(self, ppm: int) -> None:
        if not isinstance(ppm, int) or abs(ppm) > _MAX_PPM:
            raise UserError(f"{ppm!r} ppm is too far off.\nChoose -{_MAX_PPM} to {_MAX_PPM}.")
        self._hardware.imu.skew(ppm, self._clock.now())


def _number(value: Any, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _MOST:
        raise UserError(f"{value!r} is no number from {least} to {_MOST}.\nChoose one.")
    return value
