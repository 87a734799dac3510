"""The virtual board's flash: a log of its operations, and power that goes in one of them."""

from pathlib import Path

import pytest
import small_models
from prompt import Prompt, await_state, plug

from gesturekit import model_format
from tinyspark.board import flash
from tinyspark.cli import main
from tinyspark.errors import UserError
from tinyspark.virtual.chip import ops
from tinyspark.virtual.chip.ops import BLOCK
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.flash_log import FlashLog, Operation
from tinyspark.virtual.volume import BLOCKS

WRITE = "f = open('/a', 'wb'); f.write(bytes(range(256)) * 3); f.close()"


def logged(board: VirtualBoard, code: str) -> FlashLog:
    """Run code on a board whose flash is logged."""
    with Prompt(board.port) as prompt:
        prompt.raw()
        board.log_flash()
        prompt.run(code)
        return board.flash_log()


def test_a_log_repeats_what_happened(tmp_path: Path, can_run_boards: None) -> None:
    volume = tmp_path / "volume"
    with VirtualBoard(firmware=False, volume=str(volume)) as board:
        log = logged(board, WRITE)
        assert board.state()["flash_operations"] == len(log.operations) > 5
    assert len(log.volume) == BLOCK * BLOCKS
    assert log.after(len(log.operations)) == volume.read_bytes() != log.volume
    erased = [operation for operation in log.operations if operation.kind == ops.ERASE]
    assert erased
    assert all(operation.data == b"\xff" * BLOCK for operation in erased)
    assert all(operation.place % BLOCK == 0 for operation in erased)


def test_the_volume_in_the_middle_of_an_operation() -> None:
    log = FlashLog(bytes(8), [Operation(1, 1, b"abcd"), Operation(1, 4, b"EF")])
    assert log.after(1, 0) == bytes(8)
    assert log.after(1, 50) == b"\0ab\0\0\0\0\0"
    assert log.after(1) == log.after(2, 0) == b"\0abcd\0\0\0"
    assert log.after(2, 50) == b"\0abcE\0\0\0"
    assert log.after(2) == b"\0abcEF\0\0"


@pytest.mark.parametrize(("operation", "torn"), [(1, 0), (2, 50), (5, 50), (8, 100)])
def test_a_live_cut_leaves_what_the_log_says(
    tmp_path: Path, can_run_boards: None, operation: int, torn: int
) -> None:
    volume = tmp_path / "volume"
    options = {"firmware": False, "volume": str(volume), "speed": 50}
    with VirtualBoard(**options) as board, Prompt(board.port) as prompt:
        prompt.raw()
        before = volume.read_bytes()
        board.log_flash()
        board.cut_power_at(operation, torn)
        prompt.start_blindly(WRITE)
        await_state(board, "powered", False)
        log = board.flash_log()
        assert log.volume == before
        assert len(log.operations) == operation
        assert volume.read_bytes() == log.after(operation, torn)
        plug(board)
        with Prompt(board.port) as again:
            again.raw()
            assert again.run("import os; print('lib' in os.listdir())") == "True\n"
            again.run(WRITE)


def test_a_cut_is_counted_over_resets(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        bare_board.log_flash()
        prompt.run(WRITE)
        done = len(bare_board.flash_log().operations)
        bare_board.cut_power_at(done + 2)
        prompt.run(WRITE.replace("/a", "/b"))
        prompt.write(b"\x04")
        prompt.until(b"raw REPL; CTRL-B to exit\r\n>")
        prompt.start_blindly(WRITE.replace("/a", "/c"))
        await_state(bare_board, "powered", False)
        assert bare_board.state()["flash_operations"] == 2 * done + 2


def test_orders_are_checked(bare_board: VirtualBoard) -> None:
    for operation, torn in ((0, 100), (-1, 100), (1, 51), (1 << 40, 100)):
        with pytest.raises(UserError):
            bare_board.cut_power_at(operation, torn)


FILL = """
import os
def put(name, size):
    try:
        with open(name, "wb") as file:
            for _ in range(size // 4096 or 1):
                file.write(bytes(min(size, 4096)))
    except OSError:
        return False
    return True
put("/ballast", (os.statvfs("/")[3] - 4) * 4096)
for size in (3000, 100):
    number = 0
    while put("/mine_%d_%d" % (size, number), size):
        number += 1
"""


@pytest.mark.long
@pytest.mark.fault(20, "not even the record of what is in use can be written")
def test_a_flash_that_takes_nothing_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], can_run_boards: None
) -> None:
    models = [small_models.imu(), small_models.imu(labels=("still", "wave"))]
    with VirtualBoard() as board:
        for model in models:
            last = flash.deploy(board.port, model_format.dump(model))
        with Prompt(board.port) as prompt:
            prompt.raw()
            prompt.run(FILL)
        board.hard_reset()
        flash.come_back(board.port, lambda said: True)
        file = tmp_path / "other.tsm"
        file.write_bytes(model_format.dump(models[0]))
        for command in (["deploy", "--to", "previous"], ["deploy", str(file)], ["install"]):
            assert main([*command, "--port", board.port]) == 1
            said = " ".join(capsys.readouterr().err.split())
            assert "The board's flash is full: 0 bytes free" in said
            assert (
                "/ballast (" in said and f"mpremote connect {board.port} rm -r :/ballast" in said
            )
            there = flash.come_back(board.port, lambda said: True)
            assert (there.model_hash, there.mode) == (last.model_hash, "classify")
        assert main(["boards", "--port", board.port]) == 0
        assert "nearly full, 0 bytes free" in " ".join(capsys.readouterr().out.split())
