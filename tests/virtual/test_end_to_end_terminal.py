"""monitor, record and live in a real terminal (a pty), with keys pressed by the test."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import small_models

from gesturekit import model_format
from pty_terminal import Terminal
from tinyspark.board import flash
from tinyspark.cli import main
from tinyspark.commands import live
from tinyspark.dataset import Dataset
from tinyspark.virtual.client import VirtualBoard

pytest.importorskip("micropython_unix", reason="no MicroPython for this computer")

STILL = [0, 0, 4096, 0, 0, 0]
WAVE = [[n * 37 % 64 * 100] * 6 for n in range(60)]


@pytest.fixture(scope="module")
def board() -> Iterator[VirtualBoard]:
    """A board whose model takes any movement for label 1, "away"."""
    with VirtualBoard() as running:
        running.rest(STILL)
        flash.deploy(running.port, model_format.dump(small_models.imu()))
        yield running


def tinyspark(*arguments: str) -> Terminal:
    return Terminal("-m", "tinyspark", *arguments)


HURRIED = """
import sys
from tinyspark.cli import main
from tinyspark.commands import record
record.TICK = 0.05
sys.exit(main(sys.argv[1:]))
"""


def hurried(*arguments: str) -> Terminal:
    """The same, with a shorter countdown before each take."""
    return Terminal("-c", HURRIED, *arguments)


def test_monitor_draws_curves_until_q(board: VirtualBoard) -> None:
    terminal = tinyspark("monitor", "--port", board.port)
    terminal.wait_for("0 lost")
    terminal.wait_for("\x1b[20F")  # the second picture is drawn over the first: 2 + 6 * 3 lines
    terminal.press("q")
    assert terminal.end() == 0
    assert "⠒" in terminal.text or "⠤" in terminal.text
    assert " ax " in terminal.text and " gz " in terminal.text


@pytest.mark.parametrize(("command", "shown"), [("monitor", "0 lost"), ("live", "still")])
def test_ctrl_c_ends_with_130(board: VirtualBoard, command: str, shown: str) -> None:
    terminal = tinyspark(command, "--port", board.port)
    terminal.wait_for(shown)
    terminal.press("\x03")
    assert terminal.end() == 130
    assert "Traceback" not in terminal.text and "stopped" in terminal.text


def test_live_draws_bars_and_detections(board: VirtualBoard) -> None:
    terminal = tinyspark("live", "--port", board.port)
    terminal.wait_for("still")
    board.play("imu", WAVE)
    terminal.wait_for("moving")
    terminal.wait_for(" s  away ")  # a line of its own: time, label, confidence
    terminal.press("q")
    assert terminal.end() == 0
    assert "█" in terminal.text


def test_live_as_json(
    board: VirtualBoard, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = live._watch

    def move_and_watch(*arguments: Any) -> None:
        board.play("imu", WAVE)
        watch(*arguments)

    monkeypatch.setattr(live, "_watch", move_and_watch)
    assert main(["live", "--port", board.port, "--seconds", "6", "--json"]) == 0
    (event,) = map(json.loads, capfd.readouterr().out.splitlines())
    assert event["label"] == "away"
    assert 0 < event["confidence"] <= 1
    assert 0.2 < event["duration"] < 1.2
    assert event["index"] > 0


def test_the_board_classifies_by_itself_afterwards(
    board: VirtualBoard, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["monitor", "--port", board.port, "--seconds", "0.1"])
    capsys.readouterr()
    assert main(["boards", "--port", board.port, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["mode"] == "classify"


def test_record_with_keys(board: VirtualBoard, tmp_path: Path) -> None:
    arguments = ["--dataset", str(tmp_path / "d"), "--seconds", "0.5", "--port", board.port]
    terminal = hurried("record", "idle", "-n", "2", *arguments)
    terminal.wait_for("now!")
    terminal.wait_for("q: keep and stop")
    terminal.press("r")
    terminal.wait_for("redo\r\n")
    terminal.text = ""
    terminal.wait_for("q: keep and stop")
    terminal.stop_and_continue()
    terminal.press("q")
    terminal.wait_for("kept\r\n1 take added")
    assert terminal.end() == 0
    assert len(Dataset.open(tmp_path / "d").recordings) == 1


def test_ctrl_c_in_mid_take_keeps_what_is_whole(board: VirtualBoard, tmp_path: Path) -> None:
    arguments = ["--dataset", str(tmp_path / "d"), "--seconds", "1.5", "--port", board.port]
    terminal = hurried("record", "idle", *arguments)
    terminal.wait_for("q: keep and stop")
    terminal.press("\n")
    terminal.text = ""
    terminal.wait_for("now!")
    terminal.press("\x03")
    assert terminal.end() == 130
    assert "This take is not saved." in terminal.text
    assert len(Dataset.open(tmp_path / "d").recordings) == 1
