"""Runs light boards (light_board.py) over the log of a flash, on all processors, and hears them.

Knows the lines they print, not what is right or wrong.
"""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gesturekit import framing, messages
from gesturekit.messages import Message
from tinyspark.virtual import micropython
from tinyspark.virtual.chip_process import CHIP
from tinyspark.virtual.flash_log import FlashLog, Operation
from tinyspark.virtual.volume import BLOCK

LIGHT_BOARD = Path(__file__).parent / "light_board.py"
_HEAP = "24M"
_MARK = b"@cuts "
_PORTIONS = 4  # a processor: they take unlike times
_SMALLEST = 25  # operations: what one has started, the next one starts again

Cuts = tuple[tuple[int, int], ...]  # (operation, torn), one after another


@dataclass
class Start:
    """What happened when a board started with these files.

    cuts: what led there; files: SHA-256 by path; hello: the last one, None without an app; text:
    what else was printed; operations: on the flash, all of them cut in turn.
    """

    cuts: Cuts
    files: dict[str, str]
    hello: Message | None = None
    text: bytes = b""
    operations: list[Operation] = field(default_factory=list)


@dataclass
class Swept:
    """cuts: the kind of volume that each left; starts: one of each kind; begun: all starts."""

    cuts: dict[Cuts, str] = field(default_factory=dict)
    starts: dict[str, Start] = field(default_factory=dict)
    begun: dict[Cuts, Start] = field(default_factory=dict)

    def at(self, operation: int, torn: int) -> Start:
        """Return the start after the first cut."""
        return self.starts[self.cuts[((operation, torn),)]]

    def volume(self, log: FlashLog, start: Start) -> bytes:
        """Return the volume that a start began with."""
        volume = log.after(*start.cuts[0])
        for depth, cut in enumerate(start.cuts[1:], 1):
            done = self.begun[start.cuts[:depth]].operations
            volume = FlashLog(volume, done).after(*cut)
        return volume


def sweep(log: Path, size: int, last: int, first: int = 1) -> Swept:
    """Cut operations first..last of a log (of a volume of so many bytes) at 0, 50 and 100 %."""
    processors = os.cpu_count() or 1
    step = max(_SMALLEST, (last - first + 1) // (processors * _PORTIONS))
    starts = range(first, last + 1, step)
    portions = [(at, min(at + step - 1, last)) for at in starts]
    with ThreadPoolExecutor(processors) as pool:
        heard = list(pool.map(lambda portion: _run(log, size, portion), portions))
    all_of_it = Swept()
    for output in heard:
        _hear(output, all_of_it)
    return all_of_it


def _run(log: Path, size: int, portion: tuple[int, int]) -> bytes:
    """Return what a light board printed; RuntimeError if it did not come to its end."""
    arguments = [str(LIGHT_BOARD), str(CHIP), str(log), str(size), *map(str, portion)]
    command = micropython.command("-X", f"heapsize={_HEAP}", *arguments)
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if _MARK + b'{"done": true}' not in done.stdout:
        raise RuntimeError(f"A light board stopped: {(done.stdout + done.stderr)[-1000:]!r}")
    return done.stdout


def _hear(output: bytes, swept: Swept) -> None:
    said: bytes | None = None
    for line in output.split(b"\n"):
        if not line.startswith(_MARK):
            if said is not None:
                said += line + b"\n"
            continue
        fact: dict[str, Any] = json.loads(line.removeprefix(_MARK))
        if "cuts" in fact:
            swept.cuts[_cuts(fact["cuts"])] = fact["kind"]
        elif "begins" in fact:
            cuts = _cuts(fact["begins"])
            swept.begun[cuts] = Start(cuts, fact["files"])
            swept.starts.setdefault(fact["kind"], swept.begun[cuts])
            said = b""
        elif "ends" in fact:
            start = swept.begun[_cuts(fact["ends"])]
            start.operations = [
                Operation(kind, block * BLOCK + offset, bytes.fromhex(data))
                for kind, block, offset, data in fact["operations"]
            ]
            start.hello, start.text = _understood(said or b"")
            said = None


def _cuts(told: list[list[int]]) -> Cuts:
    return tuple((operation, torn) for operation, torn in told)


def _understood(said: bytes) -> tuple[Message | None, bytes]:
    """Return the last hello, and the console text."""
    hello, text = None, b""
    for payload, line in framing.Decoder(framing.TO_HOST).feed(said):
        if payload is None:
            text += line + b"\n"
        else:
            message = messages.decode(payload)
            hello = message if message.name == "hello" else hello
    return hello, text
