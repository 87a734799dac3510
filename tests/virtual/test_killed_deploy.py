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
from host_spy import Spied
from unplugging import await_board

from gesturekit import model_format
from tinyspark.board import flash, greeting
from tinyspark.board.ports import open_board
from tinyspark.virtual.client import VirtualBoard

OLD = model_format.dump(small_models.proximity())
AFTER_THE_COPY = 3  # writes that are hit, too


def new(number: int) -> bytes:
    """A model that the board has not seen yet."""
    return model_format.dump(small_models.imu(holdoff=100 + number))


NEW = new(0)
SIGNALS = {"kill -9": signal.SIGKILL, "Ctrl-C": signal.SIGINT}
EVERY = {"kill -9": 3, "Ctrl-C": 5}  # writes


@pytest.fixture
def board(can_run_boards: None) -> Iterator[VirtualBoard]:
    """A board that runs the old model, and is soon back from a reset."""
    with VirtualBoard(speed=5) as board:
        flash.deploy(board.port, OLD)
        yield board


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where mpremote was killed nothing answers: find out soon."""
    monkeypatch.setattr(greeting, "_PATIENCE", 0.5)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def deploy(board: VirtualBoard, folder: Path, data: bytes, at: int = 0, by: int = 0) -> Spied:
    model = folder / "m.tsm"
    model.write_bytes(data)
    return host_spy.run(folder, "deploy", str(model), "--port", board.port, hit_at=at, by=by)


def hit(board: VirtualBoard, folder: Path, at: int, by: int) -> bool:
    """Hit a deploy at a write; return whether the board then runs the old model, else the new."""
    data = new(at)
    ended = deploy(board, folder, data, at, by)
    over = ended.writes() < at  # it had less to ask for this time
    assert over or ended.status == (-by if by == signal.SIGKILL else 130), ended.err
    assert "Traceback" not in ended.err
    said = await_board(board)
    assert said.mode == "classify" and said.model_hash in (digest(OLD), digest(data))
    return said.model_hash == digest(OLD)


@pytest.mark.fault(9, "kill -9 at a write in the middle of a deploy, then a deploy")
def test_killed_in_the_middle(board: VirtualBoard, tmp_path: Path) -> None:
    assert hit(board, tmp_path, 12, signal.SIGKILL)
    assert deploy(board, tmp_path, NEW).status == 0
    assert await_board(board).model_hash == digest(NEW)
    with open_board(board.port) as device:
        device.previous()  # as a deploy of the old one that is killed now: it restarts no board
    assert flash.deploy(board.port, NEW).model_hash == digest(NEW)


@pytest.mark.long
@pytest.mark.fault(9, "kill -9 at every third write of a deploy, Ctrl-C at every fifth; a connect")
@pytest.mark.parametrize("how", SIGNALS)
def test_hit_at_many_writes(board: VirtualBoard, tmp_path: Path, how: str) -> None:
    whole = deploy(board, tmp_path, NEW)
    writers = [words[0] for words in whole.seen if words[2] == "write"]
    last = len(writers) - writers[::-1].index("mpremote")
    assert whole.status == 0 and last > 30, whole.err
    old = []
    for at in range(1, last + AFTER_THE_COPY, EVERY[how]):
        assert flash.deploy(board.port, OLD).model_hash == digest(OLD)
        old.append(hit(board, tmp_path, at, SIGNALS[how]))
    assert all(old[: len(old) // 2])
    assert deploy(board, tmp_path, NEW).status == 0
