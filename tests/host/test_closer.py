"""What the report finds in the data: whether more of it helps, and which takes hurt."""

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from takes import SYNTHETIC, imu_dataset

from real_data import real_data
from tinyspark.cli import main
from tinyspark.dataset import Dataset
from tinyspark.learning import splits
from tinyspark.learning.recipe import MOVEMENT
from tinyspark.learning.report import closer, curves, trend
from tinyspark.learning.report.certainty import compare
from tinyspark.learning.report.feature_map import discriminants
from tinyspark.learning.report.trend import Curve
from tinyspark.learning.work import Counter, Work

pytestmark = pytest.mark.usefixtures("few_copies")

SWAPPED = {4: "up", 23: "side"}  # one by each person


def swap(dataset: Dataset, labels: dict[int, str]) -> None:
    for place, label in labels.items():
        dataset.recordings[place] = replace(dataset.recordings[place], label=label)


def looked_at(dataset: Dataset, epochs: int) -> dict[str, Any]:
    generator = np.random.default_rng(1)
    split = splits.make(dataset.recordings, splits.hardest(dataset.recordings), generator)
    recipe = replace(MOVEMENT, epochs=epochs)
    told: list[float] = []
    counter = Counter(
        closer.rounds(dataset, split) + len(split.folds) + 1, lambda _, x: told.append(x)
    )
    work = Work(dataset, recipe, [], 1, counter)
    heard = work.score(split)
    fitted = work.fit(work.takes, work.task, recipe, "all")
    report = closer.measure(work, split, heard, recipe, fitted)
    assert told[-1] == pytest.approx(1)
    return report


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    made = imu_dataset(tmp_path_factory.mktemp("swapped") / "takes", takes=7)
    assert [made.recordings[place].label for place in SWAPPED] == ["side", "up"]
    swap(made, SWAPPED)
    made.add(made.recordings[1].samples, made.recordings[1].label, subject="p1")
    return made


@pytest.fixture(scope="module")
def report(dataset: Dataset) -> dict[str, Any]:
    return looked_at(dataset, epochs=8)


def test_swapped_labels_are_found_and_copies_told(
    dataset: Dataset, report: dict[str, Any]
) -> None:
    takes = report["takes"]
    ids = {recording.id: recording for recording in dataset.recordings}
    found = {each["id"]: each["suggested"] for each in takes["mislabels"]}
    assert found == {dataset.recordings[4].id: "side", dataset.recordings[23].id: "up"}
    assert takes["copies"] == [{"id": dataset.recordings[-1].id, "of": dataset.recordings[1].id}]
    assert set(takes["each"]) == set(ids) and set(found) <= set(takes["worst"])
    assert all(takes["each"][id_]["answer"] != ids[id_].label for id_ in takes["worst"])
    assert takes["accepted"]["n"] == len(ids) - 3 and takes["accepted"]["after"] > 0.9


def test_the_report_is_json(dataset: Dataset, report: dict[str, Any]) -> None:
    assert json.loads(json.dumps(report)) == report
    assert set(report["map"]["points"]) <= {take.id for take in dataset.recordings}
    assert report["light"] is None and "subject" not in report["curves"]
    points = report["curves"]["recordings"]
    counts = [point["n"] for point in points]
    assert counts == sorted(counts) and len(points) == curves.STEPS


def test_parts_grow_and_hold_every_label() -> None:
    recordings = Dataset.open(SYNTHETIC).recordings
    split = splits.make(recordings, "subject", np.random.default_rng(1))
    parts = curves.plan(recordings, split)
    assert {part.kind for part in parts} == {"recordings", "subject", curves.AGAIN}
    for one, more in itertools.pairwise(parts):
        assert not set(one.places) & set(split.folds[one.fold].test)
        assert len({recordings[place].label for place in one.places}) == 5
        if (one.fold, one.kind) == (more.fold, more.kind):
            assert set(one.places) < set(more.places)
    persons = [part for part in parts if part.kind == "subject"]
    for part in persons:
        assert len({recordings[place].subject for place in part.places}) == part.n


def test_nothing_is_said_where_takes_test_that_train() -> None:
    everything = np.arange(4)
    split = splits.Split("recording", [splits.Fold(everything, everything)])
    recordings = Dataset.open(SYNTHETIC).recordings
    assert curves.plan(recordings, split) == []


def right(share: float) -> np.ndarray:
    return np.arange(200) < 200 * share


@pytest.mark.parametrize(
    ("shares", "persons", "words"),
    [
        ((0.9, 0.99, 1.0), None, "With so few mistakes"),
        ((0.5, 0.7, 0.9), None, "still rises with the number of recordings: record more."),
        ((0.8, 0.89, 0.9), (0.4, 0.6, 0.9), "record more persons rather than more of the same"),
        (
            (0.5, 0.7, 0.9),
            (0.5, 0.7, 0.9),
            "of recordings and of persons: record more, of the same",
        ),
        ((0.8, 0.88, 0.9), None, "seems to rise a little"),
        ((0.9, 0.9, 0.9), (0.9, 0.9, 0.9), "does not rise any more"),
        ((0.9, 0.9, 0.7), None, "falls with more data"),
    ],
)
def test_the_curves_are_read(
    shares: tuple[float, ...], persons: tuple[float, ...] | None, words: str
) -> None:
    told = {"recordings": Curve([50, 100, 200], [right(share) for share in shares])}
    if persons:
        told["subject"] = Curve([1, 2, 4], [right(share) for share in persons])
    assert words in trend.text(told)


def test_what_training_anew_changes_is_no_trend() -> None:
    shares = [right(share) for share in (0.8, 0.8, 0.9)]
    told = [trend.text({"recordings": Curve([1, 2, 4], shares, spread)}) for spread in (0, 0.1)]
    assert "still rises" in told[0] and "may be chance" in told[1]


def test_few_takes_say_nothing() -> None:
    few = Curve([1, 2], [np.array([True, False])] * 2)
    assert "nothing can be said" in trend.text({"recordings": few})


def test_pairs_are_compared() -> None:
    found = compare(np.array([True, True, False, False]), np.array([True, False, True, True]))
    assert (found["gained"], found["lost"], found["change"]) == (2, 1, 0.25)
    assert found["before"] == 0.5 and found["error"] == pytest.approx(1.96 * 2 / 4, rel=1e-3)


@pytest.mark.parametrize("count", [2, 3, 5])
def test_discriminants_keep_labels_apart(count: int) -> None:
    generator = np.random.default_rng(1)
    labels = np.repeat(np.arange(count), 20)
    values = generator.normal(size=(len(labels), 8)) * [10, *[1] * 7]  # noise is the strongest
    values[:, 1:6] += 12 * np.eye(5)[labels]
    directions, share = discriminants(values, labels)
    points = values @ directions
    centers = np.array([points[labels == label].mean(axis=0) for label in range(count)])
    apart = np.linalg.norm(centers[:, None] - centers, axis=2)[~np.eye(count, dtype=bool)]
    assert points.shape == (len(labels), 2) and 0 < share <= 1 + 1e-9
    assert np.sort(apart)[-2] > 5 and (count > 3 or apart.min() > 5)


@pytest.mark.long
def test_five_percent_of_swapped_labels_are_found(tmp_path: Path) -> None:
    """The real takes of five persons: most swaps are found, and hardly anything else."""
    source, folder = str(real_data("uhh_imu.npz")), tmp_path / "takes"
    units = ["--rate", "25", "--accel-unit", "m/s2", "--gyro-unit", "rad/s"]
    assert main(["dataset", "import", source, str(folder), *units]) == 0
    dataset = Dataset.open(folder)
    generator = np.random.default_rng(3)
    wrong = {}
    for place in generator.permutation(len(dataset.recordings))[:25].tolist():
        others = set(dataset.labels) - {dataset.recordings[place].label}
        wrong[place] = str(generator.choice(sorted(others)))
    truth = {dataset.recordings[place].id: dataset.recordings[place].label for place in wrong}
    swap(dataset, wrong)
    takes = looked_at(dataset, MOVEMENT.epochs)["takes"]
    found = {each["id"]: each["suggested"] for each in takes["mislabels"]}
    rightly = [id_ for id_, label in found.items() if truth.get(id_) == label]
    assert len(rightly) >= 20 and len(found) <= len(rightly) + 1
    assert takes["accepted"]["change"] >= 0
