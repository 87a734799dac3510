"""Recordings of any kind -> the kit's counts: one path for all importers.

IMU takes become 104 samples per second, +-8 g, +-2000 dps; proximity takes keep their rate. What
a source does not state must be told; whatever is assumed is written down in the notes.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from gesturekit.sample import AXES, COUNT_MAX, COUNT_MIN, DEFAULT_RATE, PROXIMITY_MAX
from tinyspark.dataset.settings import IMU, Settings, has_accel, has_gyro
from tinyspark.importers.source import ImportFailedError, Source
from tinyspark.importers.units import DPS_PER, G_PER

MAX_RATE = 10_000.0  # samples per second
PLAUSIBLE_G = (0.3, 3.0)  # medians of the acceleration's magnitude that hands produce
_NAMES = {  # spellings of each kind of axis, without its letter
    "a": ("a", "acc", "accel", "acceleration", "accelerometer", ""),
    "g": ("g", "gyr", "gyro", "gyroscope", "rot", "rotation"),
}
_ALIASES = {
    f"{name}{letter}": f"{kind}{letter}"
    for kind, names in _NAMES.items()
    for name in names
    for letter in "xyz"
} | {"proximity": "proximity", "prox": "proximity"}


@dataclass(frozen=True)
class Told:
    """What the user says about a source; None and "" mean: as the source states it."""

    rate: float | None = None
    accel_unit: str = ""
    gyro_unit: str = ""


@dataclass
class Converted:
    """Takes as int16 counts, in the order of the source, and what was done to them."""

    settings: Settings
    takes: list[np.ndarray] = field(repr=False)
    rate: float
    accel_unit: str
    gyro_unit: str
    left_out: list[str]
    saturated: Counter[str]
    notes: list[str]


def convert(source: Source, told: Told) -> Converted:
    """Return the takes of a source as counts; raises ImportFailedError naming missing options."""
    axes, columns = pick_axes(source)
    notes: list[str] = []
    rate, accel, gyro = _known(source, told, axes, notes)
    settings = _settings(axes, rate)
    scale = np.array([_counts_per(axis, accel, gyro) for axis in axes])
    if source.without_gravity:
        notes.append("gravity was already removed here; the board's own acceleration has it")
    elif axes[:3] == ("ax", "ay", "az"):
        notes += _plausibility(source, columns[:3], accel)
    saturated: Counter[str] = Counter()
    takes = []
    for take in source.takes:
        values = resample(take.values[:, columns], rate, settings.rate) * scale
        takes.append(to_counts(values, axes, saturated))
    left_out = [name for place, name in enumerate(source.channels) if place not in columns]
    return Converted(settings, takes, rate, accel, gyro, left_out, saturated, notes)


def pick_axes(source: Source) -> tuple[tuple[str, ...], list[int]]:
    """Return the kit's axes found among the channels, in the kit's order, and their places."""
    places: dict[str, int] = {}
    for place, channel in enumerate(source.channels):
        axis = _ALIASES.get(re.sub(r"[^a-z]", "", channel.lower()))
        if axis in places:
            raise ImportFailedError(
                f"{source.path} has two columns for {axis}: {source.channels[places[axis]]!r} "
                f"and {channel!r}.\nRename the one to leave out."
            )
        if axis:
            places[axis] = place
    for sensor in ("imu", "proximity"):
        axes = tuple(axis for axis in AXES[sensor] if axis in places)
        if axes:
            return axes, [places[axis] for axis in axes]
    raise ImportFailedError(
        f"{source.path} has no column of a known axis, only {', '.join(source.channels)[:60]!r}.\n"
        "Name the columns ax, ay, az, gx, gy, gz or proximity."
    )


def resample(values: np.ndarray, rate: float, wanted: float) -> np.ndarray:
    """Return values [n, axes] interpolated linearly at another rate; the first sample stays."""
    if rate == wanted:
        return values
    count = int((len(values) - 1) * wanted / rate + 1e-9) + 1
    at = np.arange(count) * (rate / wanted)
    places = np.arange(len(values))
    return np.stack([np.interp(at, places, column) for column in values.T], axis=1)


def to_counts(values: np.ndarray, axes: tuple[str, ...], saturated: Counter[str]) -> np.ndarray:
    """Round to int16; values beyond the sensor's range stay at its end and are counted."""
    low, high = (0, PROXIMITY_MAX) if axes == AXES["proximity"] else (COUNT_MIN, COUNT_MAX)
    rounded = np.rint(values)
    beyond = ((rounded < low) | (rounded > high)).sum(axis=0)
    for axis, count in zip(axes, beyond.tolist(), strict=True):
        saturated[axis] += count
    return np.clip(rounded, low, high).astype(np.int16)


def _known(
    source: Source, told: Told, axes: tuple[str, ...], notes: list[str]
) -> tuple[float, str, str]:
    """Return (rate, unit, unit), told or stated; ask for all that is missing at once."""
    rate = told.rate if told.rate is not None else source.rate
    accel = told.accel_unit or source.accel_unit
    gyro = told.gyro_unit or source.gyro_unit
    if has_gyro(axes) and not gyro and told.accel_unit == "counts":
        gyro = "counts"
        notes.append("the gyroscope is taken as counts too, because the acceleration is")
    missing = [("its sample rate", "--rate HZ")] if rate is None else []
    if has_accel(axes) and not accel:
        missing.append(("the unit of the acceleration", f"--accel-unit {'|'.join(G_PER)}"))
    if has_gyro(axes) and not gyro:
        missing.append(("the unit of the gyroscope", f"--gyro-unit {'|'.join(DPS_PER)}"))
    if missing or rate is None:
        raise ImportFailedError(
            f"{source.path} does not say {' and '.join(what for what, _ in missing)}.\n"
            f"Add {' '.join(option for _, option in missing)}."
        )
    if not 1 <= rate <= MAX_RATE:  # false for NaN as well
        raise ImportFailedError(
            f"A sample rate of {rate:g} Hz is not possible.\nUse --rate with 1..{MAX_RATE:g}."
        )
    _check_unit(accel, G_PER, "--accel-unit")
    _check_unit(gyro, DPS_PER, "--gyro-unit")
    return rate, accel if has_accel(axes) else "", gyro if has_gyro(axes) else ""


def _check_unit(unit: str, known: dict[str, float], option: str) -> None:
    if unit and unit not in known:
        raise ImportFailedError(f"The unit {unit!r} is unknown.\nUse {option} {'|'.join(known)}.")


def _settings(axes: tuple[str, ...], rate: float) -> Settings:
    if axes == AXES["proximity"]:
        return Settings("proximity", axes, round(rate), None, None)
    accel = IMU.accel_range if has_accel(axes) else None
    return Settings("imu", axes, DEFAULT_RATE, accel, IMU.gyro_range if has_gyro(axes) else None)


def _counts_per(axis: str, accel: str, gyro: str) -> float:
    if axis == "proximity":
        return 1.0
    factor = G_PER[accel] if axis[0] == "a" else DPS_PER[gyro]
    return factor / IMU.unit(axis)[1]


def _plausibility(source: Source, columns: list[int], unit: str) -> list[str]:
    """Doubt a unit in which the acceleration is far from what a hand produces."""
    sizes = [np.linalg.norm(take.values[:, columns], axis=1) for take in source.takes]
    median = float(np.median(np.concatenate(sizes)))
    low, high = PLAUSIBLE_G
    if low <= median * G_PER[unit] <= high:
        return []
    better = [name for name, each in G_PER.items() if low <= median * each <= high]
    hint = f"; in {better[0]} it would be {median * G_PER[better[0]]:.3g} g" if better else ""
    return [
        f"the median acceleration is {median:.3g} {unit} = {median * G_PER[unit]:.3g} g, where a "
        f"board lying still has 1 g{hint}: check --accel-unit (taken as stated)"
    ]
