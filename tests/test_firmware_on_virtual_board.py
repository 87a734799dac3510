"""The unchanged firmware on the virtual board: the way in, safe mode, bad models, trouble."""

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import small_models

from gesturekit import model_format
from gesturekit.messages import BUTTON, MODES, NOW
from tinyspark.board import capture
from tinyspark.board.device import Device
from tinyspark.board.greeting import greet
from tinyspark.board.ports import open_device
from tinyspark.virtual.client import VirtualBoard

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("micropython_unix") is None
    or importlib.util.find_spec("termios") is None,
    reason="no virtual board on this computer",
)
DARK = [(0, 0, 0)] * 5
Start = Callable[[Device], object]
STARTS: dict[str, Start] = {
    "idle": lambda device: device.stop(),
    "stream": lambda device: device.stream("imu"),
    "record": lambda device: device.record("imu", 5000, NOW),
    "record armed": lambda device: device.record("imu", 50, BUTTON),
    "record proximity": lambda device: device.record("proximity", 3, NOW),
    "classify": lambda device: device.classify(True),
}


@pytest.fixture(scope="module")
def board() -> Iterator[VirtualBoard]:
    """A board with a model for the IMU."""
    with VirtualBoard() as running:
        yield running


def mpremote(board: VirtualBoard, *command: str) -> str:
    """Run unmodified mpremote; return what it prints."""
    words = [sys.executable, "-m", "mpremote", "connect", board.port, *command]
    result = subprocess.run(words, capture_output=True, text=True, timeout=20, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def put_model(board: VirtualBoard, folder: Path, data: bytes) -> None:
    """Copy a model file to the board; the next start uses it."""
    file = folder / "model.tsm"
    file.write_bytes(data)
    mpremote(board, "fs", "cp", str(file), ":/model_a.tsm")


@pytest.fixture
def device(board: VirtualBoard) -> Iterator[Device]:
    with open_device(board.port) as opened:
        greet(opened)
        yield opened


def test_mpremote_gets_in_whatever_the_app_does(board: VirtualBoard, tmp_path: Path) -> None:
    put_model(board, tmp_path, model_format.dump(small_models.imu()))
    for name, start in STARTS.items():
        with open_device(board.port) as device:
            greet(device)
            start(device)
            mode = device.status().fields.mode
            assert MODES[mode] == name.partition(" ")[0]
            if name == "record proximity":
                wait_for(lambda: board.led)
        assert mpremote(board, "exec", "print(6 * 7)").strip() == "42"
        assert not board.led and board.pixels == DARK


def wait_for(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)


def test_a_file_that_is_no_model_is_told_and_harmless(board: VirtualBoard, tmp_path: Path) -> None:
    put_model(board, tmp_path, b"no model at all")
    with open_device(board.port) as device:
        hello = greet(device)
        assert (hello.mode, hello.model_hash) == ("idle", "")
        assert any(b"Trouble: model check failed" in line for line in device.inbox.console)
    mpremote(board, "fs", "rm", ":/model_a.tsm")


def test_safe_mode(board: VirtualBoard) -> None:
    board.press(2)
    mpremote(board, "exec", "pass")  # its soft reset runs no main.py ...
    with open_device(board.port) as device:
        device.link.write(b"\x02\x04")  # ... a prompt's does
        wait_for(lambda: heard(device, b"Safe mode"))
    board.release(2)
    assert mpremote(board, "resume", "exec", "print('prompt')").strip() == "prompt"


def heard(device: Device, words: bytes) -> bool:
    for _ in device.messages(0.05):
        pass
    return any(words in line for line in device.inbox.console)


@pytest.mark.long
def test_the_imu_moves_to_its_other_address(board: VirtualBoard, device: Device) -> None:
    before = device.status().fields.index
    board.set("imu_address", 0x6B)
    wait_for(lambda: device.status().fields.bus_errors > 0)
    wait_for(lambda: device.hello().imu_address == 0x6B)
    board.set("imu_address", 0x6A)
    wait_for(lambda: device.hello().imu_address == 0x6A)
    wait_for(lambda: device.status().fields.index > before)


@pytest.mark.long
def test_a_host_that_does_not_read_gets_every_sample_later(device: Device) -> None:
    device.stream("imu")
    time.sleep(4)
    stream = capture.Stream("imu")
    while stream.received < 500:
        for message in device.messages(0.1):
            stream.feed(message)
    assert stream.missing == 0 and device.inbox.lost == 0 and device.inbox.bad == 0
    device.stop()
    assert device.status().fields.overruns == 0
