"""Changes of a dataset and their undo: nothing is lost, wherever a write or a rename fails."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tinyspark.dataset import Dataset, DatasetError, changes, cuts, edits, history, mending
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.history import HistoryError
from tinyspark.dataset.settings import IMU

TAKE = np.arange(240, dtype=np.int16).reshape(40, 6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset of four takes."""
    dataset = Dataset.create(tmp_path / "set", IMU, licence="MIT")
    for number, label in enumerate(("circle", "swipe", "circle", "chop")):
        dataset.add(TAKE + number, label, subject="p1", split="train")
    return tmp_path / "set"


def delete(folder: Path, *places: int) -> None:
    before = changes.read(folder)
    after = edits.without(before, [before[place] for place in places])
    changes.write(folder, before, after, {}, "deleted")


def relabel(folder: Path, label: str) -> None:
    before = changes.read(folder)
    changes.write(folder, before, edits.relabeled(before, before[:2], label), {}, "relabeled")


def split(folder: Path) -> None:
    before = changes.read(folder)
    dataset = Dataset.open(folder)
    take = dataset.recordings[1]
    parts = cuts.cut(take, [Span(0, 9), Span(20, 40)], dataset.settings, dataset.identities)
    mending.replace(dataset.settings, before, {take.id: parts}, "split").write(folder)


def contents(folder: Path) -> list[tuple]:
    """All that is known of the takes, in order."""
    dataset = Dataset.open(folder)
    return [(take.row(""), take.samples.tobytes()) for take in dataset.recordings]


def nameless(takes: list[tuple]) -> list[tuple]:
    """Leave the ids out: numbers of files that a crash left are not used again."""
    return [(row._replace(id=""), samples) for row, samples in takes]


def faults(folder: Path) -> list[str]:
    found: list[str] = []
    Dataset.open(folder, found)
    return found


CHANGES: dict[str, Callable[[Path], None]] = {
    "delete": lambda folder: delete(folder, 1, 3),
    "delete all": lambda folder: delete(folder, 0, 1, 2, 3),
    "relabel": lambda folder: relabel(folder, "round"),
    "split": split,
}


@pytest.mark.parametrize("name", CHANGES)
def test_undo_brings_all_back(name: str, folder: Path) -> None:
    before, digest = contents(folder), Dataset.open(folder).hash()
    CHANGES[name](folder)
    assert contents(folder) != before
    assert faults(folder) == []
    made = Dataset.open(folder)
    assert made.info["labels"] == made.labels
    changes.undo(folder)
    assert contents(folder) == before
    assert Dataset.open(folder).hash() == digest
    assert faults(folder) == []


def test_several_steps_and_takes_recorded_since(folder: Path) -> None:
    states = [contents(folder)]
    for change in CHANGES.values():
        if len(Dataset.open(folder).recordings) < 4:
            Dataset.open(folder).add(TAKE + 50, "new")
            Dataset.open(folder).add(TAKE + 60, "new")
            states[:] = [[*state, *contents(folder)[-2:]] for state in states]
        if change is not CHANGES["delete all"]:
            change(folder)
            states.append(contents(folder))
    for state in reversed(states[:-1]):
        changes.undo(folder)
        assert contents(folder) == state
    with pytest.raises(DatasetError, match="nothing to undo"):
        changes.undo(folder)
    assert faults(folder) == []


def test_numbers_of_deleted_takes_are_not_used_again(folder: Path) -> None:
    before = contents(folder)
    delete(folder, 3)
    Dataset.open(folder).add(TAKE + 3, "chop", subject="p1")  # the very same take
    changes.undo(folder)
    assert contents(folder)[:4] == before
    assert [take.id[:6] for take in Dataset.open(folder).recordings][3:] == ["000004", "000005"]


def test_a_change_of_nothing_leaves_no_trace(folder: Path) -> None:
    rows = changes.read(folder)
    changes.write(folder, rows, rows, {}, "nothing")
    assert not (folder / history.FOLDER).exists()


def test_a_concurrent_change_wins(folder: Path) -> None:
    before = changes.read(folder)
    Dataset.open(folder).add(TAKE + 9, "new")
    there = contents(folder)
    with pytest.raises(DatasetError, match="Somebody else changed"):
        changes.write(folder, before, before[1:], {"recordings/x.csv": "x"}, "deleted")
    assert contents(folder) == there
    assert faults(folder) == []
    with pytest.raises(DatasetError, match="nothing to undo"):
        changes.undo(folder)


def test_edits_by_hand_are_not_overwritten(folder: Path) -> None:
    relabel(folder, "round")
    rows = folder / "recordings.csv"
    rows.write_text(rows.read_text().replace("round", "ring", 1))
    there = contents(folder)
    with pytest.raises(HistoryError, match="edited by hand"):
        changes.undo(folder)
    assert contents(folder) == there
    delete(folder, 3)  # what is done from now on can be undone
    changes.undo(folder)
    assert contents(folder) == there


def test_a_missing_take_cannot_come_back(folder: Path) -> None:
    delete(folder, 0)
    next((folder / history.FOLDER / "recordings").iterdir()).unlink()
    there = contents(folder)
    with pytest.raises(DatasetError, match="is missing"):
        changes.undo(folder)
    assert contents(folder) == there


DAMAGE = ["", "[]", "{}", '{"what": 1, "time": 2, "removed": [[0, 1]], "added": []}', "{" * 9999]


@pytest.mark.parametrize("text", DAMAGE, ids=["empty", "list", "no entries", "no row", "deep"])
def test_damaged_records(text: str, folder: Path) -> None:
    (folder / history.FOLDER).mkdir()
    (folder / history.FOLDER / "000001.json").write_text(text)
    with pytest.raises(HistoryError, match="is damaged"):
        changes.undo(folder)


def test_records_cannot_reach_outside(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "victim.csv").write_text("ax\n1\n")
    for file in ("../victim.csv", "dataset.json"):
        rows = folder / "recordings.csv"
        rows.write_text(rows.read_text() + f"x,{file},up,,,,,\n")
        before = changes.read(folder)
        try:
            changes.write(folder, before, before[:-1], {}, "deleted")
        except Exception as error:
            assert "is not allowed" in str(error)
        assert (tmp_path / "victim.csv").exists()
        assert (folder / "dataset.json").exists()


def test_a_folder_that_cannot_be_changed(folder: Path) -> None:
    (folder / history.FOLDER).write_text("a file where a folder belongs")
    there = contents(folder)
    with pytest.raises(DatasetError, match=r"Cannot change .*exists") as caught:
        delete(folder, 0)
    assert len(str(caught.value).splitlines()) == 2
    assert contents(folder) == there
    assert faults(folder) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="may write everywhere")
def test_a_read_only_folder(folder: Path) -> None:
    there = contents(folder)
    folder.chmod(0o500)
    try:
        with pytest.raises(DatasetError, match=r"Cannot change .*denied"):
            delete(folder, 0)
    finally:
        folder.chmod(0o700)
    assert contents(folder) == there


class Crash(BaseException):
    """The program ends here; no handler of ours may run."""


class Failing:
    """Lets the n-th call of what changes files fail, half a text written."""

    def __init__(self, patch: pytest.MonkeyPatch, number: int, error: BaseException) -> None:
        self.left, self._error = number, error
        for owner, name in (
            (Path, "write_text"),
            (os, "replace"),
            (Path, "mkdir"),
            (Path, "unlink"),
        ):
            patch.setattr(owner, name, self._wrapped(getattr(owner, name), name))

    def _wrapped(self, original: Callable, name: str) -> Callable:
        def call(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left == -1:
                if name == "write_text":
                    text = arguments[1]
                    original(arguments[0], text[: len(text) // 2], **named)
                raise self._error
            return original(*arguments, **named)

        return call


STEPS: dict[str, Callable[[Path], object]] = {
    "delete": CHANGES["delete"],
    "split": split,
    "undo": changes.undo,
}


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), Crash()], ids=repr)
@pytest.mark.parametrize("name", STEPS)
def test_whatever_write_fails_nothing_is_lost(
    name: str, error: BaseException, folder: Path, tmp_path: Path
) -> None:
    if name == "undo":
        split(folder)
    before = contents(folder)
    shutil.copytree(folder, tmp_path / "done")
    STEPS[name](tmp_path / "done")
    done = contents(tmp_path / "done")
    for number in range(40):
        copy = tmp_path / str(number)
        shutil.copytree(folder, copy)
        with pytest.MonkeyPatch.context() as patch:
            failing = Failing(patch, number, error)
            try:
                STEPS[name](copy)
            except Crash:
                pass
            except DatasetError as told:
                assert len(str(told).splitlines()) == 2
        after = contents(copy)
        assert after in (before, done)
        if failing.left >= 0:
            assert number > 4
            break
        if after == before:  # it did not happen: it can be done again
            STEPS[name](copy)
            assert nameless(contents(copy)) == nameless(done)
        if name != "undo":
            changes.undo(copy)
            assert contents(copy) == before
            with pytest.raises(DatasetError, match="nothing to undo"):
                changes.undo(copy)
    else:
        raise AssertionError("it never came through")
