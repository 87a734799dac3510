"""A dataset as pages look at it: news appear by themselves, a damaged take harms no other."""

import threading
from pathlib import Path

import numpy as np
import pytest

from tinyspark.dataset import Dataset, changes, mending
from tinyspark.dataset.settings import IMU
from tinyspark.dataset.shelf import Shelf
from tinyspark.errors import UserError

TAKE = np.arange(240, dtype=np.int16).reshape(40, 6)


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    made = Dataset.create(tmp_path / "set", IMU)
    for number, label in enumerate(("circle", "swipe", "circle")):
        made.add(TAKE + number, label, subject="anna")
    return made


def test_no_dataset_is_an_empty_list(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "none")
    assert (shelf.exists, shelf.rows(), shelf.dataset()) == (False, (), None)


def test_takes_of_another_program_appear(dataset: Dataset) -> None:
    shelf = Shelf(dataset.folder)
    before = shelf.rows()
    assert shelf.rows() is before
    Dataset.open(dataset.folder).add(TAKE, "chop")
    assert [row.label for row in shelf.rows()] == ["circle", "swipe", "circle", "chop"]
    now = shelf.dataset()
    assert now is not None and now.labels == ["chop", "circle", "swipe"]


def test_takes_are_read_once(dataset: Dataset) -> None:
    shelf = Shelf(dataset.folder)
    first, *_ = shelf.rows()
    take = shelf.take(first)
    assert take is not None and shelf.take(first) is take
    whole = shelf.dataset()
    assert whole is not None and whole.recordings[0] is take
    assert shelf.dataset() is whole


def test_a_deleted_take_is_forgotten_and_comes_back(dataset: Dataset) -> None:
    shelf = Shelf(dataset.folder)
    before = shelf.rows()
    shelf.dataset()
    mending.delete(before, before[:1]).write(dataset.folder)
    assert shelf.rows() == before[1:]
    changes.undo(dataset.folder)
    assert shelf.rows() == before
    take = shelf.take(before[0])
    assert take is not None and np.array_equal(take.samples, TAKE)


def test_a_damaged_take_is_named_and_the_others_are_there(dataset: Dataset) -> None:
    shelf = Shelf(dataset.folder)
    row = shelf.rows()[1]
    file = dataset.folder / row.file
    text = file.read_text()
    file.write_text("ax,ay\n1,x\n")
    assert shelf.take(row) is None
    assert file.name in shelf.faults[row]
    whole = shelf.dataset()
    assert whole is not None and whole.labels == ["circle"]
    assert len(shelf.problems) == 1 and file.name in shelf.problems[0]
    file.write_text(text)
    assert shelf.take(row) is not None
    assert not shelf.faults


def test_a_damaged_list_is_told(dataset: Dataset) -> None:
    shelf = Shelf(dataset.folder)
    (dataset.folder / "recordings.csv").write_text("no header\n")
    with pytest.raises(UserError, match="line 1"):
        shelf.rows()


def test_takes_are_read_while_the_list_changes(dataset: Dataset) -> None:
    """One thread reads takes, another one forgets those that have gone."""
    shelf = Shelf(dataset.folder)
    all_rows = shelf.rows()
    wrong: list[Exception] = []

    def read() -> None:
        try:
            for _ in range(100):
                shelf.dataset()
                for row in all_rows:
                    shelf.take(row)
        except Exception as error:
            wrong.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    while reader.is_alive():
        rows = shelf.rows()
        mending.delete(rows, rows[:1]).write(dataset.folder)
        shelf.rows()
        changes.undo(dataset.folder)
    reader.join()
    assert shelf.rows() == all_rows
    assert [error for error in wrong if not isinstance(error, UserError)] == []
