"""The demo as a user runs it: both stories, told in full, with everything it promises on disk."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long  # the README's first command runs it, too


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, Path]:
    """The demo's figures, and the folder that it ran in."""
    folder = tmp_path_factory.mktemp("demo")
    result = subprocess.run(
        [sys.executable, "-m", "tinyspark", "demo", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout), folder / "demo-output"


def test_the_course_gesture_is_recognized_ten_times_of_ten(told: tuple[dict, Path]) -> None:
    assert told[0]["course"]["n"] == 10 == told[0]["course"]["right"]


def test_no_sample_is_lost_and_none_is_changed(told: tuple[dict, Path]) -> None:
    motion = told[0]["motion"]
    assert motion["samples_lost"] == 0
    assert motion["bit_for_bit"] == motion["recorded"] == 75


def test_a_person_never_seen_is_recognized_live(told: tuple[dict, Path]) -> None:
    motion = told[0]["motion"]
    assert motion["n"] == 25 == sum(map(sum, motion["confusion"]))
    assert motion["accuracy"] >= 0.9


def test_models_datasets_and_picture_are_there(told: tuple[dict, Path]) -> None:
    names = {path.name for path in told[1].iterdir()}
    assert {"course.tsm", "course.py", "motion.tsm", "motion.py", "demo.png"} <= names
    assert (told[1] / "motion-dataset" / "recordings.csv").is_file()
    assert (told[1] / "demo.png").read_bytes().startswith(b"\x89PNG")


def test_a_folder_with_other_things_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")
    result = subprocess.run(
        [sys.executable, "-m", "tinyspark", "demo", "--output", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1 and "holds other things" in result.stderr
    assert (tmp_path / "thesis.txt").read_text() == "three years of work"
