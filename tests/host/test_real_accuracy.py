"""Accuracy on real recordings of other people, as a user would get it: import, then train."""

import json
from pathlib import Path

import pytest

from real_data import real_data
from tinyspark.cli import main

METERS = ["--accel-unit", "m/s2"]
# file, import options, split, (least accuracy, least accuracy of a person)
SETS = [
    ("uhh_imu", ["--rate", "25", *METERS, "--gyro-unit", "rad/s"], "subject", (0.965, 0.93)),
    ("xiao_lsm6ds3_streams", METERS, "given", (1.0, 1.0)),
    ("nano_gestures", ["--accel-unit", "g", "--gyro-unit", "dps"], "random", (0.97, 0.0)),
]


@pytest.mark.long
@pytest.mark.parametrize(("name", "units", "split", "least"), SETS)
def test_accuracy(
    name: str, units: list[str], split: str, least: tuple[float, float], tmp_path: Path
) -> None:
    source = real_data(f"{name}.npz")
    assert main(["dataset", "import", str(source), str(tmp_path / "takes"), *units]) == 0
    model = str(tmp_path / "model.tsm")
    assert main(["train", str(tmp_path / "takes"), "-o", model, "--split", split]) == 0
    report = json.loads((tmp_path / "model.tsm.report.json").read_text())
    assert report["accuracy"] >= least[0]
    assert report["worst_subject"] is None or report["worst_subject"]["accuracy"] >= least[1]
    assert abs(report["float_accuracy"] - report["integer_accuracy"]) <= 0.005
    assert report["model_bytes"] <= 10240
