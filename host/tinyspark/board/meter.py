"""What a model costs on a board, measured there: microseconds of every stage, heap, memory.

Sends the host's own stages as a script; what runs is the gesturekit on the board. The script
leaves nothing there. A board's answer is anybody's guess, so all of it is checked.
"""

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinyspark.board import board_scripts, flash
from tinyspark.board.link import LinkError
from tinyspark.learning import cost_stages

BOARD = "esp32"  # sys.platform of a real board; a virtual one says that of the computer
_BATCHES = 15
_BATCH_US = 3000  # work that is timed at once takes at least so long
_MOST_RUNS = 1 << 14  # in one batch, however fast the work or slow the clock
_HOPS = 50  # during which the heap is watched
_STAGES = ("hop", "features", "network")

_SOURCE = f"""
import binascii, gc, sys, time
from gesturekit import model_format

def took(action, runs):
    gc.collect()  # calls of long functions look for free heap, which garbage makes slow
    begun = time.ticks_us()
    for _ in range(runs):
        action()
    return time.ticks_diff(time.ticks_us(), begun)

def enough(action):
    runs = 1
    while runs < {_MOST_RUNS} and took(action, runs) < {_BATCH_US}:
        runs *= 2
    return runs

def medians(actions):
    runs = [enough(action) for action in actions]
    times = [[] for action in actions]
    for _ in range({_BATCHES}):
        for place, action in enumerate(actions):
            times[place].append(took(action, runs[place]) * 1000 // runs[place])
    return [sorted(each)[{_BATCHES // 2}] for each in times]

def heap_of(action):
    action()
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    for _ in range({_HOPS}):
        action()
    after = gc.mem_alloc()
    gc.enable()
    return after - before

def memory_of(data):
    gc.collect()
    before = gc.mem_alloc()
    kept = Classifier(model_format.load(data))
    gc.collect()
    return gc.mem_alloc() - before

def answer(data):
    data = binascii.a2b_base64(data)
    memory = memory_of(data)
    stages = Stages(model_format.load(data))
    names = {_STAGES!r}
    times = medians([getattr(stages, name) for name in names + ("nothing",)])
    facts = {{name: max(0, times[place] - times[-1]) for place, name in enumerate(names)}}
    facts.update(heap=heap_of(stages.hop), ram=memory, platform=sys.platform)
    return facts
"""


@dataclass(frozen=True)
class Measured:
    """Of one hop (of a button model: one take).

    microseconds: of features, network, decision; heap_per_hop: bytes; ram_bytes: of the model and
    all buffers; on_board: False when the times are those of this computer's processor.
    """

    microseconds: dict[str, float]
    heap_per_hop: float
    ram_bytes: int
    on_board: bool


def measure(port: str, model: bytes) -> Measured:
    """Return what the model costs on the board on port; LinkError when it cannot tell."""
    source = Path(cost_stages.__file__).read_text("utf-8") + _SOURCE
    call = f"answer({base64.b64encode(model).decode()!r})"
    facts = flash.compute(port, board_scripts.compute(source, call))
    return _read(port, facts)


def _read(port: str, facts: dict[str, Any]) -> Measured:
    hop, features, network, heap, ram = (
        _number(port, facts, name) for name in (*_STAGES, "heap", "ram")
    )
    stages = {"features": features, "network": network, "decision": hop - features - network}
    return Measured(
        {name: round(max(0.0, value / 1000), 3) for name, value in stages.items()},
        heap / _HOPS,
        round(ram),
        facts.get("platform") == BOARD,
    )


def _number(port: str, facts: dict[str, Any], name: str) -> float:
    value = facts.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1 << 40:
        raise LinkError(
            f"The board on {port} gave no account of what the model costs.\n"
            "Repeat the command; if that does not help: tinyspark install"
        )
    return value
