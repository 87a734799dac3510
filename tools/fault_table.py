"""The thirty faults that the kit survives, and a table of what their tests inject and how it ends.

usage: python tools/fault_table.py [--everyday] [--short]

Runs all tests that are marked `fault(row, injected)` and prints a Markdown table: row, fault, what
is injected, test, result; with --short a line a row. --everyday leaves the long tests out. Exits
with 1 unless every row has a test that passed and none that failed.
"""

import argparse
import sys
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent.parent / "tests"
ROWS = {
    1: "USB unplugged while recording",
    2: "the port gone and back: reset, re-enumeration",
    3: "a host that has the port open and does not read for seconds",
    4: "garbage, REPL noise, tracebacks, boot banner, modem probing, echo",
    5: "stale bytes at open, a frame cut in half",
    6: "frames sent to a prompt, a raw REPL or paste mode",
    7: "reset or power cut at any point of a deploy",
    8: "the same again while the board recovers from it",
    9: "host killed or Ctrl-C in mid deploy, then another connect",
    10: "a corrupt or truncated model file",
    11: "an empty or foreign model file",
    12: "a hostile model file: huge sizes, NaN, 0 or 10^6 labels, other version, sensor or rate",
    13: "a good file with a bad model, which crashes or never answers",
    14: "a sensor that does not answer, is absent or at its other address",
    15: "a stuck bus",
    16: "frozen data, stuck bits, a brown-out to reset values",
    17: "saturation, overrun, a shifted pattern",
    18: "the wrap of ticks, time stamps, indices and sequence numbers",
    19: "an exhausted or fragmented heap",
    20: "a full flash",
    21: "two programs open the port",
    22: "hostile labels and names in files and folders",
    23: "hostile labels and names in programs, terminals and pages",
    24: "an endless line",
    25: "pickle, arrays of objects, zip bombs and path traversal in imported datasets",
    26: "an older or newer board or host",
    27: "CircuitPython, the plain build, a FAT volume",
    28: "a foreign boot.py or main.py that never ends",
    29: "an app that swallows Ctrl-C",
    30: "DTR and RTS",
}


@dataclass
class Injection:
    """What one test function injects for one row, and how its cases ended."""

    row: int
    injected: str
    test: str
    outcomes: dict[str, str] = field(default_factory=dict)  # of the cases, by their ids

    def result(self) -> str:
        return _counted(self.outcomes)


class Collector:
    """A plugin of pytest that runs the marked tests alone and keeps how they end."""

    def __init__(self) -> None:
        self.injections: dict[tuple[str, int, str], Injection] = {}
        self._of_case: dict[str, list[Injection]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            self._of_case[item.nodeid] = [
                self.injection(mark.args, item.nodeid.partition("[")[0])
                for mark in item.iter_markers("fault")
            ]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            for injection in self._of_case[report.nodeid]:
                injection.outcomes[report.nodeid] = report.outcome

    def injection(self, mark: tuple[Any, ...], test: str) -> Injection:
        """Return the one that a mark of a test names; UsageError if there is no such row."""
        row, injected = mark
        if row not in ROWS:
            raise pytest.UsageError(f"{test}: there is no row {row}")
        one = Injection(row, injected, test)
        return self.injections.setdefault((test, row, injected), one)


def table(injections: list[Injection]) -> str:
    """Return the table, a line a test; a row without any has a line that says so."""
    lines = ["| row | fault | injected | test | result |", "| --- | --- | --- | --- | --- |"]
    for row, fault in ROWS.items():
        of_row = [injection for injection in injections if injection.row == row]
        for one in of_row:
            cells = (str(row), fault, one.injected, f"`{one.test}`", one.result())
            lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
        if not of_row:
            lines.append(f"| {row} | {fault} | | | **no test** |")
    return "\n".join(lines)


def short_table(injections: list[Injection]) -> str:
    """Return the table, a line a row: the files with its tests, and how all their cases ended."""
    lines = ["| row | fault | tests in | cases |", "| --- | --- | --- | --- |"]
    for row, fault in ROWS.items():
        of_row = [injection for injection in injections if injection.row == row]
        files = dict.fromkeys(Path(one.test.partition("::")[0]).stem for one in of_row)
        outcomes = {case: end for one in of_row for case, end in one.outcomes.items()}
        names = ", ".join(name.removeprefix("test_") for name in files) or "**none**"
        lines.append(f"| {row} | {fault} | {names} | {_counted(outcomes)} |")
    return "\n".join(lines)


def _counted(outcomes: dict[str, str]) -> str:
    counts = Counter(outcomes.values())
    ends = ("passed", "failed", "skipped")
    return ", ".join(f"{counts[end]} {end}" for end in ends if counts[end])


def is_proved(injections: list[Injection]) -> bool:
    """Whether every row has a test that passed, and no test failed."""
    outcomes = [(one.row, outcome) for one in injections for outcome in one.outcomes.values()]
    passed = {row for row, outcome in outcomes if outcome == "passed"}
    return passed == set(ROWS) and all(outcome != "failed" for _, outcome in outcomes)


def main() -> int:
    """Run the tests; their own report goes to stderr, the table to stdout."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--everyday", action="store_true", help="leave the long tests out")
    parser.add_argument("--short", action="store_true", help="print a line a row")
    options = parser.parse_args()
    which = "fault and not long" if options.everyday else "fault"
    collector = Collector()
    with redirect_stdout(sys.stderr):
        pytest.main(["-q", "-m", which, "--rootdir", str(TESTS.parent), str(TESTS)], [collector])
    injections = sorted(collector.injections.values(), key=lambda one: (one.row, one.test))
    print((short_table if options.short else table)(injections))
    return 0 if is_proved(injections) else 1


if __name__ == "__main__":
    raise SystemExit(main())
