"""A deploy that is killed at any of its writes: the board runs a whole model, the next one works.

The command and the mpremote that it runs get the signal together, as a terminal sends Ctrl-C.
"""

import hashlib
import signal
from collections.abc import Iterator
from pathlib import Path

import host_spy
import pytest
import small_models
from unplugging import await_board

from gesturekit import model_format
from tinyspark.board import flash, greeting
from tinyspark.board.ports import open_board
from tinyspark.virtual.client import VirtualBoard

OLD = model_format.dump(small_models.proximity())
NEW = model_format.dump(small_models.imu())
BEFORE_IT_IS_OVER = 0.6  # of all writes: by then nothing has been switched
SIGNALS = {"kill -9": signal.SIGKILL, "Ctrl-C": signal.SIGINT}


@pytest.fixture
def board(can_run_boards: None) -> Iterator[VirtualBoard]:
    """A board that runs the old model."""
    with VirtualBoard() as board:
        flash.deploy(board.port, OLD)
        yield board


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where mpremote was killed nothing answers: find out soon."""
    monkeypatch.setattr(greeting, "_PATIENCE", 0.5)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def deploy(board: VirtualBoard, folder: Path, hit_at: int = 0, by: int = 0) -> host_spy.Spied:
    model = folder / "m.tsm"
    model.write_bytes(NEW)
    return host_spy.run(folder, "deploy", str(model), "--port", board.port, hit_at=hit_at, by=by)


def hit(board: VirtualBoard, folder: Path, at: int, by: int) -> str:
    """Hit a deploy at a write; return the hash of the model that the board then runs."""
    ended = deploy(board, folder, at, by)
    over = ended.writes() < at  # it had less to ask for this time
    assert over or ended.status == (-by if by == signal.SIGKILL else 130), ended.err
    assert "Traceback" not in ended.err
    said = await_board(board)
    assert said.mode == "classify" and said.model_hash in (digest(OLD), digest(NEW))
    return said.model_hash


@pytest.mark.fault(9, "kill -9 at a write in the middle of a deploy, then a deploy")
def test_killed_in_the_middle(board: VirtualBoard, tmp_path: Path) -> None:
    assert hit(board, tmp_path, 12, signal.SIGKILL) == digest(OLD)
    assert deploy(board, tmp_path).status == 0
    assert await_board(board).model_hash == digest(NEW)
    with open_board(board.port) as device:
        device.previous()  # as a deploy of the old one that is killed now: it restarts no board
    assert flash.deploy(board.port, NEW).model_hash == digest(NEW)


@pytest.mark.long
@pytest.mark.fault(9, "kill -9 and Ctrl-C at every write of a deploy, another connect after each")
@pytest.mark.parametrize("how", SIGNALS)
def test_hit_at_every_write(board: VirtualBoard, tmp_path: Path, how: str) -> None:
    undisturbed = deploy(board, tmp_path)
    writes = undisturbed.writes()
    assert undisturbed.status == 0 and writes > 20, undisturbed.err
    for at in range(1, writes + 1):
        flash.deploy(board.port, OLD)
        runs = hit(board, tmp_path, at, SIGNALS[how])
        assert runs == digest(OLD) or at > BEFORE_IT_IS_OVER * writes
    assert deploy(board, tmp_path).status == 0
