"""evaluate on the command line: when a score flatters, and when there is nothing to score."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from takes import COURSE

from tinyspark.cli import main


def tinyspark(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    place = tmp_path / "course.tsm"
    assert tinyspark("train", COURSE, "-o", place, "--epochs", 100) == 0
    return place


def test_a_score_on_what_was_learned_says_that_it_flatters(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert tinyspark("evaluate", model, COURSE) == 0
    assert "learned from these very recordings" in capsys.readouterr().out
    other = tmp_path / "fewer"
    shutil.copytree(COURSE, other)
    lines = (other / "recordings.csv").read_text().splitlines(keepends=True)
    (other / "recordings.csv").write_text("".join(lines[:-1]))
    assert tinyspark("evaluate", model, other, "--json") == 0
    assert json.loads(capsys.readouterr().out)["notes"] == []


def test_without_marked_recordings_the_given_split_is_explained(
    model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open(Path(COURSE) / "recordings.csv", newline="") as file:
        assert not any(row["split"] for row in csv.DictReader(file))
    assert tinyspark("evaluate", model, COURSE, "--split", "given") == 1
    assert "marked test" in capsys.readouterr().err
