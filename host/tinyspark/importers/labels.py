"""File names -> labels, where a format has no other place for them.

A file in a folder has the folder's name as its label (circle/1.csv); any other one its own name up
to the first dot. Names that begin with a time (2025-06-15T192744_snake) have the label behind it.
"""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

_TIMED = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):?(\d\d):?(\d\d)[_ -](.+)")


class Named(NamedTuple):
    """What a file name says."""

    label: str
    session: str = ""  # the day, where the name has a time
    created: str = ""


def named(name: str) -> Named:
    """Return what the name of a file says, given with the folders that lead to it."""
    path = PurePosixPath(name)
    stem = path.name.split(".")[0]
    timed = _TIMED.fullmatch(stem)
    label = path.parent.name or (timed[5] if timed else stem)
    if not timed:
        return Named(label)
    day, hours, minutes, seconds, _ = timed.groups()
    return Named(label, day, f"{day}T{hours}:{minutes}:{seconds}")


def assumptions(names: list[str]) -> list[str]:
    """Say where the labels are from, and doubt labels that differ in a number alone."""
    said = ["the labels are the names of the files or of their folders"]
    labels = sorted({named(name).label for name in names})
    bare: dict[str, str] = {}
    for label in labels:
        start = re.sub(r"[ _.-]*\d+$", "", label)
        if start in bare and start != label:
            said.append(
                f"{bare[start]} and {label} are two labels; if they are one gesture, put their "
                f"files into a folder of its name"
            )
            break
        bare[start] = label
    return said
