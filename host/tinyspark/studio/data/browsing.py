"""Which takes the page Data shows, which are chosen, which one is open: for all tabs the same.

Plain state that outlives a reload; takes are told apart by id. Draws and changes nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.shelf import Shelf
from tinyspark.dataset.verdict import DUPLICATE, kind_of
from tinyspark.errors import UserError
from tinyspark.learning.verdicts import Verdicts

ONE, TOGGLE, RANGE, ALL, NONE = "one", "toggle", "range", "all", "none"  # ways to choose takes
ANY = ""  # kind of problem


@dataclass(frozen=True)
class Wanted:
    """Which takes to show; None means all. text: somewhere in id, names or verdict.

    problem: a kind of problem, or ANY.
    """

    label: str | None = None
    person: str | None = None
    problem: str | None = None
    text: str = ""

    def fits(self, row: Row, problems: list[str]) -> bool:
        """Tell whether to show a take with these problems."""
        if self.label not in (None, row.label) or self.person not in (None, row.subject):
            return False
        if self.problem is not None:
            kinds = {kind_of(problem) for problem in problems}
            if not (kinds if self.problem == ANY else self.problem in kinds):
                return False
        texts = (row.id, row.label, row.subject, row.session, *problems)
        return self.text.casefold() in "\n".join(texts).casefold()


@dataclass(frozen=True)
class Shown:
    """The takes that are shown, grouped by label, out of all.

    problems: of every take, by id; verdicts: what is still true of the last check, None before.
    """

    every: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()
    problems: dict[str, list[str]] = field(default_factory=dict)
    verdicts: Verdicts | None = None

    @cached_property
    def labels(self) -> list[str]:
        """All labels, sorted: the place of one is the number of its color."""
        return sorted({row.label for row in self.every})

    @cached_property
    def persons(self) -> list[str]:
        return sorted({row.subject for row in self.every})

    @cached_property
    def kinds(self) -> list[str]:
        """All kinds of problems, sorted."""
        return sorted({kind_of(text) for all_ in self.problems.values() for text in all_})

    @cached_property
    def groups(self) -> list[tuple[str, int]]:
        """(label, number of takes) of the groups that are shown."""
        return sorted(Counter(row.label for row in self.rows).items())

    @cached_property
    def counts(self) -> Counter[tuple[str, str]]:
        """How many takes there are of each label and person."""
        return Counter((row.label, row.subject) for row in self.every)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each id among the takes that are shown."""
        return {row.id: place for place, row in enumerate(self.rows)}


class Checked(NamedTuple):
    """What a check has found, and the label that each take had then, by id."""

    verdicts: Verdicts
    labels: dict[str, str]

    def still(self, rows: tuple[Row, ...]) -> Verdicts:
        """Return what is still true: of takes that are there, with the label that they had."""
        ids = {row.id for row in rows if self.labels.get(row.id) == row.label}
        problems, suggested, copies, tight = (
            self.verdicts.problems,
            self.verdicts.suggested,
            self.verdicts.copies,
            self.verdicts.tight,
        )
        single = {copy for copy, first in copies.items() if first not in ids}
        return Verdicts(
            {
                each: [text for text in all_ if each not in single or kind_of(text) != DUPLICATE]
                for each, all_ in problems.items()
                if each in ids
            },
            {each: label for each, label in suggested.items() if each in ids},
            {copy: first for copy, first in copies.items() if copy in ids - single},
            [each for each in tight if each in ids],
        )


class Browsing:
    """wanted: the filter; chosen: ids; opened: the id of the take that is shown big, or "".

    trouble: why the list of takes cannot be read, "" while it can.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.wanted = Wanted()
        self.chosen: frozenset[str] = frozenset()
        self.opened = ""
        self.trouble = ""
        self.checked: Checked | None = None
        self._anchor = ""
        self._last: tuple[object, Shown] = (None, Shown())

    def look(self) -> Shown:
        """Return what to show now: the same object while nothing has changed."""
        try:
            every, self.trouble = self.shelf.rows(), ""
        except UserError as error:
            every, self.trouble = (), str(error)
        key = (every, self.wanted, self.checked, tuple(self.shelf.faults.items()))
        if key != self._last[0]:
            verdicts = self.checked.still(every) if self.checked else None
            problems = self._problems(every, verdicts.problems if verdicts else {})
            shown = [row for row in every if self.wanted.fits(row, problems[row.id])]
            rows = tuple(sorted(shown, key=lambda row: row.label))
            self._last = (key, Shown(every, rows, problems, verdicts))
            ids = {row.id for row in every}
            self.chosen &= ids
            self.opened = self.opened if self.opened in ids else ""
        return self._last[1]

    def choose(self, how: str, place: int = 0) -> None:
        """Choose the take at a place among those shown, one of the ways above."""
        rows = self.look().rows
        ids = [row.id for row in rows]
        if how in (ALL, NONE):
            self.chosen = frozenset(ids if how == ALL else ())
            return
        if not 0 <= place < len(ids):
            return
        if how == RANGE:
            start = self.look().places.get(self._anchor, place)
            self.chosen = frozenset(ids[min(start, place) : max(start, place) + 1])
            return
        self._anchor = ids[place]
        alone = frozenset({ids[place]})
        self.chosen = self.chosen ^ alone if how == TOGGLE else alone

    def ranges(self) -> list[tuple[int, int]]:
        """Return the places of the chosen takes as (first, last) runs: few numbers for a page."""
        places = self.look().places
        return runs(places[identity] for identity in self.chosen if identity in places)

    def row(self, identity: str) -> Row | None:
        """Return the row of a take."""
        return next((row for row in self.look().every if row.id == identity), None)

    def beside(self, step: int) -> str:
        """Return the id of the take before or behind the opened one, "" at an end."""
        rows = self.look().rows
        place = self.look().places.get(self.opened, -1)
        there = place >= 0 and 0 <= place + step < len(rows)
        return rows[place + step].id if there else ""

    def _problems(
        self, rows: tuple[Row, ...], found: dict[str, list[str]]
    ) -> dict[str, list[str]]:
        """Return the problems of each take: what the check found, else what is noted."""
        noted = {row.id: row.verdict.split("; ") if row.verdict else [] for row in rows}
        problems = {take: found.get(take, old) for take, old in noted.items()}
        for row, fault in list(self.shelf.faults.items()):
            if row.id in problems:
                problems[row.id] = [fault]
        return problems


def runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """Return numbers as runs (first, last)."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and found[-1][1] == place - 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
