"""Host and board agree on every integer of the glass box, and are heard when they do not."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from glass_cases import CASES, deep, hand
from tinyspark import cli
from tinyspark.board import board_scripts, flash, probe
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_device
from tinyspark.learning.glass_box.case import Case
from tinyspark.learning.glass_box.compare import Comparison, compare
from tinyspark.learning.glass_box.trace import run
from tinyspark.virtual.client import VirtualBoard

SPOIL = """
for name in ("features", "network"):
    place = "/kit_a/gesturekit/viper_" + name + ".py"
    with open(place) as file:
        text = file.read()
    with open(place, "w") as file:
        file.write(text.replace(%r, %r))
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
        assert found.fast and found.differ == 0, name
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


@pytest.mark.parametrize(
    ("right", "wrong", "step", "before"),
    [
        ("moved += change", "moved += change + 1", "movement", "means"),
        ("tail[0] = mean", "tail[0] = 1 + mean", "features", "cut"),
        ("both = 63", "both = 40", "inputs", "features"),
        ("out[0] = low", "out[0] = low + 1", "sums 0", "totals 0"),  # readable ones make those
        ("word[0] * 255", "word[0] * 127", "confidences", "logits"),
    ],
)
def test_a_fast_kernel_that_computes_otherwise_is_found_out(
    board: VirtualBoard, right: str, wrong: str, step: str, before: str
) -> None:
    spoil = board_scripts.compute(SPOIL % (right, wrong), "{}")
    assert flash.compute(board.port, spoil)["done"]
    differ = {row.step for row in asked(board, deep()).rows if row.differ}
    assert step in differ and before not in differ


def test_a_board_without_the_kit_says_what_to_do(bare_board: VirtualBoard) -> None:
    with pytest.raises(LinkError, match="tinyspark install"):
        asked(bare_board, hand())
