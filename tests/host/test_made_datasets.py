"""The committed datasets: what the makers write is what is committed, to the byte."""

import runpy
from pathlib import Path

import numpy as np
import pytest

from tinyspark.dataset import Dataset
from tinyspark.dataset.verdict import judge

ROOT = Path(__file__).resolve().parent.parent.parent
MAKERS = {
    "synthetic-gestures": "make_synthetic_gestures.py",
    "synthetic-waves": "make_synthetic_gestures.py",
    "proximity-course": "make_proximity_course.py",
}
SYNTHETIC = {
    "synthetic-gestures": ["chop", "circle", "idle", "swipe", "twist"],
    "synthetic-waves": ["shake", "wave"],
}


@pytest.mark.parametrize("name", MAKERS)
def test_the_maker_reproduces_the_committed_files(tmp_path: Path, name: str) -> None:
    runpy.run_path(str(ROOT / "tools" / MAKERS[name]))["make"](tmp_path / name)
    committed, made = ROOT / "datasets" / name, tmp_path / name
    files = {path.relative_to(made) for path in made.rglob("*.*")}
    assert files == {path.relative_to(committed) for path in committed.rglob("*.*")}
    for file in files:
        there = (committed / file).read_bytes().replace(b"\r\n", b"\n")
        assert there == (made / file).read_bytes(), file


@pytest.mark.parametrize("name", MAKERS)
def test_every_committed_take_is_good(name: str) -> None:
    problems: list[str] = []
    dataset = Dataset.open(ROOT / "datasets" / name, problems)
    assert problems == []
    for take in dataset.recordings:
        assert judge(take.samples, dataset.settings, label=take.label) == [], take.id


def test_the_course_takes_are_the_printed_values_times_eight() -> None:
    dataset = Dataset.open(ROOT / "datasets" / "proximity-course")
    takes = [(take.label, take.samples[:, 0].tolist()) for take in dataset.recordings]
    assert [label for label, _ in takes] == ["closer"] * 5 + ["away"] * 5
    assert takes[0][1] == [0, 284, 961]
    assert takes[5][1] == [836, 19, 0]
    assert takes[8][1] == [1023, 826, 190]
    assert "CC BY-SA 4.0" in dataset.info["notes"]
    assert dataset.info["licence"] == "CC-BY-SA-4.0"


@pytest.mark.parametrize("name", SYNTHETIC)
def test_the_synthetic_takes_say_so(name: str) -> None:
    dataset = Dataset.open(ROOT / "datasets" / name)
    assert dataset.name == name
    assert dataset.info["notes"].startswith("SYNTHETIC")
    assert dataset.labels == SYNTHETIC[name]
    assert all(take.subject.startswith("synthetic-") for take in dataset.recordings)


@pytest.mark.parametrize("name", SYNTHETIC)
def test_the_synthetic_takes_begin_and_end_at_rest(name: str) -> None:
    dataset = Dataset.open(ROOT / "datasets" / name)
    for take in dataset.recordings:
        values = dataset.settings.physical(take.samples)
        for rest in (values[:20], values[-20:]):  # gravity alone, and hardly any turning
            assert abs(np.linalg.norm(rest[:, :3].mean(axis=0)) - 1) < 0.12
            assert np.linalg.norm(rest[:, 3:].mean(axis=0)) < 6


def test_no_two_synthetic_persons_have_one_name() -> None:
    persons = [
        {take.subject for take in Dataset.open(ROOT / "datasets" / name).recordings}
        for name in SYNTHETIC
    ]
    assert len(set.union(*persons)) == sum(map(len, persons))


def test_synthetic_acceleration_and_turning_agree() -> None:
    """Turn the gravity felt at the start as the gyroscope says: that is what a twist feels."""
    rotation = runpy.run_path(str(ROOT / "tools" / "make_synthetic_gestures.py"))["rotation"]
    dataset = Dataset.open(ROOT / "datasets" / "synthetic-gestures")
    for take in dataset.recordings:
        if take.label != "twist":  # the others also accelerate the hand
            continue
        values = dataset.settings.physical(take.samples)
        rates = np.radians(values[:, 3:] - values[:20, 3:].mean(axis=0))
        steps = rotation(rates / dataset.settings.rate)
        felt, pose = values[:20, :3].mean(axis=0), np.eye(3)
        errors = []
        for step, accel in zip(steps, values[:, :3], strict=True):
            errors.append(np.linalg.norm(pose.T @ felt - accel))
            pose = pose @ step
        assert np.mean(errors) < 0.2, take.id
        assert np.ptp(values[:, :3], axis=0).max() > 1  # while gravity moves by more than that


def test_another_seed_makes_other_takes(tmp_path: Path) -> None:
    make = runpy.run_path(str(ROOT / "tools" / "make_synthetic_gestures.py"))["make"]
    other = make(tmp_path / "synthetic-gestures", 21)
    assert other.hash() != Dataset.open(ROOT / "datasets" / "synthetic-gestures").hash()
