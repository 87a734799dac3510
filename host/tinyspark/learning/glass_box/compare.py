"""The host's integers beside a board's: how many were compared, how many differ.

What a board reports is untrusted: a list that is missing, or has another length, differs in all.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tinyspark.learning.glass_box.trace import Numbers


class Row(NamedTuple):
    """One step: its name in steps.follow(), integers compared, integers that differ."""

    step: str
    compared: int
    differ: int


class Comparison(NamedTuple):
    """All steps, beside which board; numbers holds the board's wherever they can be shown.

    fast: does the board say that its fast kernels computed them?
    """

    where: str
    rows: list[Row]
    numbers: Numbers
    fast: bool

    @property
    def compared(self) -> int:
        return sum(row.compared for row in self.rows)

    @property
    def differ(self) -> int:
        return sum(row.differ for row in self.rows)


def compare(host: Numbers, board: Mapping[str, Any], where: str) -> Comparison:
    """Return the comparison of every integer of the host's."""
    usable = {name: integers(board.get(name), len(mine)) for name, mine in host.items()}
    rows = []
    for name, mine in host.items():
        theirs = usable[name]
        differ = sum(a != b for a, b in zip(mine, theirs, strict=True)) if theirs else len(mine)
        rows.append(Row(name, len(mine), differ))
    numbers = {name: list for name, list in usable.items() if list}
    return Comparison(where, rows, numbers, board.get("fast") is True)


def integers(value: Any, count: int) -> list[int]:
    """Return value if it is a list of that many integers, else an empty list."""
    if not isinstance(value, list) or len(value) != count:
        return []
    return value if all(type(each) is int for each in value) else []
