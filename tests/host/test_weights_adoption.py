"""Weights become a model: prepared as train does, parity, labels, wide ranges, ways back."""

import csv
import itertools
from array import array
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from takes import COURSE, imu_dataset
from weights_cases import trained

from gesturekit import model_format
from gesturekit.model_format import MAX_BIAS, MAX_INPUTS, Model
from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.learning import evaluate, inference_twin, training
from tinyspark.learning.weights import Weights, WeightsError, of_model
from tinyspark.learning.weights.adoption import NO_SCORE, adopt, matched
from tinyspark.learning.weights.preparation import Preparation, prepare

pytestmark = pytest.mark.usefixtures("few_copies")
FIELDS = ("gate", "least", "peak", "window", "quiet", "idle", "holdoff", "repeats")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return imu_dataset(tmp_path_factory.mktemp("takes") / "imu", ("idle", "side", "twist", "up"))


@pytest.fixture(scope="module")
def prepared(dataset: Dataset, few_copies: None) -> Preparation:
    return prepare(dataset, given=False, seed=1)


@pytest.fixture(scope="module")
def weights(prepared: Preparation) -> Weights:
    arrays = prepared.arrays()
    return trained(arrays["inputs"], arrays["targets"])


@pytest.fixture(scope="module")
def own(dataset: Dataset, few_copies: None) -> Model:
    return model_format.load(training.train(dataset, training.Options(epochs=1)).model)


def test_the_preparation_is_that_of_train(own: Model, prepared: Preparation) -> None:
    assert (*prepared.labels, "unknown") == own.labels
    for name in ("centers", "multipliers", "shifts", "axes", "rate", *FIELDS):
        assert getattr(prepared.template, name) == getattr(own, name)


def test_examples_say_where_they_come_from(dataset: Dataset, prepared: Preparation) -> None:
    arrays = prepared.arrays()
    count = len(arrays["inputs"])
    assert {len(arrays[name]) for name in ("labels", "split", "varied", "takes", "subjects")} == {
        count
    }
    by_id = {recording.id: recording for recording in dataset.recordings}
    for take, label, subject in zip(
        arrays["takes"], arrays["labels"], arrays["subjects"], strict=True
    ):
        assert (by_id[take].label, by_id[take].subject) == (label, subject)
    vectors, numbers = prepared.windows(prepared.train)
    true = ~arrays["varied"]
    assert np.array_equal(arrays["inputs"][true], prepared.material.normalization.inputs(vectors))
    assert [dataset.recordings[n].id for n in numbers] == arrays["takes"][true].tolist()
    assert len(arrays["features"]) == arrays["inputs"].shape[1] == len(set(arrays["features"]))
    units = arrays["inputs"] / arrays["unit"]
    assert np.abs(units - units.round()).max() < 1e-4


def test_a_foreign_network_becomes_a_model(
    dataset: Dataset, prepared: Preparation, weights: Weights
) -> None:
    data, report = adopt(weights, prepared)
    assert report["same_label"] > 0.99 and report["float_accuracy"] > 0.99
    assert abs(report["float_accuracy"] - report["integer_accuracy"]) <= 0.005
    assert report["windows"] > 20 and report["notes"] == [NO_SCORE] and report["test"] is None
    model = model_format.load(data)
    assert model.golden is not None and model.dataset.hex() == dataset.hash()
    judged = evaluate.evaluate(data, dataset.recordings, dataset.settings)
    assert judged["accuracy"] > 0.95 and judged["model_hash"] == report["model_hash"]


@pytest.mark.parametrize(
    "names", [("tanh", "sigmoid"), ("sigmoid", "tanh", "softmax"), ("softmax",)]
)
def test_other_activations(prepared: Preparation, names: tuple[str, ...]) -> None:
    arrays = prepared.arrays()
    learned = trained(arrays["inputs"], arrays["targets"], (*names[:-1], "softmax"))
    data, report = adopt(replace(learned, activations=names), prepared)
    assert report["same_label"] > 0.98 and report["activations"] == list(names)
    assert model_format.load(data).layers[-1].activation == names[-1]


def test_like_takes_everything_but_the_weights_from_a_model(
    dataset: Dataset, own: Model, prepared: Preparation, weights: Weights
) -> None:
    labels = ("up", "twist", "side", "idle", "unknown")
    like = own._replace(thresholds=array("B", [77] * 5), labels=labels, idle=3)
    again = prepare(dataset, given=False, seed=1, like=like)
    assert np.array_equal(again.material.examples.inputs, prepared.material.examples.inputs)
    named = weights.labeled(prepared.labels)
    model = model_format.load(adopt(named, again)[0])
    for name in ("centers", "multipliers", "shifts", *FIELDS):
        assert getattr(model, name) == getattr(like, name)
    assert model.labels == like.labels[:4] and list(model.thresholds) == [77] * 4
    open_to_all = model_format.dump(model._replace(thresholds=array("B", bytes(4))))
    judged = evaluate.evaluate(open_to_all, dataset.recordings, dataset.settings)
    assert judged["accuracy"] > 0.95


def test_a_label_without_examples_may_be_missing(prepared: Preparation, weights: Weights) -> None:
    assert prepared.material.examples.targets.sum(axis=0)[0] == 0  # all idle takes are still
    rest = Weights(
        (weights.weights[0], weights.weights[1][:, 1:]),
        (weights.biases[0], weights.biases[1][1:]),
        weights.activations,
        prepared.labels[1:],
    )
    data, report = adopt(rest, prepared)
    assert report["same_label"] > 0.99 and len(model_format.load(data).labels) == 4


def test_other_labels_are_refused(prepared: Preparation, weights: Weights) -> None:
    for labels in (("idle", "side", "twist", "jump"), ("\x1b[2J", "side", "twist", "up")):
        with pytest.raises(WeightsError, match="The network's labels are") as caught:
            adopt(weights.labeled(labels), prepared)
        assert str(caught.value).count("\n") == 1 and "\x1b" not in str(caught.value)
    three = Weights(
        (weights.weights[0], weights.weights[1][:, :3]),
        (weights.biases[0], weights.biases[1][:3]),
        weights.activations,
    )
    with pytest.raises(
        WeightsError, match="3 outputs; there are 4 labels: 'idle, side, twist, up'"
    ):
        adopt(three, prepared)
    with pytest.raises(WeightsError, match="The network's labels are 'idle, side, twist'"):
        adopt(three.labeled(prepared.labels[:3]), prepared)


def test_a_mixed_up_order_of_labels_is_noticed(prepared: Preparation, weights: Weights) -> None:
    mixed = weights.labeled([prepared.labels[n] for n in (3, 0, 1, 2)])
    notes = adopt(mixed, prepared)[1]["notes"]
    assert len(notes) == 2 and "order of the labels" in notes[0]


def test_another_number_of_features(prepared: Preparation) -> None:
    with pytest.raises(WeightsError, match="takes 60 inputs; there are 141 features"):
        matched(Weights((np.ones((60, 4)),), None, ("softmax",)), prepared)
    with pytest.raises(WeightsError, match="on their side"):
        matched(Weights((np.ones((4, 141)),), None, ("softmax",)), prepared)


def test_large_weights_are_scaled(prepared: Preparation, weights: Weights) -> None:
    """A thousandfold first layer makes thousandfold activations: the board's integers agree."""
    large = replace(
        weights,
        weights=(weights.weights[0] * 1000, weights.weights[1]),
        biases=(weights.biases[0] * 1000, weights.biases[1] * 1000),
    )
    data, report = adopt(large, prepared)
    assert report["same_label"] > 0.99
    for layer in model_format.load(data).layers:
        assert max(map(abs, layer.biases)) <= MAX_BIAS
        rows = np.array(layer.weights, int).reshape(layer.outputs, layer.inputs)
        sums = np.abs(rows).sum(axis=1) * 63 + np.abs(np.array(layer.biases))
        assert sums.max() < 1 << 24 and layer.inputs <= MAX_INPUTS


def test_neurons_of_very_different_scales_are_balanced(
    prepared: Preparation, weights: Weights
) -> None:
    factors = 10.0 ** np.linspace(-3, 3, weights.weights[0].shape[1])
    scaled = replace(
        weights,
        weights=(weights.weights[0] * factors, weights.weights[1] / factors[:, None]),
        biases=(weights.biases[0] * factors, weights.biases[1]),
    )
    assert adopt(scaled, prepared)[1]["same_label"] > 0.99


def test_one_wild_weight_leaves_no_room_for_the_others(
    prepared: Preparation, weights: Weights
) -> None:
    wild = weights.weights[0].copy()
    wild[0, 0] = 1e5
    with pytest.raises(
        UserError, match=r"too coarse for this network[^\n]*\n.*layer 1 the largest"
    ):
        adopt(replace(weights, weights=(wild, weights.weights[1])), prepared)


@pytest.mark.parametrize("size", [1e2, 1e3, 1e4])
def test_a_large_bias_is_scaled(prepared: Preparation, weights: Weights, size: float) -> None:
    first, last = weights.biases
    data, report = adopt(replace(weights, biases=(first, last + size)), prepared)
    assert report["same_label"] > 0.9
    assert max(model_format.load(data).layers[1].biases) <= MAX_BIAS


def test_networks_too_large_for_a_model(prepared: Preparation) -> None:
    random = np.random.default_rng(1)
    sizes = (141, 256, 256, 4)
    tables = tuple(random.normal(size=pair) for pair in itertools.pairwise(sizes))
    with pytest.raises(UserError, match=r"No model can hold .* too long") as caught:
        adopt(Weights(tables, None, ("relu", "relu", "softmax")), prepared)
    assert str(caught.value).count("\n") == 1


def test_an_all_zero_network_is_a_network(prepared: Preparation) -> None:
    zeros = Weights((np.zeros((141, 3)), np.zeros((3, 4))), None, ("relu", "softmax"))
    assert adopt(zeros, prepared)[1]["same_label"] == 1


@pytest.mark.parametrize("names", [("relu", "softmax"), ("tanh", "sigmoid", "softmax")])
def test_weights_of_a_model_make_the_same_model(
    dataset: Dataset, prepared: Preparation, names: tuple[str, ...]
) -> None:
    arrays = prepared.arrays()
    data = adopt(trained(arrays["inputs"], arrays["targets"], names), prepared)[0]
    model = model_format.load(data)
    again = prepare(dataset, given=False, seed=1, like=model)
    out = of_model(model)
    assert out.labels == model.labels and out.activations == names
    back, report = adopt(out, again)
    assert report["same_label"] > 0.99
    first, second = (
        evaluate.evaluate(each, dataset.recordings, dataset.settings) for each in (data, back)
    )
    assert first["confusion"] == second["confusion"]


def test_the_float_network_of_a_model_answers_as_the_board_does(prepared: Preparation) -> None:
    arrays = prepared.arrays()
    names = ("tanh", "softmax")  # nothing to hold, unlike ReLU
    model = model_format.load(
        adopt(trained(arrays["inputs"], arrays["targets"], names), prepared)[0]
    )
    shares = of_model(model).network(shares=True).forward(arrays["inputs"])
    vectors, _ = prepared.windows(prepared.train)
    board = inference_twin.confidences(model, vectors) / 255
    assert np.abs(board - shares[~arrays["varied"]]).max() < 0.05


def test_the_course_and_its_two_labels() -> None:
    prepared = prepare(Dataset.open(COURSE), given=False, seed=1)
    arrays = prepared.arrays()
    assert arrays["inputs"].shape == (10, 3) and not arrays["varied"].any()
    two = trained(arrays["inputs"] * 10, arrays["targets"])
    two = replace(two, weights=(two.weights[0] * 10, two.weights[1]))
    one = two.for_one("closer")
    for weights in (two, one):
        report = adopt(weights, prepared)[1]
        assert report["float_accuracy"] == report["integer_accuracy"] == 1
        assert report["layers"] == "3-12-2"


def test_given_takes_are_kept_out_and_scored(dataset: Dataset, tmp_path: Path) -> None:
    marked = imu_dataset(tmp_path / "marked", ("idle", "side", "up"))
    rows_file = marked.folder / "recordings.csv"
    with open(rows_file, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["split"] = "train" if row["subject"] == "p0" else "test"
    with open(rows_file, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    prepared = prepare(Dataset.open(marked.folder), given=True, seed=1)
    arrays = prepared.arrays()
    test = arrays["split"] == "test"
    assert set(arrays["subjects"][test]) == {"p1"} and set(arrays["subjects"][~test]) == {"p0"}
    assert not arrays["varied"][test].any()
    weights = trained(arrays["inputs"][~test], arrays["targets"][~test])
    data, report = adopt(weights, prepared)
    assert report["test"]["n"] == 18 and report["test"]["integer_accuracy"] > 0.9
    assert model_format.load(data).score == round(10000 * report["test"]["integer_accuracy"])
    with pytest.raises(UserError, match="gives no split"):
        prepare(dataset, given=True, seed=1)
