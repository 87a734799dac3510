"""A host deploys while power goes, the cable is pulled, or the flash is full: one plain sentence,
a whole model at once, and the next deploy just works."""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from prompt import Prompt, await_state, plug
from unplugging import PowerClock, await_board

from tinyspark.board import board_scripts, flash, greeting, installation
from tinyspark.board.link import LinkError
from tinyspark.virtual.client import VirtualBoard

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from cuts.operations import NEW, OLD

PLENTY = 1_000_000
NEVER = 1_000_000_000
BALLAST = """
import os
def write(place, blocks):
    try:
        with open(place, "wb") as file:
            for _ in range(blocks):
                file.write(bytes(4000))
        return True
    except OSError:
        return False
for name in os.listdir("/"):
    if name.startswith("ballast"):
        os.remove("/" + name)
for number in range({free}):
    write("/spare%d" % number, 1)
number = 0
for blocks in (256, 128, 64, 32, 16, 8, 4, 2, 1):
    while write("/ballast%d" % number, blocks):
        number += 1
for number in range({free}):
    os.remove("/spare%d" % number)
"""


@pytest.fixture
def board(can_run_boards: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualBoard]:
    """A board that runs the old model and is soon back after a reset."""
    monkeypatch.setattr(greeting, "_PATIENCE", 0.5)
    with VirtualBoard(speed=20) as board:
        flash.deploy(board.port, OLD)
        yield board


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def deploy_into_a_cut(board: VirtualBoard) -> str:
    """Deploy; return the hash of the model that the board runs when it has power again, "" if it
    had it all the time."""
    with patch.object(flash, "time", PowerClock(board)):
        try:
            flash.deploy(board.port, NEW)
        except LinkError as error:
            assert "Traceback" not in str(error)
        else:
            return ""
    await_state(board, "powered", False)
    plug(board)
    said = await_board(board)
    assert said.mode == "classify" and said.model_hash in (digest(OLD), digest(NEW))
    return said.model_hash


def next_deploy(board: VirtualBoard) -> None:
    said = flash.deploy(board.port, NEW)
    assert (said.model_hash, said.model_state, said.trouble) == (digest(NEW), "confirmed", "")


@pytest.mark.long
@pytest.mark.fault(7, "power goes in every flash operation of a deploy, its host lives on")
def test_power_goes_in_every_operation(board: VirtualBoard) -> None:
    operation = 1
    while True:
        flash.deploy(board.port, OLD)
        board.cut_power_at(operation, (0, 50, 100)[operation % 3])
        if not deploy_into_a_cut(board):
            break
        operation += 1
    assert operation > 40  # those of a deploy
    board.cut_power_at(NEVER)
    next_deploy(board)


@pytest.mark.long
@pytest.mark.fault(7, "the cable is pulled after so many bytes of a deploy, either way")
@pytest.mark.parametrize(("direction", "step"), [("from_host", 997), ("to_host", 211)])
def test_unplugged_after_so_many_bytes(board: VirtualBoard, direction: str, step: int) -> None:
    count = 1
    while True:
        flash.deploy(board.port, OLD)
        board.unplug_after(count, direction)
        if not deploy_into_a_cut(board):
            break
        count += step
    assert count > 5 * step  # more than a deploy takes
    board.unplug_after(NEVER, direction)
    next_deploy(board)


@pytest.mark.fault(20, "the last block is in use: littlefs says that less than none is free")
def test_a_full_flash_has_no_room(can_run_boards: None) -> None:
    with VirtualBoard(speed=20) as board, Prompt(board.port) as prompt:
        prompt.raw()
        prompt.run(BALLAST.format(free=0))
        told = prompt.run("print(os.statvfs('/')[3] > os.statvfs('/')[2])")
        assert told == "True\n"  # else this test would be of no use
        script = board_scripts.make_room("/none", 1)
        said = prompt.run(f"try: exec({script!r})\nexcept ValueError: pass")
        facts = board_scripts.reported(said.replace("\r", ""))
        assert (facts["free"], facts["room"]) == (0, False)
        ask = "import sys; sys.path.insert(0, '/kit_a'); from board import Board"
        assert prompt.run(f"{ask}; print(Board.flash_free(None))") == "0\n"


@pytest.mark.long
@pytest.mark.fault(20, "0, 1, 2, ... blocks are free when a deploy begins, until they suffice")
def test_a_deploy_with_few_blocks(board: VirtualBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    free = 0
    while fails_with(board, monkeypatch, free):
        free += 1
    assert free > 0
    next_deploy(board)


@pytest.mark.long
@pytest.mark.fault(20, "0, 8, 16, ... blocks are free when an install begins, until they suffice")
def test_an_install_with_few_blocks(board: VirtualBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "_SPARE", -PLENTY)
    before = await_board(board).app_slot
    free = 0
    while True:
        fill(board, free)
        try:
            installation.install(board.port)
        except LinkError as error:
            assert "Traceback" not in str(error)
        else:
            break
        said = await_board(board)
        assert (said.app_slot, said.model_hash, said.mode) == (before, digest(OLD), "classify")
        free += 8
    assert free > 0
    assert await_board(board).app_slot != before
    next_deploy(board)


def fails_with(board: VirtualBoard, monkeypatch: pytest.MonkeyPatch, free: int) -> bool:
    """Deploy with so many free blocks, and without a look at them before; the old model stays."""
    fill(board, free)
    with monkeypatch.context() as blind:
        blind.setattr(flash, "SPARE", -PLENTY)
        try:
            flash.deploy(board.port, NEW)
        except LinkError as error:
            assert "Traceback" not in str(error)
            said = await_board(board)
            assert (said.mode, said.model_hash) == ("classify", digest(OLD))
            fill(board, 100)
            return True
    return False


def fill(board: VirtualBoard, free: int) -> None:
    """Leave so many blocks of the flash free."""
    with Prompt(board.port) as prompt:
        prompt.raw()
        prompt.run(BALLAST.format(free=free))
    board.hard_reset()
    await_board(board)
