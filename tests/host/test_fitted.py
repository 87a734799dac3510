"""A fitted model's answers: those of a board, for movement of all kinds, with thresholds."""

import numpy as np
import pytest
from takes import gesture, made_takes

from gesturekit.classifier import Classifier
from gesturekit.model_format import NO_LABEL
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import IMU
from tinyspark.learning import fitting, live
from tinyspark.learning.evaluate import run, voting
from tinyspark.learning.fitted import Fitted, detections
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.task import Task

pytestmark = pytest.mark.usefixtures("few_copies")

RECIPE = Recipe(hidden=8, activation="relu", epochs=8)


@pytest.fixture(scope="module", params=[True, False], ids=["open", "closed"])
def fitted(request: pytest.FixtureRequest) -> Fitted:
    """A model that knows what is none of its gestures, and one that does not."""
    labels = ("idle", "side", "up") if request.param else ("side", "twist", "up")
    return fitting.fit(made_takes(labels), Task(labels, IMU, request.param), RECIPE, seed=1)


def stream(generator: np.random.Generator) -> np.ndarray:
    """Some seconds of gestures, stillness, knocks, swings and shaking, in any order."""
    parts: list[np.ndarray] = []
    for _ in range(8):
        count = int(generator.choice([20, 60, 130, 300]))
        time = np.arange(count)[:, None] / count
        swings = np.sin(2 * np.pi * time * generator.integers(1, 6)) * np.sin(np.pi * time)
        made = gesture(str(generator.choice(["side", "up"])), generator)
        parts.append(swings * generator.choice([0, 500, 4000], 6))
        parts += [np.zeros((60, 6)), made - made[0], np.zeros((60, 6))]
    still = generator.normal(0, 300, 6) + [0, 0, 4096, 0, 0, 0]
    samples = np.concatenate(parts)
    return (still + samples + generator.normal(0, 3, samples.shape)).round().astype(np.int16)


def test_what_is_reported_of_a_stream_is_what_a_board_reports(fitted: Fitted) -> None:
    classifier = Classifier(live.with_threshold(fitted.model, 120))
    voters = voting(fitted.model, ())
    reported = []
    for seed in range(6):
        samples = stream(np.random.default_rng(seed))
        recording = Recording("", "side", "", "", "", "", "", samples)
        take = fitting.prepare([recording], ["side"], IMU)[0]
        answer, outcome = fitted.answer(take), run(classifier, samples, IMU.axes, voters)
        assert detections(classifier.model, answer.results) == outcome.detections
        assert answer.label == outcome.label
        assert answer.shares.shape == (fitted.count,) and answer.shares.sum() <= 1 + 1e-6
        reported += outcome.detections
    assert len(set(reported)) > 1
    assert not {fitted.model.idle, fitted.model.unknown} & set(reported)


def test_stillness_is_idle_where_there_is_such_a_label(fitted: Fitted) -> None:
    take = made_takes(("idle",), 1)[0]
    answer = fitted.answer(take)
    idle = -1 if fitted.model.idle == NO_LABEL else 0
    assert (answer.label, answer.plain, answer.results) == (idle, idle, ())
    assert answer.shares.tolist() == [float(n == idle) for n in range(fitted.count)]
