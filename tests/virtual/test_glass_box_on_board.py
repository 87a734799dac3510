"""Host and board agree on every integer of the glass box, and are heard when they do not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from glass_cases import CASES, hand
from tinyspark import cli
from tinyspark.board import board_scripts, flash, probe
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_device
from tinyspark.learning.glass_box.case import Case
from tinyspark.learning.glass_box.compare import Comparison, compare
from tinyspark.learning.glass_box.trace import run
from tinyspark.virtual.client import VirtualBoard

SPOIL = """
place = "/lib/gesturekit/inference.py"
with open(place) as file:
    text = file.read()
with open(place, "w") as file:
    file.write(text.replace("LIMIT = 127", "LIMIT = 100"))
"""


@pytest.fixture
def board(can_run_boards: None) -> Iterator[VirtualBoard]:
    with VirtualBoard(speed=10) as running:
        yield running


def asked(board: VirtualBoard, case: Case) -> Comparison:
    trace = run(case)
    said = probe.follow(board.port, case.data, case.pushed, trace.look)
    return compare(trace.numbers, said, "the board")


def test_host_and_board_agree_on_every_integer(board: VirtualBoard) -> None:
    for name, case in CASES.items():
        found = asked(board, case())
        assert found.differ == 0, name
        assert found.compared == sum(len(numbers) for numbers in found.numbers.values())
    with open_device(board.port) as device:
        assert device.hello().mode == "idle"  # the board runs its app again


def test_the_command_asks_a_virtual_board(
    can_run_boards: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = tmp_path / "model.tsm"
    model.write_bytes(hand().data)
    assert cli.main(["lesson", "glass-box", str(model), "152,451,1023", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert figures["differ"] == 0
    assert figures["compared"] == sum(map(len, run(hand()).numbers.values()))


def test_a_board_that_computes_otherwise_is_found_out(board: VirtualBoard) -> None:
    assert flash.compute(board.port, board_scripts.compute(SPOIL, "{}"))["done"]
    found = asked(board, hand())
    differ = {row.step for row in found.rows if row.differ}
    assert "inputs" in differ and "features" not in differ


def test_a_board_without_the_kit_says_what_to_do(bare_board: VirtualBoard) -> None:
    with pytest.raises(LinkError, match="tinyspark install"):
        asked(bare_board, hand())
