"""Units that recordings come in, and how much of the kit's own units (g, dps) each one is.

Knows names and factors; asks nobody and guesses nothing.
"""

import re
from collections.abc import Iterable

from gesturekit.sample import DEFAULT_ACCEL_RANGE, DEFAULT_GYRO_RANGE, UDPS_PER_COUNT, UG_PER_COUNT

STANDARD_GRAVITY = 9.80665  # m/s2 per g
DEGREES_PER_RADIAN = 57.29577951308232

G_PER = {  # g per unit
    "g": 1.0,
    "mg": 1e-3,
    "m/s2": 1 / STANDARD_GRAVITY,
    "counts": UG_PER_COUNT[DEFAULT_ACCEL_RANGE] * 1e-6,
}
DPS_PER = {  # dps per unit
    "dps": 1.0,
    "rad/s": DEGREES_PER_RADIAN,
    "counts": UDPS_PER_COUNT[DEFAULT_GYRO_RANGE] * 1e-6,
}

_WITH_UNIT = re.compile(r"(.*?)\s*(?:[(\[](.*)[)\]])?")
_SPELLINGS = {
    "m/s^2": "m/s2",
    "m/s\N{SUPERSCRIPT TWO}": "m/s2",
    "m/s/s": "m/s2",
    "deg/sec": "dps",
    "deg/s": "dps",
    "\N{DEGREE SIGN}/s": "dps",
}


def bare_names(header: Iterable[str]) -> tuple[list[str], str, str]:
    """Return (names, acceleration unit, gyroscope unit) of a header such as "ax (g),gx [dps]"."""
    found = [_WITH_UNIT.fullmatch(name.strip()) for name in header]
    names = [match[1] if match else "" for match in found]
    units = dict.fromkeys(match[2] for match in found if match and match[2])
    return names, *units_in(",".join(units))


def units_in(text: str) -> tuple[str, str]:
    """Return (acceleration unit, gyroscope unit) named in a text such as "m/s^2, rad/s".

    "" for one that is not named, or not known, or named twice. Remarks in parentheses say
    nothing about units.
    """
    parts = re.sub(r"\([^)]*\)", "", text).split(",")
    names = [_SPELLINGS.get(part.strip(), part.strip()) for part in parts]
    accel = [name for name in names if name in G_PER and name != "counts"]
    gyro = [name for name in names if name in DPS_PER and name != "counts"]
    return accel[0] if len(accel) == 1 else "", gyro[0] if len(gyro) == 1 else ""
