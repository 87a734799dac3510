"""Hands before the virtual board: recorded, learned, recognized, and replayed bit for bit."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_virtual_command import running, wait_until_ready

import hands
from gesturekit.messages import NOW
from pty_terminal import Terminal
from tinyspark.board import capture
from tinyspark.board.ports import open_board
from tinyspark.board.sitting import settings_of
from tinyspark.cli import main
from tinyspark.commands.replay_board import compare, perform
from tinyspark.dataset import Dataset
from tinyspark.dataset.columns import with_axes
from tinyspark.dataset.settings import BOTH
from tinyspark.dataset.verdict import judge
from tinyspark.learning import replay
from tinyspark.learning.training import Options, train

pytestmark = pytest.mark.usefixtures("can_run_boards")

# In such an order that every hand begins where the one before has stayed
KEYS = {"a": "come", "c": "go", "b": "double", "e": "swipe", "d": "idle"}
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


def record(terminal: Terminal, port: str, made: Dataset, takes: int) -> None:
    """Record takes of every label, each played at the press of its key."""
    for _ in range(takes):
        for key, label in KEYS.items():
            with open_board(port) as device:
                assert device.identity and settings_of(device.identity, BOTH.sensor) == BOTH
                press: Callable[[], None] = lambda key=key: terminal.press(key)  # noqa: E731
                got = capture.take(device, BOTH.sensor, LENGTH, NOW, press)
            wait_until_ready(terminal)
            assert got.whole and judge(got.samples, BOTH, label=label) == []
            made.add(got.samples, label)


@pytest.mark.long
@pytest.mark.parametrize("axes", ["proximity", "ax,ay,az,proximity"])
def test_swipes_are_recorded_learned_and_recognized(
    tmp_path: Path, capfd: pytest.CaptureFixture, axes: str
) -> None:
    hands.dataset(tmp_path / "world", 8, sessions=("bench",))
    made = Dataset.create(tmp_path / "mine", BOTH)
    model = tmp_path / "hands.tsm"
    with running("--play", str(tmp_path / "world")) as (terminal, port):
        record(terminal, port, made, 4)
        options = [str(made.folder), "-o", str(model), "--axes", axes, "--no-report", "--json"]
        assert main(["train", *options]) == 0
        assert json.loads(capfd.readouterr().out)["accuracy"] >= 0.9
        assert main(["deploy", str(model), "--port", port]) == 0
        capfd.readouterr()
        for key, label in KEYS.items():
            terminal.press(key)
            assert main(["live", "--port", port, "--seconds", "4", "--json"]) == 0
            seen = [json.loads(line)["label"] for line in capfd.readouterr().out.splitlines()]
            wait_until_ready(terminal)
            assert seen == ([] if label == "idle" else [label])
