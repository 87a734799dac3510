"""What is measured of a model that meets more than its gestures, and by which takes it is set."""

from typing import Any

import numpy as np
import pytest
from takes import imu_dataset

from tinyspark.learning import openness, splits
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.splits import Fold, Split
from tinyspark.learning.work import Counter, Work

pytestmark = pytest.mark.usefixtures("few_copies")

RECIPE = Recipe(hidden=4, activation="relu", epochs=4)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    made = imu_dataset(tmp_path_factory.mktemp("data") / "takes", ("idle", "side", "up"), 3)
    return Work(made, RECIPE, (), 1, Counter(1, None))


def test_a_given_split_sets_its_model_by_what_trains(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned, heard = np.arange(12), np.arange(12, 18)
    split = Split("given", [Fold(learned, heard)])
    tested = work.score(split)
    scored: list[Split] = []
    score = work.score

    def spy(split: Split, *rest: Any) -> list[HeldOut]:
        scored.append(split)
        return score(split, *rest)

    monkeypatch.setattr(work, "score", spy)
    openness.measure(work, split, tested, RECIPE, fitted(work, learned))
    (inner,) = scored
    for fold in inner.folds:
        assert not {*heard} & {*fold.train, *fold.test}
    assert sorted(np.concatenate([fold.test for fold in inner.folds])) == learned.tolist()


def fitted(work: Work, places: np.ndarray) -> Fitted:
    return work.fit([work.takes[place] for place in places], work.task, RECIPE, "")


def test_what_is_measured_is_complete(work: Work) -> None:
    split = splits.make(work.recordings, "subject", np.random.default_rng(1))
    opened = openness.measure(work, split, work.score(split), RECIPE, fitted(work, np.arange(18)))
    figures = opened.figures
    assert 102 / 255 <= figures["live"]["threshold"] <= 152 / 255
    assert figures["live"]["n"] == 12 and figures["everyday"]["n"] == 6
    minutes = sum(len(r.samples) for r in work.recordings if r.label == "idle") / 104 / 60
    assert figures["everyday"]["minutes"] == pytest.approx(minutes)
    assert figures["still"]["n"] == 260 and figures["strange"] is None
