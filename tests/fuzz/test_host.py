"""Seeded fuzzing of what this computer reads: a slice of each target every day, all of it long.

A failure names the input; the same seed makes it again.
"""

import sys
from collections.abc import Iterator

import control_target
import pytest
from _pytest.mark import ParameterSet
from host_targets import JSON_WORDS
from json_mutation import JsonMutator
from mutation import fuzz
from targets import CONTROL_COUNT, HOST_COUNTS, Fuzzed, every

from tinyspark.virtual.client import VirtualBoard

SLICE = 200  # the long part has so many times more inputs
FAULTS = {  # rows of tools/fault_table.py
    "lines": (4, 5),
    "split_everywhere": (5,),
    "message": (4,),
    "board": (4,),
    "hello": (4, 23),
    "conversation": (4, 5),
    "report": (4,),
    "take": (22,),
    "record": (8, 13),
    "model_file": (10, 11, 12),
    "dataset settings": (22,),
    "dataset rows": (22,),
    "dataset take": (22,),
    "dataset history": (22,),
}
IMPORTS = 25


def cases(share: int) -> list[ParameterSet]:
    """Every target with so many inputs that share times as many are all of them."""
    return [
        pytest.param(
            name,
            HOST_COUNTS[name] // share,
            id=name,
            marks=[
                pytest.mark.fault(row, f"{HOST_COUNTS[name] // share:,} damaged inputs: {name}")
                for row in FAULTS.get(name, (IMPORTS,))
            ],
        )
        for name in HOST_COUNTS
    ]


@pytest.fixture(scope="module")
def targets() -> Iterator[dict[str, Fuzzed]]:
    with every() as found:
        yield found


@pytest.fixture(scope="module")
def channel() -> Iterator[control_target.ControlChannel]:
    with VirtualBoard(stepped=True) as board:
        target = control_target.ControlChannel(board)
        yield target
        target.close()


def test_every_target_has_its_share(targets: dict[str, Fuzzed]) -> None:
    assert targets.keys() == HOST_COUNTS.keys()


@pytest.mark.parametrize(("name", "count"), cases(SLICE))
def test_a_slice(targets: dict[str, Fuzzed], name: str, count: int) -> None:
    fuzz(targets[name].target, targets[name].inputs(1), count)


@pytest.mark.long
@pytest.mark.parametrize(("name", "count"), cases(1))
def test_all(targets: dict[str, Fuzzed], name: str, count: int) -> None:
    fuzz(targets[name].target, targets[name].inputs(2), count)


needs_a_board = pytest.mark.skipif(sys.platform == "win32", reason="no virtual board there")


@needs_a_board
def test_a_slice_of_the_control_channel(channel: control_target.ControlChannel) -> None:
    commands = JsonMutator(1, control_target.EXAMPLES, JSON_WORDS)
    fuzz(channel, commands, CONTROL_COUNT // SLICE)


@needs_a_board
@pytest.mark.long
def test_all_of_the_control_channel(channel: control_target.ControlChannel) -> None:
    fuzz(channel, JsonMutator(2, control_target.EXAMPLES, JSON_WORDS), CONTROL_COUNT)
