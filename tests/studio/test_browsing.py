"""Which takes the page Data shows and which are chosen: the plain state behind it."""

from pathlib import Path

import numpy as np
import pytest

from tinyspark.dataset import Dataset, mending
from tinyspark.dataset.settings import IMU
from tinyspark.dataset.shelf import Shelf
from tinyspark.learning.verdicts import Verdicts
from tinyspark.studio.data.browsing import (
    ALL,
    ANY,
    NONE,
    ONE,
    RANGE,
    TOGGLE,
    Browsing,
    Checked,
    Wanted,
    runs,
)

TAKES = (
    ("wave", "anna", ""),
    ("chop", "ben", "clipped: ax is at the end of its range in 3 samples"),
    ("wave", "ben", ""),
    ("chop", "anna", ""),
    ("idle", "", ""),
)


@pytest.fixture
def browsing(tmp_path: Path) -> Browsing:
    dataset = Dataset.create(tmp_path / "set", IMU)
    for number, (label, person, verdict) in enumerate(TAKES):
        samples = np.full((30, 6), number, dtype=np.int16)
        dataset.add(samples, label, subject=person, verdict=verdict)
    return Browsing(Shelf(dataset.folder))


def numbers(browsing: Browsing) -> list[int]:
    return [int(row.id[:6]) for row in browsing.look().rows]


def chosen(browsing: Browsing) -> list[int]:
    return sorted(int(identity[:6]) for identity in browsing.chosen)


def test_takes_are_grouped_by_label(browsing: Browsing) -> None:
    shown = browsing.look()
    assert numbers(browsing) == [2, 4, 5, 1, 3]
    assert shown.groups == [("chop", 2), ("idle", 1), ("wave", 2)]
    assert shown.counts["wave", "anna"] == 1 and shown.counts["idle", "ben"] == 0
    assert browsing.look() is shown


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (Wanted(label="wave"), [1, 3]),
        (Wanted(person="anna"), [4, 1]),
        (Wanted(person=""), [5]),
        (Wanted(problem=ANY), [2]),
        (Wanted(problem="clipped"), [2]),
        (Wanted(problem="flat"), []),
        (Wanted(text="CHOP"), [2, 4]),
        (Wanted(text="000003"), [3]),
        (Wanted(label="wave", person="ben"), [3]),
    ],
)
def test_a_filter_leaves_the_takes_that_fit(
    browsing: Browsing, wanted: Wanted, left: list[int]
) -> None:
    browsing.wanted = wanted
    assert numbers(browsing) == left
    assert browsing.look().labels == ["chop", "idle", "wave"]


def test_takes_are_chosen_as_files_are(browsing: Browsing) -> None:
    browsing.choose(ONE, 1)
    assert chosen(browsing) == [4]
    browsing.choose(RANGE, 3)
    assert chosen(browsing) == [1, 4, 5]
    assert browsing.ranges() == [(1, 3)]
    browsing.choose(TOGGLE, 2)
    assert chosen(browsing) == [1, 4]
    assert browsing.ranges() == [(1, 1), (3, 3)]
    browsing.choose(ALL)
    assert chosen(browsing) == [1, 2, 3, 4, 5]
    browsing.choose(NONE)
    assert chosen(browsing) == []


def test_a_place_that_nothing_has_chooses_nothing(browsing: Browsing) -> None:
    browsing.choose(ONE, 99)
    browsing.choose(TOGGLE, -1)
    assert chosen(browsing) == []


def test_what_is_gone_is_not_chosen_and_not_open(browsing: Browsing) -> None:
    browsing.choose(ALL)
    rows = browsing.shelf.rows()
    browsing.opened = rows[0].id
    mending.delete(rows, rows[:2]).write(browsing.shelf.folder)
    browsing.look()
    assert (chosen(browsing), browsing.opened) == ([3, 4, 5], "")


def test_the_takes_beside_the_opened_one(browsing: Browsing) -> None:
    rows = browsing.look().rows
    browsing.opened = rows[0].id
    assert (browsing.beside(-1), browsing.beside(1)) == ("", rows[1].id)


def test_a_list_that_cannot_be_read_is_told(browsing: Browsing) -> None:
    (browsing.shelf.folder / "recordings.csv").write_text("x\n")
    assert browsing.look().every == ()
    assert "line 1" in browsing.trouble


def test_what_a_check_found_is_true_until_the_take_changes(browsing: Browsing) -> None:
    rows = browsing.shelf.rows()
    ids = [row.id for row in rows]
    problems = {each: [] for each in ids}
    problems[ids[0]] = ["unlike its label: more like chop"]
    problems[ids[2]] = [f"duplicate: a copy of {ids[1]}", "flat: nothing"]
    found = Verdicts(problems, {ids[0]: "chop"}, {ids[2]: ids[1]})
    browsing.checked = Checked(found, {row.id: row.label for row in rows})
    browsing.wanted = Wanted(problem=ANY)
    assert numbers(browsing) == [1, 3]
    changed = mending.relabel(rows, rows[:1], "chop")
    changed.write(browsing.shelf.folder)
    assert numbers(browsing) == [3]
    mending.delete(changed.after, [rows[1]]).write(browsing.shelf.folder)
    still = browsing.look().verdicts
    assert still is not None and not still.suggested and not still.copies
    assert browsing.look().problems[ids[2]] == ["flat: nothing"]


def test_numbers_become_runs() -> None:
    assert runs([5, 1, 2, 3, 9]) == [(1, 3), (5, 5), (9, 9)]
    assert runs([]) == []
