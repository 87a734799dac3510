"""Datasets at the edge of what can be learned: what training says of them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from takes import gesture, proximity_dataset

from gesturekit import model_format
from gesturekit.model_format import MAX_LABELS, NO_LABEL, NO_LIMIT
from tinyspark.dataset import Dataset
from tinyspark.dataset.columns import with_axes
from tinyspark.dataset.settings import IMU
from tinyspark.errors import UserError
from tinyspark.learning.training import Options, Result, train

pytestmark = pytest.mark.usefixtures("few_copies")

QUICK = Options(epochs=2, hidden=4, features="gesture", variation=1)


def dataset(folder: Path, takes: dict[str, str], count: int = 4, **details: Any) -> Dataset:
    """Make takes of labels: what each of them shows."""
    generator = np.random.default_rng(1)
    made = Dataset.create(folder / "takes", IMU)
    for label, shows in takes.items():
        for _ in range(count):
            made.add(gesture(shows, generator), label, **details)
    return made


def trained(made: Dataset, options: Options = QUICK) -> tuple[model_format.Model, Result]:
    result = train(made, options)
    return model_format.load(result.model), result


@pytest.mark.parametrize(
    ("takes", "words"),
    [
        ({"idle": "idle", "unknown": "up"}, "stillness.*\nRecord some"),
        ({"table": "idle", "Unknown": "up"}, "stillness.*\nRecord some"),
        ({"up": "up", "table": "idle", "hold": "idle"}, "'table' hold no movement"),
    ],
)
def test_nothing_to_report(takes: dict[str, str], words: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=words):
        train(dataset(tmp_path, takes), QUICK)


@pytest.mark.parametrize(
    ("takes", "unknown"),
    [
        ({"up": "up", "idle": "idle"}, "unknown"),
        ({"up": "up", "Unknown": "side"}, "Unknown"),
        ({"up": "up", "side": "side", "unknown": "twist"}, "unknown"),
    ],
    ids=["made up", "recorded", "among"],
)
def test_one_label_is_what_is_none(takes: dict[str, str], unknown: str, tmp_path: Path) -> None:
    model, result = trained(dataset(tmp_path, takes), Options(epochs=8, hidden=8))
    assert set(model.labels) == {*takes, unknown} and model.labels[model.unknown] == unknown
    report = result.report
    assert report["accuracy"] > 0.9 and set(report["labels"]) == set(takes)
    assert sum(report["live"][name] for name in ("right", "wrong", "unknown", "missed")) == 1
    assert set(report["live"]["per_label"]) == set(takes) - {"idle", "unknown", "Unknown"}
    assert report["everyday"]["n"] == 4  # of stillness, or of recorded unknown movement


def test_the_made_up_label_needs_a_place(tmp_path: Path) -> None:
    names = {f"g{number}": "up" for number in range(MAX_LABELS)}
    with pytest.raises(UserError, match="32 labels; a model holds 32, one of them `unknown`"):
        train(dataset(tmp_path, names, count=1), QUICK)


def test_as_many_labels_as_a_button_can_have(tmp_path: Path) -> None:
    rows = [(f"g{n}", [n, 32 - n, 100 * (n % 7)]) for n in range(MAX_LABELS) for _ in range(2)]
    model, result = trained(proximity_dataset(tmp_path / "near", rows))
    assert len(model.labels) == MAX_LABELS and model.unknown == NO_LABEL
    assert result.report["still"] is result.report["strange"] is result.report["everyday"] is None
    assert result.report["live"]["threshold"] == 0.4


def test_reports_of_all_sensors_have_the_same_keys(tmp_path: Path) -> None:
    near = [("closer", [0, 300, 900]), ("away", [900, 300, 0])] * 3
    reports = [
        train(proximity_dataset(tmp_path / "near", near), QUICK).report,
        train(dataset(tmp_path, {"up": "up", "side": "side"}), QUICK).report,
    ]
    assert reports[0].keys() == reports[1].keys()
    assert reports[0]["live"].keys() == reports[1]["live"].keys()


def test_takes_of_an_instant_are_refused(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    made = Dataset.create(tmp_path / "takes", IMU)
    for label in ("side", "up") * 4:
        made.add(gesture(label, generator)[60:63], label)
    with pytest.raises(UserError, match="The takes are too short"):
        train(made, Options(epochs=2))
    with pytest.raises(UserError, match="The takes are too short"):
        train(made, QUICK)


@pytest.mark.parametrize("axes", [("ax",), ("gx", "gz")])
def test_few_axes(axes: tuple[str, ...], tmp_path: Path) -> None:
    made = with_axes(dataset(tmp_path, {"up": "up", "twist": "twist"}), axes)
    model, _ = trained(made)
    assert model.axes == axes and model.labels[model.unknown] == "unknown"


def test_a_label_with_one_take_trains_alone(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"up": "up", "side": "side", "idle": "idle"})
    made.add(gesture("twist", np.random.default_rng(2)), "twist")
    model, result = trained(made, Options(epochs=2))
    assert "twist" in model.labels and "twist" not in result.report["per_label"]
    assert result.report["tried"] == [] and "only train" in result.report["notes"][0]
    assert result.report["strange"] is None  # two gestures are heard


def test_a_label_that_is_marked_test_alone_is_noted(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"up": "up", "side": "side"}, 2, split="train")
    for _ in range(2):
        for label in ("up", "twist"):
            made.add(gesture(label, np.random.default_rng(3)), label, split="test")
    report = train(made, Options(split="given", epochs=2)).report
    assert report["notes"][0] == "no takes of twist are marked train: the model knows none"
    assert report["per_label"]["twist"]["accuracy"] == 0


def test_takes_of_nobody_are_noted(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"up": "up", "side": "side"}, 2)
    for label in ("up", "side"):
        made.add(gesture(label, np.random.default_rng(3)), label, subject="p0")
    report = train(made, QUICK).report
    assert report["split"] == "subject" and set(report["per_subject"]) == {"p0"}
    assert report["notes"][0] == "4 takes have no subject: they count as those of one more"


def test_without_unknown_every_movement_is_a_label(tmp_path: Path) -> None:
    made = dataset(tmp_path, {"up": "up", "side": "side"}, 3)
    result = train(made, replace(QUICK, unknown=False))
    model = model_format.load(result.model)
    assert (model.labels, model.unknown) == (("side", "up"), NO_LABEL)
    assert set(model.limits) == {NO_LIMIT} and not model.prototypes
    assert result.report["strange"] is None and result.report["live"]["unknown"] == 0
