"""What the page Data does to takes: the commands' own changes, each of which can be taken back."""

from pathlib import Path

import numpy as np
import pytest

from tinyspark.dataset import Dataset
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.settings import IMU
from tinyspark.dataset.shelf import Shelf
from tinyspark.errors import UserError
from tinyspark.studio.data import repairs

RATE = IMU.rate


def moving(*seconds: float) -> np.ndarray:
    """Four seconds at rest, but for half a second of turning from each of these times on."""
    samples = np.zeros((4 * RATE, 6), np.int16)
    samples[:, 2] = 4098
    for start in seconds:
        part = slice(round(start * RATE), round((start + 0.5) * RATE))
        length = part.stop - part.start
        samples[part, 3] = 6000 * np.sin(np.linspace(0, 4 * np.pi, length))
        samples[part, 0] = 3000 * np.sin(np.linspace(0, 6 * np.pi, length))
    return samples


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    dataset = Dataset.create(tmp_path / "set", IMU)
    dataset.add(moving(1.5), "wave", subject="anna")
    dataset.add(moving(0.7, 2.6), "wave", subject="anna")
    return Shelf(dataset.folder)


def first(shelf: Shelf) -> list[str]:
    return [shelf.rows()[0].id]


def test_a_change_says_what_it_did_and_can_be_taken_back(shelf: Shelf) -> None:
    before = shelf.rows()
    assert repairs.undoable(shelf) == ""
    assert repairs.relabel(shelf, first(shelf), "chop") == "relabeled 1 take as chop"
    assert [row.label for row in shelf.rows()] == ["chop", "wave"]
    assert repairs.undoable(shelf) == "relabeled 1 take as chop"
    assert repairs.describe(shelf, first(shelf), {"subject": "ben"}) == (
        "set subject 'ben' of 1 take"
    )
    assert repairs.delete(shelf, first(shelf)) == "deleted 1 take, 1 are left"
    for what in ("deleted 1 take, 1 are left", "set subject 'ben' of 1 take", "relabeled 1 take"):
        assert repairs.undo(shelf).startswith(what)
    assert shelf.rows() == before
    assert repairs.undoable(shelf) == ""


def test_a_take_is_cut_where_the_handles_are(shelf: Shelf) -> None:
    whole = shelf.take(shelf.rows()[0])
    assert repairs.trim(shelf, first(shelf), Span(100, 300)) == "trimmed 1 take of 1"
    cut = shelf.take(shelf.rows()[0])
    assert whole and cut and np.array_equal(cut.samples, whole.samples[100:300])
    assert cut.id[:6] == whole.id[:6]


def test_takes_are_cut_where_they_move(shelf: Shelf) -> None:
    assert repairs.trim(shelf, [row.id for row in shelf.rows()]) == "trimmed 2 takes of 2"
    cut = shelf.take(shelf.rows()[0])
    assert cut and 0.5 * RATE < len(cut.samples) < 1.5 * RATE
    assert repairs.trim(shelf, first(shelf)) == ""


def test_a_long_take_becomes_several(shelf: Shelf) -> None:
    last = [shelf.rows()[1].id]
    assert repairs.split(shelf, last) == "split 1 recording into 2 takes"
    assert len(shelf.rows()) == 3
    assert repairs.split(shelf, first(shelf)) == ""


@pytest.mark.parametrize("label", ["", " ", "a\u202eb", "x" * 40, "a\nb"])
def test_labels_that_nobody_can_read_are_refused(shelf: Shelf, label: str) -> None:
    before = shelf.rows()
    with pytest.raises(UserError):
        repairs.relabel(shelf, first(shelf), label)
    assert shelf.rows() == before


def test_takes_that_are_gone_are_said_to_be(shelf: Shelf) -> None:
    gone = first(shelf)
    repairs.delete(shelf, gone)
    with pytest.raises(UserError, match="no longer there"):
        repairs.relabel(shelf, gone, "chop")


def test_a_damaged_take_can_be_deleted(shelf: Shelf) -> None:
    row = shelf.rows()[0]
    (shelf.folder / row.file).write_text("rubbish")
    assert repairs.trim(shelf, [shelf.rows()[1].id], Span(0, 200)) == "trimmed 1 take of 1"
    assert repairs.delete(shelf, [row.id]) == "deleted 1 take, 1 are left"


def test_a_check_judges_what_can_be_read(shelf: Shelf) -> None:
    told: list[str] = []
    found = repairs.check(lambda what, share=None: told.append(what), shelf.folder)
    assert list(found.verdicts.problems) == [row.id for row in shelf.rows()]
    assert set(found.labels.values()) == {"wave"}


def test_the_sample_dataset_goes_into_an_empty_place_only(shelf: Shelf, tmp_path: Path) -> None:
    fresh = Shelf(tmp_path / "fresh")
    repairs.sample(fresh)
    assert len(fresh.rows()) == 100
    with pytest.raises(UserError, match="not empty"):
        repairs.sample(shelf)
    assert len(shelf.rows()) == 2
