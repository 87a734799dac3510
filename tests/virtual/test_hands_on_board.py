"""Hands before the virtual board: recorded, learned, recognized, and replayed bit for bit."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hands
from gesturekit.messages import NOW
from tinyspark.board import capture
from tinyspark.board.device import Device
from tinyspark.board.sitting import settings_of
from tinyspark.cli import main
from tinyspark.commands.replay_board import compare, perform
from tinyspark.dataset import Dataset
from tinyspark.dataset.columns import with_axes
from tinyspark.dataset.settings import BOTH
from tinyspark.dataset.verdict import judge
from tinyspark.learning import replay
from tinyspark.learning.training import Options, train
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.player import Player, Take
from tinyspark.virtual.stepped_link import passing_time, stepped_device

pytestmark = pytest.mark.usefixtures("can_run_boards")

# In such an order that every hand begins where the one before has stayed
ORDER = ("come", "go", "double", "swipe", "idle")
LENGTH = 420  # samples of a take: the player's way to it, the take, and stillness


def silent(what: str, share: float | None = None) -> None:
    assert what and (share is None or 0 <= share <= 1)


def the_board_says_the_same(dataset: Dataset, axes: tuple[str, ...]) -> dict[str, Any]:
    """Compare host and board on a model of these axes; return what was compared."""
    model = train(with_axes(dataset, axes), Options(epochs=4)).model
    heard = replay.replay(model, dataset.recordings, BOTH, silent)
    found = compare(model, dataset.recordings, BOTH, heard, silent)
    assert found["differ"] == []
    assert found["recordings"] == len(dataset.recordings)
    assert (found["own_readings"] > 0) == ("proximity" in axes)
    # A reading a moment earlier or later may make or save a look at a movement.
    spare = len(dataset.recordings) if found["own_readings"] else 0
    assert abs(found["answers"] - sum(map(len, heard))) <= spare
    return found


def test_the_board_says_the_same_about_what_it_saw(tmp_path: Path) -> None:
    dataset = hands.dataset(tmp_path / "ds", 1, ("idle", "swipe", hands.SHAKE))
    assert the_board_says_the_same(dataset, BOTH.axes)["detections"] >= 1


@pytest.mark.long
@pytest.mark.parametrize(
    ("axes", "labels"),
    [
        (("proximity",), hands.LABELS),
        (("ax", "gz", "proximity"), (*hands.LABELS, hands.SHAKE)),
        (("ax", "ay", "az"), ("idle", hands.SHAKE)),
    ],
)
def test_it_does_so_with_any_axes(
    tmp_path: Path, axes: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    the_board_says_the_same(hands.dataset(tmp_path / "ds", 3, labels), axes)


@pytest.mark.long
def test_what_it_saw_is_what_was_played_but_for_the_hold(tmp_path: Path) -> None:
    dataset = hands.dataset(tmp_path / "ds", 1, ("idle", "swipe", "double"))
    model = train(dataset, Options(epochs=2)).model
    for take, (_, seen) in zip(
        dataset.recordings, perform(model, dataset.recordings, BOTH, silent), strict=True
    ):
        assert seen is not None  # noise alone differs a little everywhere
        rows = np.array(seen).reshape(-1, 7)
        played = np.array(replay_rows(model, take.samples)).reshape(-1, 7)
        assert (rows[:, :6] == played[:, :6]).all()
        late = min(np.abs(rows[n:, 6] - played[: len(rows) - n, 6]).mean() for n in range(4))
        assert late < 8  # counts: readings are a sample or two late, and held


def replay_rows(model: bytes, samples: np.ndarray) -> Any:
    from gesturekit import model_format

    return replay.stream(model_format.load(model), samples, BOTH.axes)


def play(board: VirtualBoard, player: Player, label: str) -> None:
    """Begin the next take of label, when the one before is over."""
    while player.busy(board.time):
        board.advance(100)
    player.play_label(label, board.time)


def record(board: VirtualBoard, player: Player, made: Dataset, takes: int) -> None:
    """Record takes of every label."""
    with stepped_device(board) as device:
        assert settings_of(device.hello(), BOTH.sensor) == BOTH
        for label in takes * ORDER:
            got = capture.take(
                device, BOTH.sensor, LENGTH, NOW, lambda label=label: play(board, player, label)
            )
            assert got.whole and judge(got.samples, BOTH, label=label) == []
            made.add(got.samples, label)


def seen(board: VirtualBoard, device: Device) -> list[str]:
    """Return what the board detects in the next seconds of its time."""
    assert device.identity is not None
    found = []
    until = board.time + 4
    while board.time < until:
        for message in device.messages(0.1):
            if message.name == "detection":
                found.append(device.identity.labels[message.fields.label])
        device.status()  # a sign of life
    return found


@pytest.mark.long
@pytest.mark.parametrize("axes", ["proximity", "ax,ay,az,proximity"])
def test_swipes_are_recorded_learned_and_recognized(
    tmp_path: Path, capfd: pytest.CaptureFixture, axes: str
) -> None:
    world = hands.dataset(tmp_path / "world", 8, sessions=("bench",)).recordings
    made = Dataset.create(tmp_path / "mine", BOTH)
    model = tmp_path / "hands.tsm"
    with VirtualBoard(stepped=True) as board:
        takes = [
            Take(one.label, "", BOTH.sensor, BOTH.rate, one.samples.tolist()) for one in world
        ]
        player = Player(board, takes)
        record(board, player, made, 4)
        options = [str(made.folder), "-o", str(model), "--axes", axes, "--no-report", "--json"]
        assert main(["train", *options]) == 0
        assert json.loads(capfd.readouterr().out)["accuracy"] >= 0.9
        with passing_time(board):
            assert main(["deploy", str(model), "--port", board.port]) == 0
        with stepped_device(board) as device:
            device.hello()
            device.classify()
            for label in ORDER:
                play(board, player, label)
                assert seen(board, device) == ([] if label == "idle" else [label])
