"""Replay: what counts as a hit, where a detection lies, and that evaluate counts alike."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from takes import COURSE, gesture, imu_dataset

from gesturekit import model_format
from gesturekit.model_format import Model
from tinyspark.dataset import Dataset, Recording
from tinyspark.dataset.settings import IMU
from tinyspark.errors import UserError
from tinyspark.learning import replay, replay_report
from tinyspark.learning.evaluate import evaluate
from tinyspark.learning.replay import Found, News
from tinyspark.learning.training import Options, train

pytestmark = pytest.mark.usefixtures("few_copies")
SAID = b"\x00\xff\x00"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return imu_dataset(tmp_path_factory.mktemp("data") / "takes")


@pytest.fixture(scope="module")
def data(dataset: Dataset) -> bytes:
    return train(dataset, Options(epochs=8)).model


@pytest.fixture(scope="module")
def model(data: bytes) -> Model:
    return model_format.load(data)


def quiet(what: str, share: float) -> None:
    assert what == "replaying" and 0 <= share < 1


def take(label: str, samples: np.ndarray, number: int = 1) -> Recording:
    return Recording(f"{number:06d}", label, "", "", "", "", "", samples)


def report(data: bytes, recordings: Sequence[Recording]) -> dict:
    heard = replay.replay(data, recordings, IMU, quiet)
    return replay_report.figures(model_format.load(data), recordings, IMU, heard)


def told(model: Model, performed: str, *reported: str) -> dict:
    """The report of one recording of a second in which these labels are reported."""
    news = [
        News(90, False, SAID, Found(model.labels.index(label), 255, 90, 40)) for label in reported
    ]
    recordings = [take(performed, np.zeros((104, 6), np.int16))]
    return replay_report.figures(model, recordings, IMU, [[News(24, False, SAID, None), *news]])


@pytest.mark.parametrize(
    ("reported", "counts"),
    [
        (["up"], ("hits", 1.0)),
        (["up", "up"], ("hits", 1.0)),
        ([], ("misses", 0.0)),
        (["side"], ("wrong", 0.0)),
        (["up", "side"], ("wrong", 0.0)),
    ],
)
def test_a_take_counts_once(model: Model, reported: list[str], counts: tuple[str, float]) -> None:
    found = told(model, "up", *reported)
    assert found["per_label"]["up"]["n"] == found[counts[0]] == 1
    assert found["hits"] + found["misses"] + found["wrong"] == 1
    assert found["recall"] == found["per_label"]["up"]["recall"] == counts[1]
    assert found["everyday"]["n"] == 0 and found["everyday"]["per_hour"] is None
    assert found["repeated"] == ({"000001": 2} if len(reported) > 1 else {})


@pytest.mark.parametrize("performed", ["idle", "housework"])
def test_whatever_is_reported_of_everyday_movement_is_false(model: Model, performed: str) -> None:
    found = told(model, performed, "up", "side")
    assert found["per_label"] == found["repeated"] == {} and found["recall"] is None
    assert [one["outcome"] for one in found["detections"]] == ["false", "false"]
    assert found["everyday"]["detections"] == 2 and found["everyday"]["recordings"] == 1
    assert found["everyday"]["per_hour"] == pytest.approx(7200)
    assert found["everyday"]["at_most"] is None


def test_unknown_is_no_gesture_even_where_a_model_has_that_label(model: Model) -> None:
    knowing = model._replace(labels=("idle", "unknown", "up"))
    found = told(knowing, "unknown", "unknown", "up")
    assert [one["outcome"] for one in found["detections"]] == ["unknown", "false"]
    assert found["everyday"]["detections"] == 1


def test_nothing_reported_in_so_short_a_time_may_be_luck(model: Model) -> None:
    everyday = told(model, "housework")["everyday"]
    assert everyday["per_hour"] == 0 and everyday["at_most"] == pytest.approx(3 * 3600)


def test_replay_and_evaluate_agree(dataset: Dataset, data: bytes) -> None:
    """Also on takes that are missed, taken for another, or no stillness where they should be."""
    labels = ["idle", "side", "up"]
    still = np.full((200, 6), 100, np.int16)
    strange = [
        replace(one, label=labels[(at + 1) % 3]) for at, one in enumerate(dataset.recordings[:9])
    ]
    recordings = [*dataset.recordings, *strange, take("up", still), take("side", still, 2)]
    found = report(data, recordings)
    counted = evaluate(data, recordings, IMU)["detections"]
    idle = {one.id + one.label for one in recordings if one.label == "idle"}
    disturbed = {
        one["recording"] + one["performed"]
        for one in found["detections"]
        if one["outcome"] == "false"
    }
    assert found["misses"] == counted["missed"] >= 2
    assert found["wrong"] + len(disturbed) == counted["wrong"] > 0
    assert found["hits"] + len(idle) - len(disturbed) == counted["right"] > 20


def test_a_detection_lies_where_the_gesture_was(data: bytes) -> None:
    generator = np.random.default_rng(9)
    still = np.tile(np.array([0, 0, 4096, 0, 0, 0]), (300, 1)) + generator.normal(0, 3, (300, 6))
    parts = [still, gesture("up", generator), still, gesture("side", generator), still]
    ends = np.cumsum([len(part) for part in parts])
    stream = np.concatenate(parts).astype(np.int16)
    before = take("housework", still.astype(np.int16))
    found = report(data, [before, take("up", stream, 2)])["detections"]
    assert [one["label"] for one in found] == ["up", "side"]
    assert [one["outcome"] for one in found] == ["right", "wrong"]
    assert {one["recording"] for one in found} == {"000002"}
    for one, end in zip(found, (ends[1], ends[3]), strict=True):
        assert abs(one["index"] - end) <= 24
        assert one["time"] == pytest.approx((300 + one["index"]) / 104, abs=1e-3)
        assert one["index"] - 150 < one["duration"] * 104 + end - 150 < one["index"] + 60


def test_hours_are_those_of_the_recordings(dataset: Dataset, data: bytes) -> None:
    found = report(data, dataset.recordings)
    samples = sum(len(recording.samples) for recording in dataset.recordings)
    assert found["hours"] == samples / 104 / 3600
    assert found["per_hour"] == len(found["detections"]) / found["hours"]
    assert 0 < found["everyday"]["hours"] < found["hours"]


def test_hops_fall_on_the_same_samples_in_every_recording(dataset: Dataset, data: bytes) -> None:
    model = model_format.load(data)
    heard = replay.replay(data, dataset.recordings, IMU, quiet)
    for recording, news in zip(dataset.recordings, heard, strict=True):
        rows = len(replay.stream(model, recording.samples, IMU.axes)) // 6
        hops = {one.at for one in news}
        assert hops >= set(range(replay.hop(model), rows + 1, replay.hop(model)))


def test_the_course_s_takes_are_looked_at_whole() -> None:
    course = Dataset.open(COURSE)
    data = train(course, Options(epochs=300)).model
    model = model_format.load(data)
    heard = replay.replay(data, course.recordings, course.settings, quiet)
    found = replay_report.figures(model, course.recordings, course.settings, heard)
    assert (found["hits"], found["recall"]) == (10, 1.0)
    assert [one["index"] for one in found["detections"]] == [3] * 10
    assert found["detections"][9]["time"] == 7.5


def test_what_does_not_belong_together(dataset: Dataset, data: bytes) -> None:
    with pytest.raises(UserError, match="no recordings to replay"):
        replay.replay(data, [], IMU, quiet)
    course = Dataset.open(COURSE)
    with pytest.raises(UserError, match="for the sensor imu, the recordings are of proximity"):
        replay.replay(data, course.recordings, course.settings, quiet)
    for changes, message in (
        ({"rate": 208}, "rate of 104"),
        ({"axes": ("ax", "ay", "az"), "gyro_range": None}, "lack the axes gx, gy, gz"),
    ):
        with pytest.raises(UserError, match=message):
            replay.replay(data, dataset.recordings, replace(IMU, **changes), quiet)
    long = [replace(course.recordings[0], samples=np.zeros((4, 1), dtype=np.int16))]
    taking = train(course, Options(epochs=1)).model
    with pytest.raises(UserError, match="4 samples"):
        replay.replay(taking, long, course.settings, quiet)
