"""calibrate on the command line: from recordings to a model that `replay` finds better."""

import json
from array import array
from pathlib import Path

import pytest
from takes import COURSE, SYNTHETIC, proximity_dataset

from gesturekit import model_format
from gesturekit.model_format import NO_LIMIT
from real_data import real_data
from tinyspark.cli import main
from tinyspark.commands import calibrate_text
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.learning.training import Options, train

pytestmark = pytest.mark.usefixtures("few_copies")
GESTURES = ("chop", "circle")


def tinyspark(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def part(folder: Path, labels: tuple[str, ...], persons: str) -> Path:
    """Copy the synthetic persons' takes of these labels."""
    dataset = Dataset.create(folder, IMU)
    for take in Dataset.open(SYNTHETIC).recordings:
        if take.label in labels and take.subject[-1] in persons:
            dataset.add(take.samples, take.label, subject=take.subject)
    return folder


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a model that lets too much pass, and with what it has never heard."""
    folder = tmp_path_factory.mktemp("calibrate")
    part(folder / "takes", GESTURES, "234")
    part(folder / "housework", ("swipe", "twist"), "1234")
    learned = part(folder / "learned", GESTURES, "1")
    model = model_format.load(train(Dataset.open(learned), Options(epochs=8)).model)
    wide = [limit if limit == NO_LIMIT else 2 * limit for limit in model.limits]
    model = model._replace(thresholds=array("B", [0] * 3), limits=array("H", wide))
    (folder / "wide.tsm").write_bytes(model_format.dump(model))
    return folder


def false_and_recall(model: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> list[float]:
    figures = []
    for name, figure in (("housework", "everyday"), ("takes", "recall")):
        assert tinyspark("replay", model, place / name, "--json") == 0
        figures.append(json.loads(capsys.readouterr().out)[figure])
    return [figures[0]["detections"], figures[1]]


def test_replay_says_the_same_of_before_and_after(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide, calm, picture = place / "wide.tsm", place / "calm.tsm", place / "calm.svg"
    given = ("--gestures", place / "takes", "--picture", picture, "--json")
    assert tinyspark("calibrate", wide, place / "housework", "-o", calm, *given) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["changed"] and said["takes"] == 30 and said["everyday"] == ["swipe", "twist"]
    for model, name in ((wide, "before"), (calm, "after")):
        figures = [said[name]["false"], said[name]["recall"]]
        assert false_and_recall(model, place, capsys) == figures
    assert said["before"]["false"] >= 5 and said["after"]["false"] <= 1
    assert said["after"]["recall"] >= 0.9
    assert picture.read_text().count("chosen") and not list(place.glob("*.report.json"))
    before, after = (model_format.load(path.read_bytes()) for path in (wide, calm))
    assert (before.dataset, before.layers) == (after.dataset, after.layers)


def test_people_read_a_table_and_how_sure_it_is(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = place / "both"
    part(both, (*GESTURES, "idle", "twist"), "12")
    wide, calm = place / "wide.tsm", place / "calmer.tsm"
    assert tinyspark("calibrate", wide, both, "-o", calm, "--only", "twist") == 0
    text = capsys.readouterr().out
    assert "(twist): 0.3 min; takes of gestures: none" in text
    assert "no takes of chop, circle: what is missed of that cannot be told" in text
    assert tinyspark("calibrate", wide, both, "-o", calm, "--per-hour", 1) == 0
    text = capsys.readouterr().out
    assert "takes of gestures: 20" in text and "false detections, where so short" in text
    assert "more than 1 an hour already" in text and f"{calm}: the calibrated model" in text
    assert tinyspark("calibrate", calm, both, "-o", place / "same.tsm", "--per-hour", 1) == 0
    assert "nothing changes" in capsys.readouterr().out
    assert (place / "same.tsm").read_bytes() == calm.read_bytes()


REPORT = {
    "hours": 0.25,
    "takes": 5,
    "aim": {"per_hour": 8.0},
    "after": {"per_hour": 12.0, "recall": 0.8, "per_label": {"a": {"takes": 5}}},
}


def test_notes() -> None:
    said = calibrate_text.notes(REPORT, learned=True)
    for words, note in zip(("learned", "20.0 %", "8 an hour"), said, strict=True):
        assert words in note
    assert calibrate_text.notes({**REPORT, "aim": {"per_hour": None}}, learned=False) == said[1:2]


def test_refusals_have_two_lines(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide, takes, housework = (place / name for name in ("wide.tsm", "takes", "housework"))
    button = tmp_path / "button.tsm"
    rows = [("in", [1, 5, 9]), ("out", [9, 5, 1])] * 3
    button.write_bytes(train(proximity_dataset(tmp_path / "near", rows), Options(epochs=8)).model)
    for arguments, words in (
        ((button, tmp_path / "near"), "asked when a button is pressed"),
        ((wide, takes), "no everyday movement"),
        ((wide, COURSE), "for the sensor imu"),
        ((wide, housework, "--gestures", housework), "no take of a gesture"),
        ((wide, housework, "--picture", tmp_path / "x.png"), "nothing to draw"),
        ((wide, housework, "--only", "chop"), "no recording has such a label"),
        ((wide, tmp_path / "none"), "There is no"),
    ):
        assert tinyspark("calibrate", *arguments, "-o", tmp_path / "new.tsm") == 1
        out, err = capsys.readouterr()
        assert out == "" and words.lower() in err.lower() and len(err.splitlines()) == 2
        assert not (tmp_path / "new.tsm").exists()


@pytest.mark.long
def test_real_housework(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    streams, takes = (real_data(f"jewang_wand_{name}.npz") for name in ("streams", "trim"))
    units = ("--accel-unit", "m/s2", "--gyro-unit", "rad/s")
    learned, model, calm = (tmp_path / name for name in ("takes", "wand.tsm", "calm.tsm"))
    assert tinyspark("dataset", "import", takes, learned, *units) == 0
    assert tinyspark("train", learned, "-o", model, "--no-report") == 0
    only = ("--only", "negative", "--only", "negative_old", "--gestures", takes)
    capsys.readouterr()
    given = (*units, *only, "-o", calm, "--json")
    assert tinyspark("calibrate", model, streams, *given) == 0
    said = json.loads(capsys.readouterr().out)
    assert 0.23 < said["hours"] < 0.24 and said["takes"] == 297
    assert said["after"]["false"] == 0 and said["after"]["recall"] >= 0.95
    assert said["unseen"]["per_hour"] <= said["before"]["per_hour"]
    assert said["unseen"]["recall"] >= 0.95
