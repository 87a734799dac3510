"""Who looks on while networks are trained: sees every training, and changes none."""

from pathlib import Path

import pytest
from takes import COURSE, imu_dataset

from tinyspark.dataset import Dataset
from tinyspark.learning.epochs import MOST_TOLD, Epoch
from tinyspark.learning.training import Options, train

pytestmark = pytest.mark.usefixtures("few_copies")


def test_an_audience_changes_nothing_and_sees_the_loss_fall(tmp_path: Path) -> None:
    dataset = imu_dataset(tmp_path / "takes", takes=3)
    told: list[Epoch] = []
    options = Options(epochs=6)
    heard = train(dataset, options, listen=told.append)
    assert heard.model == train(dataset, options).model
    trainings = {each.training for each in told}
    assert trainings == set(range(1, len(trainings) + 1))
    first = [each for each in told if each.training == 1]
    assert [each.number for each in first] == [1, 2, 3, 4, 5, 6]
    assert first[-1].loss < first[0].loss and first[-1].epochs == 6
    assert "persons" in first[0].what
    assert first[-1].score is not None and first[-1].score > 0.6  # of three labels
    final = [each for each in told if each.what == "the final model"]
    assert final and all(each.score is None for each in final)  # nothing is kept from it


def test_long_trainings_are_told_in_steps() -> None:
    told: list[Epoch] = []
    train(Dataset.open(COURSE), Options(epochs=500), listen=told.append)
    first = [each.number for each in told if each.training == 1]
    assert len(first) == MOST_TOLD and first[-1] == 500
