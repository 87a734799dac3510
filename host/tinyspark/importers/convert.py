"""Recordings of any kind -> the kit's counts: one path for all importers.

Takes become 104 samples per second, +-8 g, +-2000 dps; those of proximity alone keep their rate,
if it is one of takes at a button. What a source does not state must be told; whatever is assumed
is written down in the notes.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from gesturekit.sample import COUNT_MAX, COUNT_MIN, DEFAULT_RATE, PROXIMITY_MAX
from tinyspark.dataset.settings import BOTH, PROXIMITY, PROXIMITY_RATES, Settings
from tinyspark.importers.source import ImportFailedError, NotToldError, Source
from tinyspark.importers.told_units import Told, Units, doubts, told_units

MAX_RATE = 10_000.0  # samples per second
MAX_VALUE = 1e9  # in any unit
MAX_SAMPLES = 3600 * DEFAULT_RATE  # of one take: its file is still read again
MAX_IN_ALL = 30 * MAX_SAMPLES
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


@dataclass
class Converted:
    """Takes as int16 counts, in the order of the source, and what was done to them."""

    settings: Settings
    takes: list[np.ndarray] = field(repr=False)
    rates: list[float] = field(repr=False)  # of each take, as it came
    accel_unit: str
    gyro_unit: str
    left_out: list[str]
    seen: dict[str, tuple[float, float]]  # axis: least and greatest value, as they came
    saturated: Counter[str]
    notes: list[str]

    @property
    def rate(self) -> float:
        """The median rate of the takes as they came."""
        return float(np.median(self.rates))


def convert(source: Source, told: Told) -> Converted:
    """Return the takes of a source as counts; raises ImportFailedError naming missing options."""
    axes, columns = pick_axes(source)
    seen = _seen(source, axes, columns)
    notes = list(source.assumed)
    rates, units = _known(source, told, axes, notes)
    settings = _settings(axes, rates)
    _check_lengths(source, rates, settings.rate)
    physical = [units.per(axis) for axis in axes]
    scale = np.array(physical) / [settings.unit(axis)[1] for axis in axes]
    if source.without_gravity:
        notes.append("gravity was already removed here; the board's own acceleration has it")
    elif axes[:3] == ("ax", "ay", "az"):
        notes = doubts(source, columns[:3], units) + notes  # the first thing to read
    saturated: Counter[str] = Counter()
    takes = []
    for take, rate in zip(source.takes, rates, strict=True):
        values = resample(take.values[:, columns], rate, settings.rate) * scale
        takes.append(to_counts(values, axes, saturated))
    left_out = [name for place, name in enumerate(source.channels) if place not in columns]
    return Converted(
        settings, takes, rates, units.accel, units.gyro, left_out, seen, saturated, notes
    )


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
    axes = tuple(axis for axis in BOTH.axes if axis in places)
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
    near = [axis in PROXIMITY.axes for axis in axes]
    low, high = np.where(near, 0, COUNT_MIN), np.where(near, PROXIMITY_MAX, COUNT_MAX)
    rounded = np.rint(values)
    beyond = ((rounded < low) | (rounded > high)).sum(axis=0)
    for axis, count in zip(axes, beyond.tolist(), strict=True):
        saturated[axis] += count
    return np.clip(rounded, low, high).astype(np.int16)


def _known(
    source: Source, told: Told, axes: tuple[str, ...], notes: list[str]
) -> tuple[list[float], Units]:
    """Return what is told or stated: the takes' rates, the units; ask for all that is missing."""
    rates = [told.rate or take.rate or source.rate for take in source.takes]
    if told.rate is not None:  # 0 too, to be refused below
        rates = [told.rate] * len(rates)
    units = told_units(source, told, axes, notes)
    missing = [("rate", "its sample rate", "--rate HZ")] if None in rates else []
    missing += units.missing(axes)
    if missing:
        usual = f" ({source.usual})" if source.usual else ""
        names, what, options = zip(*missing, strict=True)
        raise NotToldError(
            f"{source.path} does not say {' and '.join(what)}{usual}.\nAdd {' '.join(options)}.",
            names,
        )
    known = [rate for rate in rates if rate is not None]
    for rate in {*known}:
        if not 1 <= rate <= MAX_RATE:  # false for NaN as well
            raise ImportFailedError(
                f"A sample rate of {rate:g} Hz is not possible.\nUse --rate with 1..{MAX_RATE:g}."
            )
    return known, units


def _check_lengths(source: Source, rates: list[float], wanted: int) -> None:
    """Refuse, before it fills the memory, what would be too long at the wanted rate."""
    lengths = [
        len(take.values) * wanted / rate for take, rate in zip(source.takes, rates, strict=True)
    ]
    for length, most, what in (
        (max(lengths), MAX_SAMPLES, source.takes[int(np.argmax(lengths))].origin),
        (sum(lengths), MAX_IN_ALL, str(source.path)),
    ):
        if length > most:
            raise ImportFailedError(
                f"{what} would have {length / 1e6:.1f} million samples at {wanted} Hz, more than "
                f"{most / 1e6:.1f}.\nCheck the sample rate, or split it."
            )


def _seen(
    source: Source, axes: tuple[str, ...], columns: list[int]
) -> dict[str, tuple[float, float]]:
    """Return each axis's least and greatest value; raises ImportFailedError for absurd ones."""
    low = np.min([take.values[:, columns].min(axis=0) for take in source.takes], axis=0)
    high = np.max([take.values[:, columns].max(axis=0) for take in source.takes], axis=0)
    largest = max(high.max(), -low.min())
    if largest > MAX_VALUE:
        raise ImportFailedError(
            f"{source.path} holds the value {largest:.3g}, which no sensor measures.\n"
            "Mend or remove its take."
        )
    return dict(zip(axes, zip(low.tolist(), high.tolist(), strict=True), strict=True))


def _settings(axes: tuple[str, ...], rates: list[float]) -> Settings:
    rate = round(float(np.median(rates)))
    if axes == PROXIMITY.axes and rate <= PROXIMITY_RATES[-1]:
        return replace(PROXIMITY, rate=rate)
    return BOTH.narrowed(axes)
