"""What the report says about light: idle levels and strongest readings of proximity takes."""

from pathlib import Path

import numpy as np

import hands
from tinyspark import bundle
from tinyspark.dataset import Dataset
from tinyspark.dataset.columns import with_axes
from tinyspark.dataset.settings import BOTH
from tinyspark.learning.report.light import light


def test_several_lights_are_seen(tmp_path: Path) -> None:
    dataset = hands.dataset(tmp_path / "ds", 4)
    found = light(dataset.recordings, BOTH)
    assert found and found["varies"] and "helps a model" in found["text"]
    assert [each["session"] for each in found["sessions"]] == ["bench", "window"]
    bench, window = found["sessions"]
    assert 10 <= bench["idle"] <= 20 and 138 <= window["idle"] <= 150
    assert bench["takes"] == window["takes"] == 10
    assert found["idle"]["least"] <= bench["idle"] < window["idle"] <= found["idle"]["most"]
    assert found["strongest"]["most"] == max(
        take.samples[:, 6].max() for take in dataset.recordings
    )
    assert found["saturated"] == 0


def test_one_light_is_doubted(tmp_path: Path) -> None:
    dataset = hands.dataset(tmp_path / "ds", 4)
    bench = [take for take in dataset.recordings if take.session == "bench"]
    found = light(bench, BOTH)
    assert found and found["varies"] is False
    assert "sunlight raises this level" in found["text"]
    near = with_axes(dataset, ("proximity",))
    near.recordings = [take for take in near.recordings if take.session == "bench"]
    assert light(near.recordings, near.settings) == found


def test_takes_at_a_button_show_no_idle_level() -> None:
    course = Dataset.open(bundle.folder("datasets") / "proximity-course")
    found = light(course.recordings, course.settings)
    assert found and found["varies"] is None and found["saturated"] > 0.5
    assert np.isclose(found["strongest"]["most"], 1023)


def test_without_proximity_there_is_nothing_to_say(tmp_path: Path) -> None:
    dataset = hands.dataset(tmp_path / "ds", 1)
    moving = with_axes(dataset, ("ax",))
    assert light(moving.recordings, moving.settings) is None
    assert light([], BOTH) is None
