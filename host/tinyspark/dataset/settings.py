"""What the numbers of a dataset mean: sensor, axes, sample rate, ranges; counts <-> units.

Knows the kit's sensors and dataset.json's form of their settings; reads no files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gesturekit import sample
from tinyspark.dataset.naming import shown
from tinyspark.errors import UserError

PROXIMITY_RATES = range(1, 101)  # samples per second


class SettingsError(UserError):
    """Settings that no sensor of the kit can have."""


@dataclass(frozen=True)
class Settings:
    """Sensor settings of all recordings of a dataset; checked, so that a wrong one cannot exist.

    rate in samples per second; accel_range in g and gyro_range in dps, None without such axes.
    """

    sensor: str
    axes: tuple[str, ...]
    rate: int
    accel_range: int | None
    gyro_range: int | None

    def __post_init__(self) -> None:
        _expect(self.sensor, sample.RECORDABLE, "sensor")
        order = [name for name in sample.AXES[self.sensor] if name in self.axes]
        if not self.axes or list(self.axes) != order:
            named = shown(" ".join(self.axes))
            raise SettingsError(
                f"The axes {named} are not those of the sensor {self.sensor}.\n"
                f"Use some of {', '.join(sample.AXES[self.sensor])}, in this order."
            )
        rates = sample.IMU_RATES if self.continuous else PROXIMITY_RATES
        _expect(self.rate, rates, "sample rate")
        accel, gyro = has_accel(self.axes), has_gyro(self.axes)
        _expect(self.accel_range, tuple(sample.UG_PER_COUNT) if accel else (None,), "accel_range")
        _expect(self.gyro_range, tuple(sample.UDPS_PER_COUNT) if gyro else (None,), "gyro_range")

    @property
    def continuous(self) -> bool:
        """Whether samples come all the time; else a take begins with a button."""
        return self.sensor in sample.CONTINUOUS

    def narrowed(self, axes: tuple[str, ...]) -> "Settings":
        """Return these settings with some of the axes; without proximity they are the IMU's."""
        both = self.sensor == BOTH.sensor
        return Settings(
            IMU.sensor if both and PROXIMITY.axes[0] not in axes else self.sensor,
            axes,
            self.rate,
            self.accel_range if has_accel(axes) else None,
            self.gyro_range if has_gyro(axes) else None,
        )

    def unit(self, axis: str) -> tuple[str, float]:
        """Return (unit, units per count) of one axis: g, dps or counts."""
        if axis[0] == "a" and self.accel_range is not None:
            return "g", sample.UG_PER_COUNT[self.accel_range] * 1e-6
        if axis[0] == "g" and self.gyro_range is not None:
            return "dps", sample.UDPS_PER_COUNT[self.gyro_range] * 1e-6
        return "counts", 1.0

    def physical(self, samples: np.ndarray) -> np.ndarray:
        """Return counts [n, axes] as float64 in g, dps or proximity counts."""
        return samples * np.array([self.unit(axis)[1] for axis in self.axes])

    def columns(self, unit: str) -> list[int]:
        """Return the places of the axes measured in this unit ("g", "dps", "counts")."""
        return [place for place, axis in enumerate(self.axes) if self.unit(axis)[0] == unit]

    def to_json(self) -> dict[str, Any]:
        """Return the entries of dataset.json that describe these settings."""
        units = {self.unit(axis) for axis in self.axes}
        return {
            "sensor": self.sensor,
            "axes": list(self.axes),
            "sample_rate": self.rate,
            "accel_range": self.accel_range,
            "gyro_range": self.gyro_range,
            "counts_per_unit": {unit: round(1 / each, 6) for unit, each in sorted(units)},
        }

    @classmethod
    def from_json(cls, info: Mapping[str, Any]) -> "Settings":
        """Read the entries of dataset.json; raises SettingsError."""
        axes = info.get("axes")
        if not isinstance(axes, list):
            raise SettingsError("The list of axes is missing.\nSee datasets/README.md.")
        settings = cls(
            info.get("sensor", ""),
            tuple(map(str, axes)),
            info.get("sample_rate", 0),
            info.get("accel_range"),
            info.get("gyro_range"),
        )
        stated = info.get("counts_per_unit", settings.to_json()["counts_per_unit"])
        if stated != settings.to_json()["counts_per_unit"]:
            raise SettingsError(
                f"counts_per_unit is {shown(str(stated))}, which is not what the ranges say.\n"
                "Import the recordings with `tinyspark dataset import`."
            )
        return settings


def difference(one: Settings, other: Settings) -> tuple[str, str]:
    """Say the first setting in which two differ: what one has, and the other."""
    pairs = zip(_in_words(one), _in_words(other), strict=True)
    return next((mine, others) for mine, others in pairs if mine != others)


def _in_words(settings: Settings) -> tuple[str, ...]:
    return (
        f"the sensor {settings.sensor}",
        f"the axes {' '.join(settings.axes)}",
        f"{settings.rate} samples per second",
        f"a range of +-{settings.accel_range} g",
        f"a range of +-{settings.gyro_range} dps",
    )


def has_accel(axes: tuple[str, ...]) -> bool:
    """Tell whether there is an axis of the accelerometer."""
    return any(axis in ("ax", "ay", "az") for axis in axes)


def has_gyro(axes: tuple[str, ...]) -> bool:
    """Tell whether there is an axis of the gyroscope."""
    return any(axis in ("gx", "gy", "gz") for axis in axes)


def _expect(value: object, allowed: tuple | range, what: str) -> None:
    known = isinstance(value, (int, str, type(None))) and not isinstance(value, bool)
    if not known or value not in allowed:
        several = f"{allowed[0]}..{allowed[-1]}" if isinstance(allowed, range) else allowed
        choice = several if isinstance(several, str) else ", ".join(map(str, several))
        raise SettingsError(
            f"The {what} {shown(str(value))} is not possible.\nPossible: {choice}."
        )


IMU = Settings(
    "imu",
    sample.AXES["imu"],
    sample.DEFAULT_RATE,
    sample.DEFAULT_ACCEL_RANGE,
    sample.DEFAULT_GYRO_RANGE,
)
PROXIMITY = Settings(
    "proximity",
    sample.AXES["proximity"],
    1000 // sample.PROXIMITY_SPACING_MS,
    None,
    None,
)
BOTH = Settings(
    "imu+proximity",
    sample.AXES["imu+proximity"],
    IMU.rate,
    IMU.accel_range,
    IMU.gyro_range,
)
