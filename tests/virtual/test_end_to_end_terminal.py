"""monitor, record and live in a real terminal (a pty), with keys pressed by the test."""

import codecs
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_models

from gesturekit import model_format
from tinyspark.board import flash
from tinyspark.cli import main
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


class Terminal:
    """A terminal of 80 x 24 in which tinyspark runs; text is all it has shown."""

    def __init__(self, *arguments: str) -> None:
        import fcntl
        import struct
        import termios

        self._user, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tinyspark", *arguments],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(inside)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self.text = ""

    def wait_for(self, words: str, timeout: float = 30) -> None:
        until = time.monotonic() + timeout
        while words not in self.text:
            left = until - time.monotonic()
            if left < 0 or not select.select([self._user], [], [], left)[0]:
                raise AssertionError(f"no {words!r} in {self.text!r}")
            self.text += self._decoder.decode(os.read(self._user, 65536))

    def press(self, key: str) -> None:
        os.write(self._user, key.encode())

    def stop_and_continue(self) -> None:
        """As Ctrl-Z and fg: meanwhile a shell has set the terminal its own way."""
        import termios

        self._process.send_signal(signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)
        modes = termios.tcgetattr(self._user)
        modes[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(self._user, termios.TCSANOW, modes)
        self._process.send_signal(signal.SIGCONT)
        until = time.monotonic() + 10
        while termios.tcgetattr(self._user)[3] & termios.ICANON and time.monotonic() < until:
            time.sleep(0.01)

    def end(self) -> int:
        """Read to the end; return the exit status."""
        try:
            while data := os.read(self._user, 65536):
                self.text += self._decoder.decode(data)
        except OSError:
            pass  # Linux's way to say that the other end is closed
        os.close(self._user)
        return self._process.wait(30)


def test_monitor_draws_curves_until_q(board: VirtualBoard) -> None:
    terminal = Terminal("monitor", "--port", board.port)
    terminal.wait_for("0 lost")
    terminal.wait_for("\x1b[20F")  # the second picture is drawn over the first: 2 + 6 * 3 lines
    terminal.press("q")
    assert terminal.end() == 0
    assert "⠒" in terminal.text or "⠤" in terminal.text
    assert " ax " in terminal.text and " gz " in terminal.text


@pytest.mark.parametrize(("command", "shown"), [("monitor", "0 lost"), ("live", "still")])
def test_ctrl_c_ends_with_130(board: VirtualBoard, command: str, shown: str) -> None:
    terminal = Terminal(command, "--port", board.port)
    terminal.wait_for(shown)
    terminal.press("\x03")
    assert terminal.end() == 130
    assert "Traceback" not in terminal.text and "stopped" in terminal.text


def test_live_draws_bars_and_detections(board: VirtualBoard) -> None:
    terminal = Terminal("live", "--port", board.port)
    terminal.wait_for("still")
    board.play("imu", WAVE)
    terminal.wait_for("moving")
    terminal.wait_for(" s  away ")  # a line of its own: time, label, confidence
    terminal.press("q")
    assert terminal.end() == 0
    assert "█" in terminal.text


def test_live_as_json(board: VirtualBoard, capfd: pytest.CaptureFixture[str]) -> None:
    threading.Timer(0.3, board.play, ("imu", WAVE)).start()
    assert main(["live", "--port", board.port, "--seconds", "2.5", "--json"]) == 0
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
    terminal = Terminal("record", "idle", "-n", "2", *arguments)
    terminal.wait_for("now!")
    terminal.wait_for("q: keep and stop")
    terminal.press("r")
    terminal.wait_for("redo\r\n")
    terminal.text = ""
    terminal.wait_for("q: keep and stop")
    terminal.stop_and_continue()
    terminal.press("q")
    terminal.wait_for("kept\r\n1 take is saved")
    assert terminal.end() == 0
    assert len(Dataset.open(tmp_path / "d").recordings) == 1


def test_ctrl_c_in_mid_take_keeps_what_is_whole(board: VirtualBoard, tmp_path: Path) -> None:
    arguments = ["--dataset", str(tmp_path / "d"), "--seconds", "1.5", "--port", board.port]
    terminal = Terminal("record", "idle", *arguments)
    terminal.wait_for("q: keep and stop")
    terminal.press("\n")
    terminal.text = ""
    terminal.wait_for("now!")
    terminal.press("\x03")
    assert terminal.end() == 130
    assert "The take was cut and is discarded." in terminal.text
    assert len(Dataset.open(tmp_path / "d").recordings) == 1
