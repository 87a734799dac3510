"""Evaluate: the board's own path, and models and recordings that do not belong together."""

from array import array
from dataclasses import replace

import numpy as np
import pytest
from takes import COURSE, gesture, imu_dataset

from gesturekit import model_format
from gesturekit.classifier import Classifier
from gesturekit.model_format import Model, ModelError
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.errors import UserError
from tinyspark.learning import fitting
from tinyspark.learning.evaluate import evaluate, run
from tinyspark.learning.fitted import detections
from tinyspark.learning.recipe import MOVEMENT
from tinyspark.learning.task import Task
from tinyspark.learning.training import Options, train

pytestmark = pytest.mark.usefixtures("few_copies")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return imu_dataset(tmp_path_factory.mktemp("data") / "takes")


@pytest.fixture(scope="module")
def model(dataset: Dataset) -> bytes:
    return train(dataset, Options(epochs=8)).model


def test_figures(dataset: Dataset, model: bytes) -> None:
    report = evaluate(model, dataset.recordings, dataset.settings)
    assert report["accuracy"] == report["integer_accuracy"] > 0.95
    assert report["detections"]["right"] >= 34
    assert report["n"] == 36 and report["model_bytes"] == len(model)


def test_training_scores_with_what_the_board_computes(dataset: Dataset) -> None:
    takes = fitting.prepare(dataset.recordings, dataset.labels, IMU)
    fitted = fitting.fit(takes, Task(tuple(dataset.labels), IMU), MOVEMENT, seed=3)
    classifier = Classifier(model_format.load(model_format.dump(fitted.model)))
    for take, recording in zip(takes, dataset.recordings, strict=True):
        outcome = run(classifier, recording.samples, IMU.axes, np.arange(len(dataset.labels)))
        answer = fitted.answer(take)
        assert outcome.label == answer.label
        assert outcome.detections == detections(fitted.model, answer.results)


def with_unknown(model: Model, bias: int) -> Model:
    """The model with another bias of the output that is unknown."""
    first, last = model.layers
    biases = array("i", last.biases)
    biases[model.unknown] = bias
    return model._replace(layers=[first, last._replace(biases=biases)], golden=None)


def test_a_made_up_unknown_takes_no_part_in_the_vote(dataset: Dataset, model: bytes) -> None:
    """However sure it is: the accuracy is that of the other labels; only reports become none."""
    before = evaluate(model, dataset.recordings, dataset.settings)
    surely = with_unknown(model_format.load(model), 1 << 22)
    found = evaluate(model_format.dump(surely), dataset.recordings, dataset.settings)
    assert found["accuracy"] == before["accuracy"]
    assert found["confusion"] == before["confusion"]
    assert found["detections"] == {"right": 12, "wrong": 0, "missed": 24}  # idle is right


def test_an_unknown_that_was_recorded_votes(dataset: Dataset, model: bytes) -> None:
    surely = with_unknown(model_format.load(model), 1 << 22)
    recordings = [
        replace(one, label="unknown" if one.label == "up" else one.label)
        for one in dataset.recordings
    ]
    found = evaluate(model_format.dump(surely), recordings, dataset.settings)
    accuracies = {label: each["accuracy"] for label, each in found["per_label"].items()}
    assert accuracies == {"idle": 1, "side": 0, "unknown": 1}
    assert found["detections"]["wrong"] == 0


def test_stillness_is_idle_and_no_detection(model: bytes) -> None:
    classifier = Classifier(model_format.load(model))
    outcome = run(classifier, np.full((500, 6), 7, dtype=np.int16), IMU.axes)
    assert outcome.label == 0 and outcome.detections == []


def test_a_stream_of_gestures_is_told_apart(model: bytes) -> None:
    generator = np.random.default_rng(9)
    labels = ["up", "side", "up", "up", "side"]
    still = np.tile(np.array([0, 0, 4096, 0, 0, 0]), (100, 1)) + generator.normal(0, 3, (100, 6))
    parts = [part for label in labels for part in (gesture(label, generator), still)]
    stream = np.concatenate(parts).astype(np.int16)
    classifier = Classifier(model_format.load(model))
    names = [
        classifier.model.labels[label] for label in run(classifier, stream, IMU.axes).detections
    ]
    assert names == labels


def test_a_model_for_another_sensor(dataset: Dataset, model: bytes) -> None:
    course = Dataset.open(COURSE)
    with pytest.raises(UserError, match="for the sensor imu, the recordings are of proximity"):
        evaluate(model, course.recordings, course.settings)


def test_other_settings(dataset: Dataset, model: bytes) -> None:
    for changes, message in (
        ({"rate": 208}, "rate of 104"),
        ({"accel_range": 4}, "accel_range of 8"),
        ({"axes": ("ax", "ay", "az"), "gyro_range": None}, "lack the axes gx, gy, gz"),
    ):
        with pytest.raises(UserError, match=message):
            evaluate(model, dataset.recordings, replace(IMU, **changes))


def test_labels_the_model_does_not_know(dataset: Dataset, model: bytes) -> None:
    strange = [replace(dataset.recordings[0], label="spin")]
    with pytest.raises(UserError, match="does not know the label 'spin'"):
        evaluate(model, strange, IMU)


def test_no_recordings_and_no_model(dataset: Dataset, model: bytes) -> None:
    with pytest.raises(UserError, match="no recordings"):
        evaluate(model, [], IMU)
    with pytest.raises(ModelError, match="checksum"):
        evaluate(model[:-1] + b"\x00", dataset.recordings, IMU)


def test_takes_of_another_length() -> None:
    course = Dataset.open(COURSE)
    data = train(course, Options(epochs=300)).model
    assert evaluate(data, course.recordings, course.settings)["accuracy"] == 1
    long = [replace(course.recordings[0], samples=np.zeros((4, 1), dtype=np.int16))]
    with pytest.raises(UserError, match="4 samples"):
        evaluate(data, long, course.settings)
