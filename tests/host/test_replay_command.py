"""replay on the command line: what people read, what programs read, and refusals in words."""

import json
from pathlib import Path

import numpy as np
import pytest
from takes import COURSE, imu_dataset

from tinyspark.cli import main
from tinyspark.commands import replay_text
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU, Settings
from tinyspark.learning.training import Options, train

pytestmark = pytest.mark.usefixtures("few_copies")


def tinyspark(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imu_dataset(tmp_path_factory.mktemp("data") / "takes").folder


@pytest.fixture(scope="module")
def model(folder: Path) -> Path:
    place = folder.parent / "gestures.tsm"
    place.write_bytes(train(Dataset.open(folder), Options(epochs=8)).model)
    return place


def test_json(model: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tinyspark("replay", model, folder, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["n"] == 36 and said["board"] is None and said["picture"] is None
    assert said["recall"] > 0.9 and set(said["per_label"]) == {"side", "up"}
    assert said["per_hour"] == pytest.approx(len(said["detections"]) / said["hours"])
    one = said["detections"][0]
    assert one["label"] in said["labels"] and 0 < one["confidence"] <= 1
    assert one["recording"] and one["time"] > 0 and one["index"] > 0
    assert said["everyday"]["labels"] == ["idle"] and said["everyday"]["n"] == 12


def test_people_see_the_first_that_are_not_right_or_all(
    model: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tinyspark("replay", model, folder) == 0
    said = capsys.readouterr().out
    assert "recall" in said and "false detection" in said and "flatters" in said
    assert "(list all: --all)" in said or "(--all has it)" in said
    assert tinyspark("replay", model, folder, "--all") == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(" 0:0") for line in lines) >= 22


DETECTION = {
    "time": 1.0,
    "label": "a very long label indeed, of 32 c",
    "confidence": 0.5,
    "recording": "000012-0123456789abcdef",
    "index": 70,
    "performed": "up",
    "outcome": "right",
}


@pytest.mark.parametrize(
    ("outcomes", "everything", "title", "lines"),
    [
        ([], False, [], 0),
        (["wrong", "right"], False, ["all detections:"], 2),
        (
            ["right"] * 30,
            False,
            ["none of 30 detections is wrong or false: no list (--all has it)"],
            0,
        ),
        (["right"] * 30 + ["false"], False, ["1 detection not right (list all: --all):"], 1),
        (["wrong"] * 25, False, ["the first 20 detections not right (list all: --all):"], 20),
        (["right"] * 25, True, ["all detections:"], 25),
    ],
)
def test_a_list_says_why_it_is_as_it_is(
    outcomes: list[str],
    everything: bool,
    title: list[str],
    lines: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = [{**DETECTION, "outcome": outcome} for outcome in outcomes]
    replay_text._print_detections(found, everything)
    said = capsys.readouterr().out.splitlines()
    assert said[1:2] == title
    table = said[3:]
    assert len(table) == lines and all("0:00:01.00" in line for line in table)
    assert all(line.index("000012") == said[2].index("recording") for line in table)


def test_recordings_that_were_reported_twice_are_named() -> None:
    said = replay_text._repeated({"000003": 2, **{f"1{n}": 3 for n in range(30)}})
    assert "31 recordings of a gesture: 000003 (2 times)" in said and said.endswith("and 11 more")


def test_labels_can_be_chosen(
    model: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tinyspark("replay", model, folder, "--only", "idle", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["n"], said["recall"]) == (12, None)
    assert tinyspark("replay", model, folder, "--only", "idle") == 0
    text = capsys.readouterr().out
    assert "no recall: none of these" in text and "recall flatters" not in text
    assert "these figures flatter" in text
    assert tinyspark("replay", model, folder, "--only", "spin") == 1
    assert "There are idle, side, up." in capsys.readouterr().err


def test_a_stream_that_is_no_dataset_yet(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stream = tmp_path / "housework.npz"
    np.savez(
        stream,
        data=np.random.default_rng(1).normal(0, 1, (2600, 6)).astype(np.float32),
        offsets=np.array([0, 2600]),
        labels=np.array(["housework"]),
        channels=np.array(IMU.axes),
        rate=np.array(52.0),
    )
    assert tinyspark("replay", model, stream) == 1
    assert "--accel-unit" in capsys.readouterr().err
    units = ("--accel-unit", "g", "--gyro-unit", "dps")
    assert tinyspark("replay", model, stream, *units, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["hours"] == pytest.approx(50 / 3600, rel=1e-3)
    assert said["everyday"]["labels"] == ["housework"]


def test_the_picture(
    model: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "line.png"
    assert tinyspark("replay", model, folder, "-o", picture, "--json") == 0
    assert json.loads(capsys.readouterr().out)["picture"] == str(picture)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert tinyspark("replay", model, folder, "-o", tmp_path / "no" / "line.png") == 1
    assert "Make it first." in capsys.readouterr().err


def test_refusals_have_two_lines(
    model: Path, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Dataset.create(tmp_path / "empty", IMU)
    slow = Dataset.create(tmp_path / "slow", Settings("imu", IMU.axes, 52, 8, 2000))
    slow.add(np.zeros((100, 6), np.int16), "up")
    for arguments, words in (
        ((tmp_path / "empty",), "no recordings to replay"),
        ((tmp_path / "slow",), "made for a rate of 104"),
        ((COURSE,), "for the sensor imu"),
        ((folder, "--split", "given"), "marked test"),
        ((tmp_path / "none",), "There is no"),
        ((folder, "--port", "/dev/ttyACM0"), "Use --port virtual"),
    ):
        assert tinyspark("replay", model, *arguments) == 1
        out, err = capsys.readouterr()
        assert out == "" and words in err and len(err.splitlines()) == 2
    assert tinyspark("replay", tmp_path / "none.tsm", folder) == 1
    assert "Cannot read the model" in capsys.readouterr().err
