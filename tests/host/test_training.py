"""Training: honest scores, the course's network, repeatable bytes, and datasets that cannot be."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from takes import COURSE, SYNTHETIC, gesture, imu_dataset, proximity_dataset

from gesturekit import model_format
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.errors import UserError
from tinyspark.learning import scoring, splits
from tinyspark.learning.familiarity import HIDDEN
from tinyspark.learning.training import Options, Result, train

pytestmark = pytest.mark.usefixtures("few_copies")

QUICK = Options(epochs=8)
KEYS = {
    *("labels", "n", "split", "accuracy", "worst_subject", "per_subject", "per_label"),
    *("confusion", "float_accuracy", "integer_accuracy", "random_accuracy"),
    *("model_bytes", "model_hash", "seconds"),
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return imu_dataset(tmp_path_factory.mktemp("data") / "takes")


@pytest.fixture(scope="module")
def result(dataset: Dataset) -> Result:
    return train(dataset, QUICK)


def test_the_report(dataset: Dataset, result: Result) -> None:
    report = result.report
    assert report.keys() >= KEYS
    json.dumps(report)
    assert report["labels"] == ["idle", "side", "up"] and report["n"] == 36
    assert report["split"] == "subject" and set(report["per_subject"]) == {"p0", "p1"}
    assert sum(map(sum, report["confusion"])) + sum(report["nothing"]) == 36
    assert report["accuracy"] == report["integer_accuracy"] > 0.9
    assert abs(report["float_accuracy"] - report["integer_accuracy"]) <= 0.03
    assert report["model_bytes"] == len(result.model) <= 10240
    assert report["model_hash"] == hashlib.sha256(result.model).hexdigest()


def test_the_model_knows_where_it_comes_from(dataset: Dataset, result: Result) -> None:
    model = model_format.load(result.model)
    assert model.dataset.hex() == dataset.hash()
    assert model.seed == 1
    assert model.score == round(result.report["accuracy"] * 10000)
    assert model.labels == ("idle", "side", "up", "unknown")
    assert (model.idle, model.unknown) == (0, 3)
    assert (model.sensor, model.rate, model.accel_range) == ("imu", 104, 8)


def test_the_same_seed_makes_the_same_bytes(dataset: Dataset, result: Result) -> None:
    assert train(dataset, QUICK).model == result.model
    assert train(dataset, Options(epochs=8, seed=2)).model != result.model


def test_the_given_split_learns_from_train_and_scores_test(tmp_path: Path) -> None:
    generator = np.random.default_rng(1)
    marked = Dataset.create(tmp_path / "marked", IMU)
    for split, count in (("train", 8), ("test", 3), ("validation", 1)):
        for _ in range(count):
            for label in ("up", "side"):
                marked.add(gesture(label, generator), label, split=split)
    report = train(marked, Options(split="given", epochs=8)).report
    assert report["n"] == 6 and report["split"] == "given" and report["folds"] == 1
    other = Options(epochs=1, hidden=4, features="gesture", variation=1)
    assert train(marked, other).report["notes"]


def test_progress_ends_with_one(dataset: Dataset) -> None:
    told: list[float] = []
    train(dataset, Options(epochs=1), lambda what, done: told.append(done))
    assert told == sorted(told) and told[-1] == 1


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_course_network_gets_ten_of_ten(seed: int) -> None:
    result = train(Dataset.open(COURSE), Options(seed=seed))
    model = model_format.load(result.model)
    shapes = [(layer.inputs, layer.outputs, layer.activation) for layer in model.layers]
    assert shapes == [(3, 2, "linear"), (2, 2, "softmax")]
    assert (model.trigger, model.take, model.feature_set) == ("button", 3, "raw")
    assert all(set(layer.biases) == {0} for layer in model.layers)
    assert result.report["accuracy"] == 1 and result.report["n"] == 10


def test_options_choose_the_network(dataset: Dataset) -> None:
    options = Options(hidden=5, activation="linear", epochs=1)
    model = model_format.load(train(dataset, options).model)
    assert [layer.outputs for layer in model.layers] == [5 + HIDDEN, 4]
    assert model.layers[0].activation == "linear"


def test_the_synthetic_persons() -> None:
    report = train(Dataset.open(SYNTHETIC), Options(epochs=12)).report
    assert report["split"] == "subject" and report["accuracy"] >= 0.9


def proximity(folder: Path, *rows: tuple[str, list[int]]) -> Dataset:
    return proximity_dataset(folder / "takes", list(rows))


def test_an_empty_dataset(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no recordings"):
        train(proximity(tmp_path), QUICK)


def test_one_label_only(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="only the label 'up'"):
        train(proximity(tmp_path, ("up", [1, 2, 3]), ("up", [1, 2, 4])), QUICK)


def test_takes_of_different_lengths(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="3 to 4 samples"):
        train(proximity(tmp_path, ("up", [1, 2, 3]), ("down", [1, 2, 4, 5])), QUICK)


def test_too_many_labels(tmp_path: Path) -> None:
    rows = [(f"label {number}", [1, 2, 3]) for number in range(33)]
    with pytest.raises(UserError, match="33 labels"):
        train(proximity(tmp_path, *rows), QUICK)


def test_one_take_a_label_is_scored_on_itself(tmp_path: Path) -> None:
    report = train(
        proximity(tmp_path, ("up", [0, 300, 900]), ("down", [900, 300, 0])), Options()
    ).report
    assert report["n"] == 2 and "not an honest score" in report["notes"][0]


def test_gestures_that_do_not_move(tmp_path: Path) -> None:
    still = imu_dataset(tmp_path / "takes", ("idle",), takes=2)
    generator = np.random.default_rng(1)
    for _ in range(3):
        still.add(gesture("idle", generator), "hold")
        still.add(gesture("up", generator), "up")
    with pytest.raises(UserError, match="'hold' hold no movement"):
        train(still, QUICK)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (Options(hidden=257), "at most 256 neurons in a layer, not 257"),
        (Options(decay=1e6), "Choose a decay below 100"),
        (Options(learning_rate=2, decay=0.5), "Choose a decay below 0.5"),
    ],
    ids=["hidden", "decay", "rate"],
)
def test_networks_that_cannot_be(options: Options, words: str) -> None:
    def trains(*_: object) -> None:
        raise AssertionError("it trains")

    with pytest.raises(UserError, match=words):
        train(Dataset.open(COURSE), options, trains)


@pytest.mark.parametrize("name", ["subject", "session", "given"])
def test_splits_that_cannot_be(dataset: Dataset, name: str) -> None:
    recordings = [each for each in dataset.recordings if each.subject == "p0"]
    with pytest.raises(UserError, match="split"):
        splits.make(recordings, name, np.random.default_rng(1))


def test_the_hardest_split(dataset: Dataset) -> None:
    assert splits.hardest(dataset.recordings) == "subject"
    one = [each for each in dataset.recordings if each.subject == "p0"]
    assert splits.hardest(one) == "recording"


@pytest.mark.parametrize("name", ["subject", "recording", "random"])
def test_folds_test_every_take_once(dataset: Dataset, name: str) -> None:
    split = splits.make(dataset.recordings, name, np.random.default_rng(1))
    tested = np.concatenate([fold.test for fold in split.folds])
    assert sorted(tested) == list(range(36))
    for fold in split.folds:
        assert sorted([*fold.train, *fold.test]) == list(range(36))
        if name == "subject":
            persons = {dataset.recordings[place].subject for place in fold.train}
            assert not persons & {dataset.recordings[place].subject for place in fold.test}


def test_of_equal_confidences_the_best_label_wins() -> None:
    levels = np.array([[128, 128, 0]])
    assert [scoring.vote(levels, np.array([best]), [7]) for best in (0, 1)] == [0, 1]
    assert scoring.vote(np.array([[127, 128, 0]]), np.array([0]), [7]) == 1
