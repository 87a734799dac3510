"""tinyspark dataset trim, split, relabel, set, delete, undo, merge: what a person sees."""

import json
from pathlib import Path

import numpy as np
import pytest
from takes import COURSE, SYNTHETIC
from test_repair_parts import rested

from tinyspark.cli import main
from tinyspark.commands import dataset_preview
from tinyspark.dataset import Dataset
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.settings import IMU


def dataset(*arguments: object) -> int:
    return main(["dataset", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two takes of a gesture with much rest, one of stillness, and a continuous recording."""
    made = Dataset.create(tmp_path / "my set", IMU, licence="MIT")
    made.add(rested([(2, 1)], 5), "circle", subject="anna")
    made.add(rested([(1, 1)], 5, seed=2), "circle", subject="ben")
    made.add(rested([], 3), "idle", subject="ben")
    made.add(rested([(1, 1), (3, 1), (5, 1)], 7), "many")
    return made.folder


def labels(folder: Path) -> list[str]:
    return [take.label for take in Dataset.open(folder).recordings]


def test_trim_shows_and_cuts(folder: Path, capsys: pytest.CaptureFixture) -> None:
    digest = Dataset.open(folder).hash()
    assert dataset("trim", folder, "--label", "circle", "--dry-run") == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].startswith("000001-") and "5.00 ->" in lines[0]
    assert lines[0].index("[") > lines[1].index("[") and lines[0].count("]") == 1
    assert lines[2] == "Would have trimmed 2 takes of 2. Nothing is changed."
    assert (err, Dataset.open(folder).hash()) == ("", digest)
    assert dataset("trim", folder, "--by", "anna") == 0
    assert f"`tinyspark dataset undo '{folder}'` takes it back." in capsys.readouterr().out
    first = Dataset.open(folder).recordings[0]
    assert 1.2 * 104 < len(first.samples) < 1.8 * 104
    assert dataset("undo", folder) == 0
    assert Dataset.open(folder).hash() == digest


def test_trim_by_hand(folder: Path, capsys: pytest.CaptureFixture) -> None:
    assert dataset("trim", folder, "000001", "--from", "1.5", "--to", "3.5", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["takes"][0]["from"], told["takes"][0]["to"], told["rate"]) == (156, 364, 104)
    take = Dataset.open(folder).recordings[0]
    assert (take.id, len(take.samples)) == (told["takes"][0]["new_id"], 208)
    assert dataset("trim", folder, "--all", "--to", "60", "--samples") == 0
    assert {len(take.samples) for take in Dataset.open(folder).recordings} == {60}


def test_split_shows_and_cuts(folder: Path, capsys: pytest.CaptureFixture) -> None:
    assert dataset("split", folder, "000004", "--to", "wave") == 0
    out, _ = capsys.readouterr()
    assert "many, 7.0 s: 3 takes of" in out
    assert "1──" in out and "3──" in out
    assert "Split 1 recording into 3 takes." in out
    assert labels(folder) == ["circle", "circle", "idle", "wave", "wave", "wave"]
    assert dataset("split", folder, "000001", "000003") == 0
    out, _ = capsys.readouterr()
    assert "one movement, left as it is" in out
    assert "no gesture found, left as it is" in out
    assert out.endswith("Nothing to change.\n")


def test_split_json(folder: Path, capsys: pytest.CaptureFixture) -> None:
    assert dataset("split", folder, "--all", "--json", "--dry-run") == 0
    (told,) = json.loads(capsys.readouterr().out)["recordings"]
    assert [take["id"][:6] for take in told["takes"]] == ["000005", "000006", "000007"]
    assert len(Dataset.open(folder).recordings) == 4


@pytest.mark.parametrize("action", ["trim", "split"])
def test_pictures(action: str, folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "cuts.png"
    assert dataset(action, folder, "--all", "-n", "-o", picture) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_relabel_set_and_delete(folder: Path, capsys: pytest.CaptureFixture) -> None:
    assert dataset("relabel", folder, "--label", "circle", "--to", "round") == 0
    assert labels(folder)[:2] == ["round", "round"]
    assert dataset("set", folder, "000004", "--subject", "cleo", "--session", "2") == 0
    assert dataset("set", folder, "--by", "ben", "--split", "test", "--subject", "") == 0
    takes = Dataset.open(folder).recordings
    assert [take.subject for take in takes] == ["anna", "", "", "cleo"]
    assert [take.split for take in takes] == ["", "test", "test", ""]
    capsys.readouterr()
    assert dataset("delete", folder, "--in", "2", "--json") == 0
    assert json.loads(capsys.readouterr().out)["left"] == 3
    assert dataset("undo", folder, "--list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0] for line in lines[:2]] == [
        "deleted 1 take, 3 are left",
        "set subject '' and split 'test' of 2 takes",
    ]
    assert dataset("undo", folder, "--steps", "9", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (len(told["undone"]), told["takes"]) == (4, 4)
    assert labels(folder) == ["circle", "circle", "idle", "many"]
    assert dataset("relabel", folder, "000003", "--to", "idle") == 0
    assert capsys.readouterr().out == "Nothing to change.\n"


def test_everything_deleted(folder: Path, capsys: pytest.CaptureFixture) -> None:
    assert dataset("delete", folder, "--all") == 0
    assert "Deleted 4 takes, 0 are left" in capsys.readouterr().out
    assert dataset("trim", folder) == 1
    assert "brings deleted ones back" in capsys.readouterr().err
    assert dataset("undo", folder) == 0
    assert len(Dataset.open(folder).recordings) == 4


def test_a_take_that_cannot_be_read_can_be_deleted(folder: Path) -> None:
    broken = Dataset.open(folder).recordings[1].id
    (folder / "recordings" / f"{broken}.csv").write_text("rubbish")
    assert dataset("trim", folder) == 1
    assert dataset("delete", folder, broken) == 0
    assert dataset("trim", folder) == 0


def test_merge(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    other = Dataset.create(tmp_path / "ben", IMU, licence="CC0")
    other.add(rested([(2, 1)], 5), "circle", subject="anna")
    other.add(np.arange(600).reshape(100, 6), "swipe", subject="ben")
    whole = tmp_path / "class"
    assert dataset("merge", whole, folder, other.folder) == 0
    out, _ = capsys.readouterr()
    assert "there already: 1 take\n" in out
    assert "licences of the sources differ" in out
    assert "Merged 5 takes of my set, ben." in out
    merged = Dataset.open(whole)
    assert (len(merged.recordings), merged.info["licence"]) == (5, "MIT; CC0")
    assert merged.info["labels"] == merged.labels
    assert dataset("merge", whole, other.folder, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["known"], told["takes"]) == ([], 2, 5)
    assert dataset("undo", whole) == 0
    assert Dataset.open(whole).recordings == []


def test_merge_names_conflicts(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert dataset("merge", tmp_path / "class", folder) == 0
    assert dataset("relabel", folder, "000001", "--to", "round") == 0
    capsys.readouterr()
    assert dataset("merge", tmp_path / "class", folder, "--dry-run") == 0
    out, _ = capsys.readouterr()
    assert "same id but different contents: 1 take, kept both" in out
    assert "has another label: added as 000005-" in out


BAD_CALLS = {
    "no dataset": (("trim", "nowhere"), 1, "is not a dataset"),
    "nothing named": (("delete", "SET"), 1, "not said which takes"),
    "unknown id": (("delete", "SET", "9"), 1, "No takes have an id"),
    "unknown label": (("relabel", "SET", "--label", "x", "--to", "y"), 1, "There is: 'circle'"),
    "bad label": (("relabel", "SET", "--all", "--to", " "), 1, "label is empty"),
    "bad new label": (("split", "SET", "--all", "--to", "x" * 40), 1, "is too long"),
    "nothing to set": (("set", "SET", "--all"), 1, "not said what to set"),
    "unknown split": (("set", "SET", "--all", "--split", "exam"), 2, "invalid choice"),
    "part of all": (("trim", "SET", "--from", "1"), 1, "none is named"),
    "no such part": (("trim", "SET", "000001", "--from", "4", "--to", "9"), 1, "has no part"),
    "negative part": (("trim", "SET", "000001", "--from", "-4"), 2, "at least 0"),
    "nothing to undo": (("undo", "SET"), 1, "nothing to undo"),
    "no steps": (("undo", "SET", "--steps", "0"), 2, "at least 1"),
    "merge with itself": (("merge", "SET", "SET"), 1, "merged with itself"),
    "other settings": (("merge", "SET", COURSE), 1, "has the sensor"),
    "no picture": (("trim", "SET", "-o", "x.txt"), 1, "no ending of a picture"),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_bad_calls(name: str, folder: Path, capsys: pytest.CaptureFixture) -> None:
    arguments, status, words = BAD_CALLS[name]
    digest = Dataset.open(folder).hash()
    try:
        assert dataset(*(folder if each == "SET" else each for each in arguments)) == status
    except SystemExit as stop:
        assert stop.code == status == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert status == 2 or len(err.splitlines()) == 2
    assert Dataset.open(folder).hash() == digest


@pytest.mark.parametrize("width", [40, 59, 79, 200])
def test_previews_fit_the_terminal(width: int) -> None:
    take = Dataset.open(SYNTHETIC).recordings[0]
    line = dataset_preview.trimmed(take, Span(20, 150), IMU, width)
    assert len(line) <= max(width, 60)
    spans = [Span(place, place + 15) for place in range(0, 180, 20)]
    for line in dataset_preview.split(take, spans, IMU, width):
        assert len(line) <= width
