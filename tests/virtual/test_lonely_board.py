"""Takes recorded on a virtual board that no host talks to, brought home after a power cut."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import small_models
from prompt import Prompt
from unplugging import await_board

from gesturekit import model_format
from take_store import RESERVE
from tinyspark.board.sync import ADDED, KNOWN
from tinyspark.cli import main
from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.virtual import lonely
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stepped_link import passing_time

pytestmark = pytest.mark.usefixtures("can_run_boards")

COUNT = 104
LABELS = ("circle", "swipe")


@pytest.fixture
def board(can_run_boards: None) -> Iterator[VirtualBoard]:
    """A board with our firmware, whose time the test moves."""
    with VirtualBoard(stepped=True) as board:
        board.advance(500)
        yield board


def movement(seed: int) -> np.ndarray:
    """All of int16, for longer than a take and its button."""
    return np.random.default_rng(seed).integers(-32768, 32768, (COUNT + 60, 6)).astype(np.int16)


def is_part(samples: np.ndarray, played: np.ndarray) -> bool:
    """Whether samples are somewhere in what was played, bit for bit."""
    starts = np.flatnonzero((played == samples[0]).all(axis=1))
    return any(np.array_equal(played[at : at + len(samples)], samples) for at in starts)


def colors(board: VirtualBoard) -> set[tuple[int, int, int]]:
    return set(board.pixels)


@pytest.mark.fault(1, "power goes between takes recorded without a host, and comes again")
def test_takes_are_what_was_played(board: VirtualBoard, tmp_path: Path) -> None:
    with passing_time(board):
        arguments = ["--seconds", "1", "--port", board.port]
        assert main(["untethered", *LABELS, *arguments]) == 0
    board.advance(lonely.ALONE_MS)
    played = [movement(seed) for seed in range(3)]
    lonely.press(board, 2)
    first = colors(board)
    lonely.take(board, COUNT, played[0].tolist())
    assert colors(board) == {(36, 36, 36)}
    board.unplug()
    board.plug()
    board.advance(2000)
    lonely.press(board, 2)
    assert colors(board) == first
    lonely.press(board, 2)
    assert len(colors(board)) == 1 and colors(board) != first
    for rows in played[1:]:
        lonely.take(board, COUNT, rows.tolist())
        board.advance(2000)
    with passing_time(board):
        await_board(board)
        assert main(["sync", str(tmp_path / "d"), "--port", board.port]) == 0
    takes = Dataset.open(tmp_path / "d").recordings
    assert sorted(take.label for take in takes) == ["circle", "swipe", "swipe"]
    for rows, label in zip(played, ("circle", "swipe", "swipe"), strict=True):
        found = [take for take in takes if is_part(take.samples, rows)]
        assert [take.label for take in found] == [label] and len(found[0].samples) == COUNT
    assert lonely.bring(board, str(tmp_path / "d")) == []


def kept(board: VirtualBoard, folder: str) -> list[str]:
    """Bring the takes home; return the outcomes, sorted."""
    return sorted(take.outcome for take in lonely.bring(board, folder))


@pytest.mark.fault(1, "unplugged when n bytes of a sync have arrived, for many n")
@pytest.mark.long
def test_a_sync_that_is_cut_anywhere_loses_nothing(board: VirtualBoard, tmp_path: Path) -> None:
    lonely.prepare(board, LABELS, COUNT)
    folder = str(tmp_path / "d")
    cuts = range(300, 6000, 300)
    for cut in cuts:
        lonely.press(board, 2)
        lonely.take(board, COUNT, movement(cut).tolist())
        board.unplug_after(cut)
        with suppress(UserError):
            lonely.bring(board, folder)
        if board.state()["powered"]:
            board.unplug()
        board.plug()
        board.advance(2000)
    assert set(kept(board, folder)) <= {ADDED, KNOWN}
    takes = Dataset.open(folder).recordings
    assert len(takes) == len(cuts) and lonely.bring(board, folder) == []
    for cut in cuts:
        assert sum(is_part(take.samples, movement(cut)) for take in takes) == 1


@pytest.mark.fault(2, "the board is reset at many moments of a sync")
@pytest.mark.long
def test_a_reset_in_a_sync_loses_nothing(board: VirtualBoard, tmp_path: Path) -> None:
    lonely.prepare(board, LABELS, COUNT)
    folder = str(tmp_path / "d")
    moments = range(20, 400, 40)
    cut = 0
    for ms in moments:
        lonely.press(board, 2)
        lonely.take(board, COUNT, movement(ms).tolist())
        board.scene([(ms, {"command": "hard_reset"})])
        try:
            lonely.bring(board, folder)
        except UserError:
            cut += 1
        board.advance(2000)
    assert cut and set(kept(board, folder)) <= {ADDED, KNOWN}
    takes = Dataset.open(folder).recordings
    assert len(takes) == len(moments) and lonely.bring(board, folder) == []
    for ms in moments:
        assert sum(is_part(take.samples, movement(ms)) for take in takes) == 1


def fill(board: VirtualBoard, left: int) -> None:
    """Write a file so that so many bytes of flash are left, at the board's own prompt."""
    with passing_time(board), Prompt(board.port) as prompt:
        prompt.write(b"\r\x03\x03")
        prompt.until(b">>> ")
        lines = (
            "import os; s = os.statvfs('/'); f = open('/filler', 'wb')",
            f"n = [f.write(bytes(4096)) for _ in range(s[3] - {left // 4096})]; f.close()",
            "print('fil' + 'led')",
        )
        for line in lines:
            prompt.write(line.encode() + b"\r")
        prompt.until(b"filled")
        prompt.write(b"\x04")
        prompt.until(b"soft reboot")


@pytest.mark.fault(20, "a board's flash fills up with takes of its own: install still has room")
@pytest.mark.long
def test_a_flash_that_fills_up(board: VirtualBoard, tmp_path: Path) -> None:
    red, count = (30, 0, 0), 1000
    fill(board, RESERVE + 8 * 3 * 4096)
    lonely.prepare(board, LABELS, count)
    lonely.press(board, 2)
    warned = saved = 0
    while board.pixels[1] != red:
        assert saved < 9
        warned += board.pixels[4] == red
        lonely.take(board, count)
        board.advance(2000)
        saved += 1
    assert saved > 5 and warned == 5
    lonely.press(board, 1)
    assert colors(board) == {(0, 0, 0)}
    with passing_time(board):
        assert main(["install", "--port", board.port]) == 0
    board.advance(2000)
    assert kept(board, str(tmp_path / "d")) == [ADDED] * saved
    assert all(len(take.samples) == count for take in Dataset.open(tmp_path / "d").recordings)


@pytest.mark.long
def test_takes_outlive_an_install_and_a_deploy(board: VirtualBoard, tmp_path: Path) -> None:
    lonely.prepare(board, LABELS, COUNT)
    lonely.press(board, 2)
    played = movement(1)
    lonely.take(board, COUNT, played.tolist())
    model = tmp_path / "model.tsm"
    model.write_bytes(model_format.dump(small_models.imu()))
    with passing_time(board):
        assert main(["install", "--port", board.port]) == 0
        assert main(["deploy", str(model), "--port", board.port]) == 0
    assert kept(board, str(tmp_path / "d")) == [ADDED]
    assert is_part(Dataset.open(tmp_path / "d").recordings[0].samples, played)
    board.advance(lonely.ALONE_MS)
    lonely.press(board, 2)
    lonely.take(board, COUNT, played.tolist())
    assert kept(board, str(tmp_path / "d")) == [ADDED]
