"""The firmware says what a replay on the host says, at the same sample and as sure.

The everyday part trains small models; the long one plays all of the kit's recordings, and real
ones where they are there, to the models that a user would get.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from real_data import real_data
from tinyspark import bundle
from tinyspark.cli import main
from tinyspark.commands.replay_board import compare
from tinyspark.dataset import Dataset, Recording
from tinyspark.dataset.settings import IMU
from tinyspark.learning import examples, replay
from tinyspark.learning.replay import News
from tinyspark.learning.training import Options, train
from tinyspark.virtual import stage

pytestmark = pytest.mark.usefixtures("can_run_boards")

SYNTHETIC = bundle.folder("datasets") / "synthetic-gestures"
COURSE = bundle.folder("datasets") / "proximity-course"
METERS = ("--accel-unit", "m/s2")
PER_RADIAN = (*METERS, "--gyro-unit", "rad/s")
# what a model is trained on, what is played, how both are imported
REAL = [
    ("xiao_lsm6ds3_streams", "xiao_lsm6ds3_streams", METERS),
    ("jewang_wand_trim", "jewang_wand_streams", PER_RADIAN),
    ("uhh_imu", "uhh_imu_streams", ("--rate", "25", *PER_RADIAN)),
    ("nano_gestures", "nano_gestures", ("--accel-unit", "g", "--gyro-unit", "dps")),
]


def silent(what: str, share: float | None = None) -> None:
    assert what and (share is None or 0 <= share <= 1)


@pytest.fixture(scope="module")
def motion() -> Iterator[bytes]:
    """A model that knows the kit's gestures roughly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "MOST_COPIES", 2)
        yield train(Dataset.open(SYNTHETIC), Options(epochs=4)).model


@pytest.fixture(scope="module")
def everyday() -> list[Recording]:
    """A take of each label, and wild movement that uses all of int16."""
    takes = Dataset.open(SYNTHETIC).recordings[::19]
    generator = np.random.default_rng(5)
    loudness = np.repeat(generator.integers(0, 2, (12, 1)) * generator.uniform(0, 9, (12, 1)), 104)
    wild = np.exp(loudness)[:, None] * generator.normal(0, 4, (12 * 104, 6))
    samples = np.clip(np.cumsum(wild, axis=0) % 65536 - 32768, -32768, 32767).astype(np.int16)
    return [*takes, replace(takes[0], id="wild", label="housework", samples=samples)]


def test_the_board_says_the_same_at_the_same_sample(
    motion: bytes, everyday: list[Recording]
) -> None:
    heard = replay.replay(motion, everyday, IMU, silent)
    found = compare(motion, everyday, IMU, heard, silent)
    assert found["differ"] == []
    assert found["recordings"] == len(everyday) == 7
    assert found["answers"] == sum(map(len, heard)) > 80
    assert found["detections"] == sum(one.found is not None for news in heard for one in news) > 4


def test_the_least_difference_is_found(motion: bytes, everyday: list[Recording]) -> None:
    takes = [one for one in everyday if one.label not in ("idle", "housework")][:4]
    heard = replay.replay(motion, takes, IMU, silent)
    for news, spoil in zip(heard, (less_sure, earlier, ends_later), strict=False):
        place = next(at for at, one in enumerate(news) if one.found)
        news[place] = spoil(news[place])
    found = compare(motion, takes, IMU, heard, silent)
    assert found["differ"] == [take.id for take in takes[:3]]


def less_sure(news: News) -> News:
    return news._replace(confidences=bytes([news.confidences[0] ^ 1, *news.confidences[1:]]))


def earlier(news: News) -> News:
    return news._replace(at=news.at - 1)


def ends_later(news: News) -> News:
    assert news.found
    return news._replace(found=news.found._replace(end=news.found.end + 1))


def test_samples_reach_the_board_bit_for_bit_and_are_numbered(
    motion: bytes, everyday: list[Recording]
) -> None:
    with stage.deployed(motion) as (board, device):
        motions = stage.MotionStage(board, device, 24)
        for samples in (everyday[0].samples, everyday[-1].samples[:300]):
            rows = samples.tolist()
            performance = motions.perform(rows)
            first, take = motions.record(rows)
            assert take.whole
            place = first - take.index
            assert take.samples[place : place + len(rows)].tolist() == rows
            assert first > performance.first + len(rows)


def test_the_command_plays_the_course_to_a_board_and_tells_what_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "course.tsm"
    model.write_bytes(train(Dataset.open(COURSE), Options()).model)
    right = replay.replay

    def wrong(*arguments: Any) -> list[list[News]]:
        *heard, last = right(*arguments)
        return [*heard, [one._replace(confidences=bytes(2)) for one in last]]

    monkeypatch.setattr(replay, "replay", wrong)
    assert main(["replay", str(model), str(COURSE), "--port", "virtual"]) == 1
    said = capsys.readouterr().out
    assert "sent 10 answers, 10 detections" in said and "same in 9 of 10" in said
    assert "DIFFER in 000010-" in said


@pytest.mark.long
@pytest.mark.parametrize("folder", [SYNTHETIC, COURSE], ids=lambda folder: folder.name)
def test_all_of_the_kit_s_recordings(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held_against_a_board(folder, folder, tmp_path / "model.tsm", capsys)


@pytest.mark.long
@pytest.mark.parametrize(("learned", "played", "units"), REAL, ids=lambda value: str(value)[:20])
def test_real_recordings(
    learned: str,
    played: str,
    units: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folders = []
    for name in (learned, played):
        folder = tmp_path / name
        source = str(real_data(f"{name}.npz"))
        assert main(["dataset", "import", source, str(folder), *units]) == 0
        folders.append(folder)
    held_against_a_board(*folders, tmp_path / "model.tsm", capsys)


def held_against_a_board(
    learned: Path, played: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(learned), "-o", str(model)]) == 0
    capsys.readouterr()
    assert main(["replay", str(model), str(played), "--port", "virtual", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["board"]["differ"] == []
    assert said["board"]["recordings"] == said["n"]
    assert said["board"]["detections"] == len(said["detections"]) > 0
