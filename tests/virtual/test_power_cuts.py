"""Power goes in flash operations of real commands; the board always runs a whole app and model."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("micropython_unix", reason="no MicroPython for this computer")
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from prompt import Prompt

import power_cuts
from cuts import operations
from cuts.operations import BARE, NEW, OLD, Operation, deploy
from tinyspark.virtual.client import VirtualBoard

WHOLE_BOARDS = 8  # of each operation, on which the next command runs
SWITCH = 11  # flash operations of a deploy from the rename of the copy on


@pytest.mark.long
@pytest.mark.fault(7, "power cut in every flash operation, torn at 0, 50 and 100 %")
@pytest.mark.fault(8, "power cut in every flash operation of a start after a cut, six in a row")
@pytest.mark.parametrize("operation", operations.OPERATIONS, ids=lambda operation: operation.name)
def test_every_cut_leaves_a_whole_board(operation: Operation, tmp_path: Path) -> None:
    result = power_cuts.sweep(operation, tmp_path, WHOLE_BOARDS)
    assert not result.broken
    assert result.first.total() == 3 * result.flash_operations > 0
    # some have left the old state, and some the new one; a start that falls back has only one
    assert len(result.first) > 1 or operation.name.startswith("start")
    assert result.next


@pytest.mark.fault(7, "power cut in every flash operation of a deploy's switch")
@pytest.mark.fault(8, "power cut in every flash operation of a start after a cut, six in a row")
def test_every_cut_of_a_switch_leaves_a_whole_board(tmp_path: Path) -> None:
    operation = Operation("deploy", deploy(NEW), deploy(OLD))
    result = power_cuts.sweep(operation, tmp_path, 1, SWITCH)
    assert not result.broken
    assert {"old model", "new model"} == set(result.first)
    assert {"old model", "new model"} == set(result.later)


def test_a_write_in_place_is_found_out(tmp_path: Path) -> None:
    result = power_cuts.sweep(Operation("naive", write_in_place, options=BARE), tmp_path, 0)
    assert result.broken
    assert "model_a.tsm is neither the old one nor the new one" in result.broken[0][1]


def write_in_place(board: VirtualBoard, folder: Path) -> None:
    """What must never be done."""
    with Prompt(board.port) as prompt:
        prompt.raw()
        prompt.run(
            "f = open('/model_a.tsm', 'wb')\n"
            "for _ in range(3):\n    f.write(bytes(700))\n    f.flush()\n"
            "f.close()"
        )
