"""The host's end with pyserial and mpremote, against a virtual board that runs our firmware."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import small_models
from prompt import await_state

from gesturekit import messages, model_format
from tinyspark.board.capture import Stream, take
from tinyspark.board.device import Device
from tinyspark.board.greeting import greet
from tinyspark.board.link import LinkError, LinkLostError
from tinyspark.board.ports import open_board
from tinyspark.cli import main
from tinyspark.dataset import Dataset
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stepped_link import stepped_device

pytest.importorskip("micropython_unix", reason="no MicroPython for this computer")

STEP_MS = 200  # board time between two looks of the host
RESET = {"command": "hard_reset"}


@pytest.fixture(scope="module")
def one_board() -> Iterator[VirtualBoard]:
    with VirtualBoard() as board:
        yield board


@pytest.fixture
def shared_board(one_board: VirtualBoard) -> VirtualBoard:
    """One board for the tests that leave it as it was."""
    one_board.clear()
    return one_board


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    with VirtualBoard() as board:
        yield board


def signal(count: int, seed: int = 1) -> np.ndarray:
    """Movement that uses all of int16, int16 [count, 6]."""
    return np.random.default_rng(seed).integers(-32768, 32768, (count, 6)).astype(np.int16)


def find(samples: np.ndarray, within: np.ndarray) -> int:
    """Return where samples lie within a longer recording; -1 if they do not."""
    for start in np.flatnonzero((within == samples[0]).all(axis=1)):
        if np.array_equal(within[start : start + len(samples)], samples):
            return int(start)
    return -1


def await_samples(device: Device) -> None:
    """Wait until the sensor of a board that has just started gives samples."""
    for _ in range(200):
        if device.status().fields.index:
            return
        time.sleep(0.01)
    raise AssertionError("the sensor gives no samples")


def test_hello(shared_board: VirtualBoard) -> None:
    with open_board(shared_board.port) as device:
        said = device.identity
        assert said is not None
        assert (said.imu, said.proximity, said.mode) == ("ok", "ok", "idle")
        assert device.status().fields.overruns == 0
        assert device.inbox.lost == device.inbox.bad == 0


def test_boards(shared_board: VirtualBoard, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["boards", "--port", shared_board.port, "--json"]) == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert said["port"] == shared_board.port
    assert said["sensor"] == {"imu": "ok", "proximity": "ok"}
    assert main(["boards", "--port", shared_board.port]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == shared_board.port and len(lines) == 4


def test_a_take_is_bit_for_bit_what_was_played(shared_board: VirtualBoard) -> None:
    played = signal(100)
    with open_board(shared_board.port) as device:
        await_samples(device)
        taken = take(device, "imu", 200, ready=lambda: shared_board.play("imu", played.tolist()))
    assert taken.whole
    assert find(played, taken.samples) >= 0


def test_takes_by_button() -> None:
    """Of a movement, and the course's three counts."""
    played, counts = signal(700, seed=2), [100, 355, 1023]
    with VirtualBoard(stepped=True) as board, stepped_device(board) as device:
        greet(device)
        board.advance(1000)
        board.play("imu", played.tolist())
        moved = take(device, "imu", 104, messages.BUTTON, lambda: board.tap(1))
        near = take(device, "proximity", 3, messages.BUTTON, lambda: board.press_and_move(counts))
    assert moved.whole and near.whole
    assert find(moved.samples, played) >= 0
    assert near.samples[:, 0].tolist() == counts


def test_monitor_prints_samples(
    shared_board: VirtualBoard, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["monitor", "--port", shared_board.port, "--seconds", "0.6"]) == 0
    out, err = capfd.readouterr()
    lines = out.splitlines()
    assert lines[0] == "index,ax,ay,az,gx,gy,gz"
    indices = [int(line.split(",")[0]) for line in lines[1:]]
    assert indices == list(range(indices[0], indices[0] + len(indices)))
    # What comes behind depends on how long the board has been running: the rate it has measured.
    assert err.splitlines()[0] == f"{len(indices)} samples, 0 lost"


def test_monitor_of_proximity(
    shared_board: VirtualBoard, capfd: pytest.CaptureFixture[str]
) -> None:
    shared_board.play("proximity", [777], spacing_ms=5000)
    arguments = ["--sensor", "proximity", "--seconds", "0.6"]
    assert main(["monitor", "--port", shared_board.port, *arguments]) == 0
    assert ",777" in capfd.readouterr().out


@pytest.mark.fault(21, "four commands while a stream of another program is on")
def test_a_busy_port(
    shared_board: VirtualBoard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "m.tsm"
    model.write_bytes(model_format.dump(small_models.proximity()))
    record = ["record", "wave", "--dataset", str(tmp_path / "d")]
    stream = Stream("imu")
    with open_board(shared_board.port) as device:
        device.stream("imu")
        for command in (["boards"], record, ["deploy", str(model)], ["monitor"]):
            assert main([*command, "--port", shared_board.port]) == 1
            said = capsys.readouterr().err.splitlines()
            assert "in use by another program" in said[-2] and said[-1].startswith("Close it")
        while stream.received < 50:
            for message in device.messages(0.1):
                stream.feed(message)
        assert stream.missing == device.inbox.lost == device.inbox.bad == 0
    assert main(["boards", "--port", shared_board.port]) == 0


def test_the_command_itself_ends_well_on_a_missing_port() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tinyspark", "monitor", "--port", "/dev/none"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "--port virtual" in done.stderr
    assert len(done.stderr.splitlines()) == 2


def find_the_cable(board: VirtualBoard) -> None:
    """Plug the board in again as soon as it is unplugged."""
    await_state(board, "powered", False)
    board.plug()


@pytest.mark.fault(1, "the cable is pulled while takes are recorded, and put in again")
def test_recording_survives_unplugging(
    board: VirtualBoard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "d")
    arguments = ["record", "wave", "--dataset", folder, "--seconds", "0.4", "--port", board.port]
    board.unplug_after(2_200)  # bytes: in the middle of the second take
    finder = threading.Thread(target=find_the_cable, args=(board,))
    finder.start()
    assert main([*arguments, "-n", "4"]) == 0
    finder.join()
    said = capsys.readouterr().err
    assert "This take is not saved." in said
    assert "The virtual board on" in said and "is gone" in said
    assert "The board is back, restarted." in said and "4 takes added" in said
    assert len(Dataset.open(folder).recordings) == 4


def test_unplugged_in_mid_take(board: VirtualBoard) -> None:
    with pytest.raises(LinkLostError), open_board(board.port) as device:
        take(device, "imu", 1000, ready=lambda: board.unplug_after(1_000))


@pytest.mark.fault(2, "the reset button in the middle of a take")
def test_a_reset_in_mid_take(board: VirtualBoard) -> None:
    with pytest.raises(LinkError), open_board(board.port) as device:
        take(device, "imu", 1000, ready=lambda: board.scene([(300, RESET)]))


@contextmanager
def passing_time(board: VirtualBoard) -> Iterator[threading.Lock]:
    """Let a stepped clock run by itself, except while the lock is held."""
    lock = threading.Lock()
    ended = threading.Event()

    def run() -> None:
        while not ended.wait(0.002):
            with lock:
                board.advance(20)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield lock
    finally:
        ended.set()
        thread.join()


def stream_for(device: Device, board: VirtualBoard, seconds: int) -> Stream:
    """Take in a stream for seconds of board time."""
    stream = Stream("imu")
    for _ in range(1000 * seconds // STEP_MS):
        board.advance(STEP_MS)
        for message in device.messages(0):
            stream.feed(message)
    return stream


@pytest.mark.parametrize("seconds", [30, pytest.param(600, marks=pytest.mark.long)])
def test_a_stream_loses_nothing(seconds: int) -> None:
    with (
        VirtualBoard(stepped=True) as board,
        passing_time(board) as held,
        open_board(board.port) as device,
    ):
        device.stream("imu")
        with held:
            stream = stream_for(device, board, seconds)
        assert stream.missing == device.inbox.lost == device.inbox.bad == 0
        assert abs(stream.received - 104 * seconds) < 104
        assert device.status().fields.dropped == 0


@pytest.mark.fault(3, "the host sleeps for 9 s")
def test_a_host_that_sleeps_for_nine_seconds_loses_nothing() -> None:
    with (
        VirtualBoard(stepped=True) as board,
        passing_time(board) as held,
        open_board(board.port) as device,
    ):
        device.stream("imu")
        with held:
            board.advance(9_000)
            stream = stream_for(device, board, 10)
        assert stream.missing == device.inbox.lost == device.inbox.bad == 0
        assert abs(stream.received - 104 * 19) < 104
        assert board.state()["dropped_bytes"] == 0


def test_a_virtual_board_for_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["boards", "--port", "virtual", "--json"]) == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert said["firmware"] and said["model"] is None
    assert not os.path.exists(said["port"])
    assert main(["live", "--port", "virtual"]) == 1
    assert "run `tinyspark virtual` in another terminal" in capsys.readouterr().err
