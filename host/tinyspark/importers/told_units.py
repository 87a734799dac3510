"""The units of one source, stated by it or told by the user; none is ever guessed.

Knows what is missing or contradictory, and doubts a unit that no hand could have produced.
"""

from dataclasses import dataclass

import numpy as np

from tinyspark.dataset.settings import has_accel, has_gyro
from tinyspark.importers.source import ImportFailedError, Source
from tinyspark.importers.units import DPS_PER, G_PER

PLAUSIBLE_G = (0.3, 3.0)  # medians of the acceleration's magnitude that hands produce
USUAL_COUNTS = (16384, 8192, 4096, 2048)  # per g, of 16 bits and +-2, 4, 8, 16 g
COUNTS = "counts"
KIT_COUNTS = f"{1 / G_PER[COUNTS]:.0f} per g, {1 / DPS_PER[COUNTS]:.1f} per dps"


@dataclass(frozen=True)
class Told:
    """What the user says about a source; None and "" mean: as the source states it.

    counts_per_g, counts_per_dps: of a sensor that is not the kit's, where the unit is counts.
    """

    rate: float | None = None
    accel_unit: str = ""
    gyro_unit: str = ""
    counts_per_g: float | None = None
    counts_per_dps: float | None = None


@dataclass(frozen=True)
class Units:
    """The unit of each kind of axis, "" without such axes, and how much one of it is."""

    accel: str
    gyro: str
    g: float  # per unit
    dps: float  # per unit

    def per(self, axis: str) -> float:
        """Return the g, dps or counts of proximity in one unit of an axis."""
        return {"a": self.g, "g": self.dps}.get(axis[0], 1.0)

    def missing(self, axes: tuple[str, ...]) -> list[tuple[str, str, str]]:
        """Return (field of Told, what, option) of each unit that is needed and not known."""
        missing = []
        if has_accel(axes) and not self.accel:
            units = "|".join(G_PER)
            missing.append(("accel_unit", "the unit of the acceleration", f"--accel-unit {units}"))
        if has_gyro(axes) and not self.gyro:
            units = "|".join(DPS_PER)
            missing.append(("gyro_unit", "the unit of the gyroscope", f"--gyro-unit {units}"))
        return missing


def told_units(source: Source, told: Told, axes: tuple[str, ...], notes: list[str]) -> Units:
    """Return the units told, else stated; raises ImportFailedError for impossible ones."""
    accel_told = told.accel_unit or (COUNTS if told.counts_per_g is not None else "")
    gyro_told = told.gyro_unit or (COUNTS if told.counts_per_dps is not None else "")
    accel, gyro = accel_told or source.accel_unit, gyro_told or source.gyro_unit
    if has_gyro(axes) and not gyro and accel_told == COUNTS:
        gyro = COUNTS
        notes.append("the gyroscope is taken as counts too, because the acceleration is")
    if COUNTS in (accel, gyro) and told.counts_per_g is None and told.counts_per_dps is None:
        notes.append(f"counts are taken as the kit's own: {KIT_COUNTS}")
    g = _amount(accel, G_PER, "--accel-unit", told.counts_per_g, "--counts-per-g")
    dps = _amount(gyro, DPS_PER, "--gyro-unit", told.counts_per_dps, "--counts-per-dps")
    return Units(accel if has_accel(axes) else "", gyro if has_gyro(axes) else "", g, dps)


def doubts(source: Source, columns: list[int], units: Units) -> list[str]:
    """Doubt a unit in which the acceleration is far from what a hand produces."""
    sizes = [np.linalg.norm(take.values[:, columns], axis=1) for take in source.takes]
    median = float(np.median(np.concatenate(sizes)))
    if _plausible(median * units.g):
        return []
    return [
        f"the median acceleration is {median:.3g} {units.accel} = {median * units.g:.3g} g, where "
        f"a board lying still has 1 g{_hint(median)}: check the unit of the acceleration"
    ]


def _hint(median: float) -> str:
    for name, each in G_PER.items():
        if _plausible(median * each):
            return f"; in {name} it would be {median * each:.3g} g"
    if median < min(USUAL_COUNTS) * PLAUSIBLE_G[0]:
        return ""
    nearest = min(USUAL_COUNTS, key=lambda count: abs(np.log(median / count)))
    return f"; with {nearest} counts per g it would be {median / nearest:.3g} g"


def _plausible(g: float) -> bool:
    low, high = PLAUSIBLE_G
    return low <= g <= high


def _amount(
    unit: str, known: dict[str, float], option: str, counts: float | None, count_option: str
) -> float:
    """Return how much one of a unit is, in g or dps."""
    if unit and unit not in known:
        raise ImportFailedError(f"The unit {unit!r} is unknown.\nUse {option} {'|'.join(known)}.")
    if counts is None:
        return known.get(unit, 1.0)
    if unit != COUNTS:
        raise ImportFailedError(
            f"{count_option} is for counts, but the unit is told as {unit}.\nLeave one out."
        )
    if not 0.01 <= counts <= 1e6:  # false for NaN as well
        raise ImportFailedError(
            f"{count_option} {counts:g} is not possible.\nThe sensor's data sheet says it."
        )
    return 1 / counts
