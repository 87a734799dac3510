"""A board's flash that is full, in words: how much is free, what takes up room, how to make some.

Knows what scripts of board_scripts report of it, which anybody may have made up; never asks.
"""

import shlex
from collections.abc import Mapping

from gesturekit.messages import RESERVE
from tinyspark.terminal.screen import clean, counted

LITTLE = RESERVE  # bytes: with less, a board records no takes, and soon no new app fits
_MOST_NAMED = 3  # entries that are not ours


def has_little(facts: Mapping[str, object]) -> bool:
    """Return whether there is too little room left; facts as for full()."""
    return _count(facts.get("free")) < LITTLE


def full(port: str, facts: Mapping[str, object], need: int = 0) -> str:
    """Return the two lines for a flash that had no room.

    facts: `free` bytes, `takes` that wait, `strange`: [place, bytes] of what is not ours, the
    largest first; need: bytes, 0 where that is not known.
    """
    needed = f", {size(need)} needed" if need else ""
    free = size(_count(facts.get("free")))
    return f"The board's flash is full: {free} free{needed}.\n{advice(port, facts)}"


def advice(port: str, facts: Mapping[str, object]) -> str:
    """Return how to make room; facts as for full(), without `strange` where nobody has looked."""
    takes, there = _count(facts.get("takes")), shlex.quote(port)
    ways = []
    if takes:
        its = "its take" if takes == 1 else f"its {takes} takes"
        ways = [f"Bring {its} home: tinyspark sync DATASET --port {there}"]
    if "strange" in facts:
        ways += _strange(there, facts["strange"])
    elif not takes:
        ways = [
            f"Delete files that are not the kit's; this lists them: mpremote connect {there} ls"
        ]
    return " ".join(ways) or "Only the kit's own files are there: tinyspark install --help"


def nearly_full(free: int, takes: int) -> str:
    """Return what a board that works, but has little room left, is told of."""
    way = "bring its takes home" if takes else "delete files that are not the kit's"
    return f"its flash is nearly full, {size(free)} free: {way} before it records or is updated"


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count < 1000:
        return counted(count, "byte")
    return f"{count // 1000:,} kB"


def _strange(port: str, entries: object) -> list[str]:
    """Say which entries are not ours and how one is deleted; what is no entry is not there."""
    pairs = [_entry(each) for each in entries] if isinstance(entries, list) else []
    known = [(place, count) for place, count in pairs if place]
    if not known:
        return []
    named = ", ".join(
        f"{clean(place, 60)} ({size(count)})" for place, count in known[:_MOST_NAMED]
    )
    more = len(known) - _MOST_NAMED
    rest = f" and {more} more" if more > 0 else ""
    first = shlex.quote(clean(known[0][0], 60))
    delete = f"mpremote connect {port} rm -r :{first}"
    return [f"Not the kit's: {named}{rest}. Delete what you do not need: {delete}"]


def _entry(each: object) -> tuple[str, int]:
    if isinstance(each, list) and len(each) == 2 and isinstance(each[0], str):
        return each[0], _count(each[1])
    return "", 0


def _count(value: object) -> int:
    return max(0, value) if isinstance(value, int) else 0
