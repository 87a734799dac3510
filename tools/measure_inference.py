"""Measure inference beside its peers on the same MicroPython, and the whole live step.

usage: python tools/measure_inference.py [--runs 7] [--no-counts]

Peers: networks in plain Python as others write them, C compiled by gcc -O2, and emlearn's network
in C when that package is installed. Left out: emlearn's MicroPython modules, which no package
index has for this interpreter; m2cgen, which exports no networks (0.10.0 refuses MLPClassifier).
Times are medians of runs in turn; instructions are callgrind's and need valgrind.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

import inference_task
import live_step
import micropython_meter as meter
from inference_task import Case

SIZES = ((3, 2, 2), (60, 16, 8), (192, 32, 16, 8))
TEXTBOOK, NETWORK, NORMALIZE, LAYERS = "textbook", "network", "normalize", "layers"
REFERENCE, EMLEARN = "C -O2", "emlearn C -O2"
WORDS = {
    "objects": "neurons as objects",
    TEXTBOOK: "textbook, nested lists",
    "float arrays": "array('f') and loops",
    "float arrays, native": "the same, @native",
    "written out": "written out, no loops",
    "classifier": "TinySpark, Classifier",
    NETWORK: "TinySpark, Network",
    NORMALIZE: "  of it: normalizing",
    LAYERS: "  of it: the layers, softmax",
    REFERENCE: "C -O2, int8, no softmax",
    EMLEARN: "emlearn in C -O2, floats",
    "empty call": "a call that does nothing",
}
OURS = (NETWORK, "classifier")
CONFIDENCE = 255  # what a confidence of 1 is for ours
C_RUNS = 20000
COUNTED_US = 20000  # a run under callgrind has about so much to do
NOT_COUNTED = "not counted, and so no live step, which is measured in nothing else"
LEAST = 10  # repetitions that are counted


class Row(NamedTuple):
    """What one inference of a peer takes; None: not measured."""

    microseconds: float
    instructions: float | None
    heap: int | None


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="of each peer (default 7)")
    parser.add_argument("--no-counts", action="store_true", help="do not count instructions")
    options = parser.parse_args()
    counted = meter.can_count() and not options.no_counts
    print(f"Peers in C: {', '.join(_c_peers()) or 'none, without gcc'}")
    print("Instructions: " + ("callgrind's" if counted else NOT_COUNTED))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sizes in SIZES:
            bench = Bench(inference_task.make(sizes), folder)
            bench.compare()
            print_table(bench.measured(options.runs, counted))
        if counted:
            live_step.print_costs(folder)


def _c_peers() -> list[str]:
    """Return which peers in C this computer can have."""
    if not meter.can_compile():
        return []
    return [REFERENCE] + [EMLEARN] * (meter.emlearn_headers() is not None)


class Bench:
    """All peers of one network."""

    def __init__(self, case: Case, folder: Path) -> None:
        self._case = case
        self._folder = folder
        case.write(folder)
        self._programs = {name: _program(name, folder) for name in _c_peers()}

    def compare(self) -> None:
        """Print how far the peers' answers are from those of the float network."""
        case, expected = self._case, self._case.expected()
        best = expected.argmax(axis=1)
        print(f"\n{case.name}, {case.macs} multiply-adds; {len(best)} inputs: same best label as")
        print("the float network in numpy, and the furthest confidence from its")
        answers = meter.told("run", self._folder, "answers", "all")
        for name in sorted(answers, key=list(WORDS).index):
            found = np.array(answers[name]) / (CONFIDENCE if name in OURS else 1)
            same, off = (found.argmax(axis=1) == best).mean(), abs(found - expected).max()
            print(f"{WORDS[name]:32}{same:8.1%}{off:10.1g}")
        ours = np.array(answers[NETWORK])
        for name in self._programs:
            found = np.array(meter.said(*self._asked(name, "answers")).split(), dtype=int)
            same = (found == best).mean()
            if name == REFERENCE:  # it knows no confidences, of which two may be equal
                same = (ours[np.arange(len(found)), found] == ours.max(axis=1)).mean()
            print(f"{WORDS[name]:32}{same:8.1%}" + "  of ours" * (name == REFERENCE))

    def measured(self, runs: int, counted: bool) -> dict[str, Row]:
        """Return what each peer takes, all of them run in turn."""
        times: list[dict[str, float]] = []
        for _ in range(runs):
            times.append(meter.told("run", self._folder, "times", "all"))
            for name in self._programs:
                times[-1][name] = float(meter.said(*self._asked(name, "times")).split()[0])
        heap = meter.told("run", self._folder, "heap", "all")
        medians = {name: statistics.median(each[name] for each in times) for name in times[0]}
        counts: dict[str, float] = {}
        if counted:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                found = pool.map(self._instructions, medians, medians.values())
                counts = dict(zip(medians, found, strict=True))
        rows = {
            name: Row(median, counts.get(name), heap.get(name)) for name, median in medians.items()
        }
        rows[LAYERS] = _less(rows[NETWORK], rows[NORMALIZE])
        return {name: rows[name] for name in WORDS if name in rows}

    def _instructions(self, name: str, microseconds: float) -> float:
        many = max(LEAST, min(C_RUNS, round(COUNTED_US / microseconds)))
        if name in self._programs:
            stdin = self._asked(name, "count")[1]
            program = str(self._programs[name])
            return meter.instructions(lambda count: [program, "count", str(count)], many, stdin)
        return meter.instructions(
            lambda count: meter.script("run", self._folder, "count", name, count), many
        )

    def _asked(self, name: str, action: str) -> tuple[list[str], Path]:
        """Return the command of a peer in C, and what it reads."""
        given = "case.txt" if name == REFERENCE else "floats.txt"
        return [str(self._programs[name]), action, str(C_RUNS)], self._folder / given


def _program(name: str, folder: Path) -> Path:
    if name == REFERENCE:
        return meter.compiled("reference.c", folder)
    return meter.compiled("emlearn_net.c", folder, f"-I{meter.emlearn_headers()}")


def _less(whole: Row, part: Row) -> Row:
    instructions = None
    if whole.instructions is not None and part.instructions is not None:
        instructions = whole.instructions - part.instructions
    return Row(whole.microseconds - part.microseconds, instructions, 0)


def print_table(rows: dict[str, Row]) -> None:
    """Print what one inference takes, and how it compares with the textbook and with C."""
    counted = any(row.instructions is not None for row in rows.values())
    print(f"\n{'one inference':32}{'us':>9}{'faster':>9}{'/ C':>8}", end="")
    print(f"{'instructions':>14}{'fewer':>9}{'/ C':>8}" * counted + f"{'heap':>9}")
    for name, row in rows.items():
        print(f"{WORDS[name]:32}{row.microseconds:9.3f}", end="")
        print(_ratios(rows, name, lambda row: row.microseconds), end="")
        if row.instructions is not None:
            print(f"{row.instructions:14,.0f}", end="")
            print(_ratios(rows, name, lambda row: row.instructions), end="")
        print("" if row.heap is None else f"{row.heap:9}")


def _ratios(rows: dict[str, Row], name: str, figure: Callable[[Row], float | None]) -> str:
    """Return how many times less than the textbook's a figure is, and its ratio to C's."""
    own, textbook = figure(rows[name]) or 1, figure(rows[TEXTBOOK]) or 1
    c = figure(rows[REFERENCE]) if REFERENCE in rows else None
    return f"{textbook / own:9.2f}" + (f"{own / c:8.2f}" if c else " " * 8)


if __name__ == "__main__":
    main()
