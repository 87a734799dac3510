"""The command `lesson glass-box`: which model and recording are meant, what it leaves behind."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from glass_cases import hand, moving, pressed
from tinyspark import cli
from tinyspark.commands import lesson_glass_box
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU, Settings
from tinyspark.errors import UserError
from tinyspark.learning.glass_box import case, example, trace

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = ROOT / "datasets" / "proximity-course"


@pytest.fixture(autouse=True)
def no_board(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boards have tests of their own; a computer that can have no virtual one is like this."""

    def refuse(spec: str) -> None:
        raise UserError("There is no virtual board here.\nName a real one.")

    monkeypatch.setattr(lesson_glass_box, "board_port", refuse)


@pytest.fixture
def gestures(tmp_path: Path) -> Dataset:
    """A dataset with two takes that the random model looks at and one of stillness."""
    dataset = Dataset.create(tmp_path / "gestures", IMU)
    for label in ("wave", "circle"):
        dataset.add(moving().samples, label)
    dataset.add(np.zeros((100, 6), dtype=np.int16), "wave")
    return dataset


def test_a_recording_has_several_names(gestures: Dataset) -> None:
    data, wanted = moving().data, gestures.recordings[1]
    file = gestures.folder / "recordings" / f"{wanted.id}.csv"
    for name in (gestures.folder / wanted.id, gestures.folder / "000002", file):
        found = case.named(data, str(name))
        assert (found.label, found.rate) == ("circle", 104)
        np.testing.assert_array_equal(found.samples, wanted.samples)


def test_counts_are_a_take() -> None:
    assert case.named(hand().data, "152,451,1023").samples.tolist() == [[152], [451], [1023]]
    assert case.named(pressed().data, "1,0,1").samples.tolist() == [[1, 0, 1]]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gestures/9", "no recording '9'"),
        ("gestures/0", "several recordings begin with '0'"),
        ("gestures/recordings/none.csv", "no file"),
        ("nowhere/1", "not a dataset"),
        ("gestures/000003", "never looks"),
        ("1,2,3", "a few counts are no recording"),
    ],
)
def test_a_recording_that_cannot_be(gestures: Dataset, name: str, words: str) -> None:
    spoken = name if name[0].isdigit() else str(gestures.folder.parent / name)
    with pytest.raises(UserError, match=words):
        trace.run(case.named(moving().data, spoken))


@pytest.mark.parametrize("text", ["1,0", "1,0,1,0", "1,0,40000"])
def test_counts_that_cannot_be(text: str) -> None:
    with pytest.raises(UserError, match="ounts"):
        case.named(pressed().data, text)


def test_a_model_and_a_recording_must_go_together(tmp_path: Path) -> None:
    slow = Settings("imu", IMU.axes, 52, 8, 2000)
    accel = Settings("imu", IMU.axes[:3], 104, 8, None)
    for number, (settings, words) in enumerate(((slow, "rate of 104"), (accel, "lack the axes"))):
        dataset = Dataset.create(tmp_path / str(number), settings)
        take = dataset.add(moving().samples[:, : len(settings.axes)], "wave")
        with pytest.raises(UserError, match=words):
            case.named(moving().data, str(dataset.folder / take.id))
    with pytest.raises(UserError, match="sensor imu"):
        case.named(moving().data, str(COURSE / "000001"))
    with pytest.raises(UserError, match="no recordings of those"):
        case.named(pressed().data, str(COURSE / "000001"))


def test_a_recording_too_long_for_a_board(tmp_path: Path) -> None:
    dataset = Dataset.create(tmp_path / "long", IMU)
    dataset.add(np.zeros((case.LONGEST + 1, 6), dtype=np.int16), "wave")
    with pytest.raises(UserError, match="at most"):
        case.named(moving().data, str(dataset.folder / "000001"))


def test_the_example_is_of_a_person_the_model_does_not_know() -> None:
    found = trace.run(example.make(lambda what, share: None))
    assert example.PERSON in found.case.name
    assert found.model.labels[found.best] == found.case.label == example.GESTURE


def save(folder: Path, data: bytes) -> str:
    file = folder / "model.tsm"
    file.write_bytes(data)
    return str(file)


def test_it_writes_pictures_and_every_number(
    tmp_path: Path, gestures: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    take = str(gestures.folder / "000001")
    status = cli.main(["lesson", "glass-box", save(tmp_path, moving().data), take, "-o", str(out)])
    said = capsys.readouterr()
    assert status == 0, said.err
    assert "no virtual board here" in said.out and "No board was asked" in said.out
    assert max(len(line) for line in said.out.splitlines() if line.startswith("  ")) < 80
    assert sorted(file.name for file in out.iterdir()) == [
        "glass-box-neurons.png",
        "glass-box.csv",
        "glass-box.png",
    ]
    with open(out / "glass-box.csv", newline="") as file:
        assert len(list(csv.reader(file))) > 141 * 6


def test_json_is_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["lesson", "glass-box", save(tmp_path, pressed().data), "1,0,1", "--json"]
    assert cli.main(words) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["lesson"] == "glass-box"
    assert said["figures"]["features"] == [1, 0, 1]
    assert (said["figures"]["compared"], said["figures"]["differ"]) == (0, 0)


def test_pictures_of_takes_that_a_button_starts(tmp_path: Path) -> None:
    for number, made in enumerate((hand(), pressed())):
        model = save(tmp_path, made.data)
        counts = ",".join(map(str, made.samples.ravel()))
        out = tmp_path / str(number)
        assert cli.main(["lesson", "glass-box", model, counts, "-o", str(out)]) == 0
        assert all((out / f"glass-box{name}.png").stat().st_size for name in ("", "-neurons"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["none.tsm", "1,0,1"], "Cannot read the model"),
        (["{model}"], "needs a recording"),
        (["{model}", "1,0,1", "--network", "x"], "no --network"),
        (["{model}", "nope"], "'nope' names no recording"),
    ],
)
def test_what_is_missing_is_said(
    tmp_path: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    model = save(tmp_path, pressed().data)
    given = [word.format(model=model) for word in words]
    assert cli.main(["lesson", "glass-box", *given]) == 1
    assert message in capsys.readouterr().err
