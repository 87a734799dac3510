"""sweep on the command line: tables that fit, one JSON object, a picture, advice that works."""

import json
import shlex
from pathlib import Path

import pytest
from takes import COURSE, imu_dataset

from gesturekit import model_format
from tinyspark.cli import main

pytestmark = pytest.mark.usefixtures("few_copies")
SMALL = ["--seeds", "2", "--epochs", "2"]


def sweep(*arguments: object) -> int:
    return main(["sweep", *(str(argument) for argument in arguments)])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_prints_tables_and_draws(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates = ["--rates", "0.1", "0.001", "0.002", "0.005", "0.01", "0.02", "0.05"]
    assert sweep(COURSE, *SMALL, *rates, "--hidden", 1, 2, "--decay", 0, 0.5) == 0
    out, err = capsys.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert sum(line.startswith("hidden ") for line in lines) == 4  # 2 decays, 5 + 2 rates
    assert max(map(len, (line for line in lines if "+-" in line))) <= 80
    assert "learning rate, decay 0.5" in out and "sweep.png: the picture" in out
    assert (folder / "sweep.png").read_bytes().startswith(b"\x89PNG")


def test_json_is_one_object_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sweep(COURSE, *SMALL, "--json", "--rates", 0.01, "--hidden", 2) == 0
    facts = json.loads(capsys.readouterr().out)
    (setting,) = facts["settings"]
    assert setting == facts["wanted"]
    assert (setting["hidden"], setting["learning_rate"], setting["decay"]) == (2, 0.01, 0)
    assert len(setting["accuracies"]) == 2 and facts["n"] == 10 and facts["picture"] is None
    assert list(folder.iterdir()) == []


def test_train_takes_what_is_advised(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imu_dataset(folder / "my waves", takes=3)
    chosen = ("--axes", "ax,ay,az", "--hidden", 3, "--decay", 0.01)
    assert sweep("my waves", *SMALL, *chosen, "-o", "w.png") == 0
    (advice,) = (
        line for line in capsys.readouterr().out.splitlines() if "tinyspark train" in line
    )
    words = shlex.split(advice)
    assert "--hidden" in words and "--rate" in words and "--decay" in words
    assert main([*words[1:], "--epochs", "1"]) == 0
    assert (folder / "w.png").is_file()
    model = model_format.load((folder / "my waves.tsm").read_bytes())
    assert model.axes == ("ax", "ay", "az")


def test_an_axis_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep(COURSE, "--axes", "ax") == 1
    assert "has no axis 'ax'" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_refused_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert sweep(COURSE, "-o", "no-such-folder/x.png") == 1
    assert "no-such-folder" in capsys.readouterr().err
