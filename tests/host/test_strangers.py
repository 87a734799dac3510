"""What is let through: gestures that a model was never shown, stillness, everyday movement."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import small_models
from takes import made_takes

from gesturekit.plain_features import ENDED
from tinyspark.dataset.settings import IMU
from tinyspark.learning import fitting, live, strangers
from tinyspark.learning.fitted import Answer, Fitted, Result
from tinyspark.learning.front_end import FrontEnd, Take
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.strangers import MOST_PARTS, Accepted
from tinyspark.learning.task import Task

pytestmark = pytest.mark.usefixtures("few_copies")

LABELS = ("idle", "side", "twist", "up")
TASK = Task(LABELS, IMU)
RECIPE = Recipe(hidden=4, activation="relu", epochs=2)


@pytest.fixture(scope="module")
def takes() -> list[Take]:
    return made_takes(LABELS, 3)


def fit(takes: Sequence[Take], task: Task) -> Fitted:
    return fitting.fit(takes, task, RECIPE, seed=1)


def test_gestures_left_out_never_reach_the_fit(takes: list[Take]) -> None:
    shown: list[tuple[list[Take], Task]] = []

    def spy(learned: list[Take], task: Task) -> Fitted:
        shown.append((learned, task))
        return fit(learned, task)

    found = strangers.left_out(takes, (1, 2, 3), TASK, spy)
    assert found and found.n == 9 and len(shown) == strangers.parts_of((1, 2, 3)) == 3
    label_of = {id(take.samples): LABELS[take.label] for take in takes}
    for (learned, task), missing in zip(shown, LABELS[1:], strict=True):
        assert task.labels == tuple(label for label in LABELS if label != missing)
        assert task.names[-1] == "unknown"
        names = [task.labels[take.label] for take in learned]
        assert names == [label_of[id(take.samples)] for take in learned]
        assert names.count("idle") == 3 and len(names) == 9


@pytest.mark.parametrize(("threshold", "accepted"), [(0, 9), (255, 0)])
def test_what_is_reported_is_accepted(takes: list[Take], threshold: int, accepted: int) -> None:
    """A model without `unknown` and without a threshold takes everything for a gesture."""
    task = replace(TASK, open=False)
    gestures = [replace(take, label=take.label - 1) for take in takes if take.label]
    closed = replace(task, labels=LABELS[1:])

    def sure(learned: list[Take], told: Task) -> Fitted:
        fitted = fit(learned, told)
        return replace(fitted, model=live.with_threshold(fitted.model, threshold))

    assert strangers.left_out(gestures, (0, 1, 2), closed, sure) == Accepted(9, accepted)


def test_two_gestures_are_too_few_to_leave_one_out(takes: list[Take]) -> None:
    def never(*_: object) -> Fitted:
        raise AssertionError("it trains")

    assert strangers.left_out(takes, (1, 2), TASK, never) is None
    assert strangers.parts_of((1, 2)) == 0


@pytest.mark.parametrize("count", [3, 4, 5, 11])
def test_each_gesture_is_left_out_once(count: int) -> None:
    parts = list(strangers._parts(range(count)))
    assert sorted(np.concatenate(parts)) == list(range(count))
    assert len(parts) == strangers.parts_of(range(count)) == min(count, MOST_PARTS)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_still_board_is_looked_at_for_a_minute(takes: list[Take]) -> None:
    fitted = fit(takes, TASK)
    found = strangers.still(fitted, takes[3], np.random.default_rng(1))
    assert found == Accepted(60 * 104 // fitted.model.hop, 0)
    assert found.to_json() == {"n": found.n, "accepted": 0, "share": 0}


def test_a_model_that_takes_noise_for_movement_does_not_keep_still(takes: list[Take]) -> None:
    fitted = fit([take for take in takes if take.label], replace(TASK, open=False))
    front = fitted.source.front
    assert isinstance(front, FrontEnd)
    nervous = replace(front, gate=1, least=0, peak=0)
    jumpy = replace(
        fitted,
        source=replace(fitted.source, front=nervous),
        model=live.with_threshold(fitted.model, 0),
    )
    assert strangers.still(jumpy, takes[3], np.random.default_rng(1)).accepted > 0


def test_detections_in_takes_without_a_gesture_are_counted_by_the_hour() -> None:
    model = small_models.imu(labels=("idle", "up", "unknown"), idle=0, unknown=2)

    def heard(place: int, label: int, *confidences: int) -> HeldOut:
        results = tuple(Result(ENDED, 1, each, 99 * n) for n, each in enumerate(confidences))
        return HeldOut(place, label, place % 2, Answer(0, 0, np.zeros(2), results), model)

    takes = [heard(0, 0, 140, 140), heard(1, 2, 140, 160), heard(2, 0), heard(3, 1, 255)]
    chosen = {0: 102, 1: 150}
    assert strangers.everyday(takes, chosen, [0.1, 0.2, 0.3, 9.0]) == {
        "n": 3,
        "minutes": pytest.approx(36),
        "detections": 3,
        "per_hour": pytest.approx(5),
    }
    assert strangers.everyday(takes[3:], chosen, [0.1] * 4) is None
