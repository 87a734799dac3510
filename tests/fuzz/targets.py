"""Everything that is fuzzed, by name: what takes the inputs, and what makes them.

Knows how many inputs each gets, here and in MicroPython; together they are over a million.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import board_target
import host_targets as host
import import_targets
import kit_targets as kit
import record_target
from json_mutation import JsonMutator
from mutation import Mutator

HOST_COUNTS = {
    "lines": 150_000,
    "split_everywhere": 30_000,
    "message": 300_000,
    "take": 60_000,
    "model_file": 150_000,
    "board": 60_000,
    "record": 4_000,
    "hello": 100_000,
    "conversation": 80_000,
    "report": 10_000,
    "dataset settings": 15_000,
    "dataset rows": 15_000,
    "dataset take": 10_000,
    "dataset history": 10_000,
    "weights": 15_000,
    "edge impulse": 4_000,
    "info.labels": 4_000,
    "cbor": 6_000,
    "micro:bit": 4_000,
    "plain index": 4_000,
    "plain take": 4_000,
    "arduino": 6_000,
    "npy": 6_000,
    "npz member": 6_000,
    "zip": 10_000,
}
CONTROL_COUNT = 30_000
BOARD_COUNTS = {  # in MicroPython
    "lines": 40_000,
    "split_everywhere": 5_000,
    "message": 150_000,
    "take": 20_000,
    "record": 4_000,
    "model_file": 40_000,
    "board": 40_000,
    "running": 3_000,
}
_ROOT = Path(__file__).resolve().parent.parent.parent
_PLACES = ("shared", "firmware", "tests", "tests/shared", "tests/firmware", "tests/fuzz")
FIRMWARE_PATH = ["", ".frozen", *(str(_ROOT / place) for place in _PLACES)]


class Fuzzed(NamedTuple):
    """mutator: of a seed."""

    target: Callable[[bytes], None]
    examples: list[bytes]
    words: tuple[bytes, ...]
    mutator: Callable[[int, list[bytes], tuple[bytes, ...]], Any] = Mutator

    def inputs(self, seed: int) -> Any:
        return self.mutator(seed, self.examples, self.words)


@contextmanager
def every() -> Iterator[dict[str, Fuzzed]]:
    """All targets of this process; the files of some are in a folder that is gone afterwards."""
    with host.scratch() as place:
        folder = Path(place)
        found = {name: Fuzzed(*each) for name, each in kit.TARGETS.items()}
        board = board_target.Board()
        found["board"] = Fuzzed(board, board_target.EXAMPLES, kit.PAYLOAD_WORDS)
        found["hello"] = Fuzzed(host.hello, kit.PAYLOADS, kit.PAYLOAD_WORDS)
        found["conversation"] = Fuzzed(host.conversation, kit.LINES, kit.LINE_WORDS)
        found["report"] = Fuzzed(host.report, host.REPORTS, host.JSON_WORDS, JsonMutator)
        found["weights"] = Fuzzed(*host.weights(folder), kit.MODEL_WORDS)
        words = host.JSON_WORDS + host.CSV_WORDS
        for name, each in host.DatasetFiles(folder).targets().items():
            as_json = name in ("dataset settings", "dataset history")
            found[name] = Fuzzed(*each, words, JsonMutator if as_json else Mutator)
        for name, case in import_targets.cases(folder).items():
            target = import_targets.target(case, folder)
            found[name] = Fuzzed(target, case.examples, case.words, case.mutator)
        record = record_target.Record()
        found["record"] = Fuzzed(record, record_target.EXAMPLES, record_target.WORDS)
        gc.freeze()  # else the app's collections look at all that the host has imported
        try:
            yield found
        finally:
            gc.unfreeze()
            board.close()
            record.close()
