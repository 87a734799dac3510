"""Prove that every way to compute a result gives the same numbers, bit for bit.

usage: python tools/prove_parity.py [--windows N] [--data FOLDER]

Windows and whole streams go through gesturekit on CPython, which is the reference, the numpy twins
that training uses, and gesturekit on MicroPython: fast, compiled to .mpy as on a board, readable;
and once more on a 32-bit MicroPython with single-precision floats, if build_micropython_32.py has
built one. Prints what was compared and how much differs; the exit status is 1 if anything does.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "shared"))  # random_models

from parity import material, plan, tables, twins, ways  # noqa: E402
from parity.cases import Cases  # noqa: E402
from parity.compare import Differences  # noqa: E402
from parity.ways import Outcome  # noqa: E402

DATA = Path(os.environ.get("TINYSPARK_DATA", ROOT.parent / "shared" / "data"))
TWINS = "numpy"
DEFAULT = 110_000  # windows; 100,000 of them with networks that the fast code does not decline


def main(arguments: Sequence[str]) -> int:
    """Compute and compare everything; return the exit status."""
    about = "\n\n".join(part for part in __doc__.split("\n\n") if "usage:" not in part)
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--windows", type=int, default=DEFAULT, help=f"how many ({DEFAULT})")
    parser.add_argument("--data", type=Path, default=DATA, help="recordings of other people")
    options = parser.parse_args(arguments)
    begun = time.perf_counter()
    cases = plan.cases(options.windows, options.data)
    print(f"{len(cases.models)} models; cases made in {time.perf_counter() - begun:.1f} s.\n")
    if missing := material.missing(options.data):
        print(f"Recordings of other people that {options.data} does not hold are left out:")
        print(f"{', '.join(missing)}.\n")
    outcomes = compute(cases)
    reference = outcomes[ways.REFERENCE.name]
    compared = {
        name: compare(cases, reference, outcome)
        for name, outcome in outcomes.items()
        if outcome is not reference
    }
    tell(cases, outcomes, compared)
    print(f"{time.perf_counter() - begun:.0f} s in all.")
    return verdict(compared)


def compute(cases: Cases) -> dict[str, Outcome]:
    """Return what every way makes of the cases; the reference comes first."""
    begun = time.perf_counter()
    results = twins.results(cases)
    numpy = Outcome(results, b"", plan.size(cases.windows), time.perf_counter() - begun)
    with tempfile.TemporaryDirectory() as folder:
        found, missing = ways.others(Path(folder))
        for line in missing:
            print(f"{line}\n")
        sys.stdout.flush()
        cases.write(Path(folder))
        first, *others = ways.run([ways.REFERENCE, *found], Path(folder))
    named = {way.name: outcome for way, outcome in zip(found, others, strict=True)}
    return {ways.REFERENCE.name: first, TWINS: numpy, **named}


def compare(cases: Cases, reference: Outcome, outcome: Outcome) -> Differences:
    """Return where a way's results differ from the reference's."""
    found = Differences()
    right, tried = cases.results(reference.windows), cases.results(outcome.windows)
    found.windows(cases.windows, right, tried)
    if outcome.streams:  # the twins know none
        right, tried = cases.news(reference.streams), cases.news(outcome.streams)
        found.streams(cases.streams, right, tried)
    return found


def tell(cases: Cases, outcomes: dict[str, Outcome], compared: dict[str, Differences]) -> None:
    """Print the tables."""
    streaming = {name: each for name, each in compared.items() if name != TWINS}
    news = list(cases.news(outcomes[ways.REFERENCE.name].streams))
    detections = sum(int((each["detection"] >= 0).sum()) for each in news)
    samples = sum(len(block.values) for block in cases.streams)
    print(f"Windows whose result is not that of {ways.REFERENCE.name}, in each way:\n")
    print(*tables.of_sources("windows", cases.windows, compared), sep="\n")
    print(f"Streams of {samples:,} samples with {detections:,} detections, likewise:\n")
    print(*tables.of_sources("streams", cases.streams, streaming), sep="\n")
    print("Numbers that differ, by what they are:\n")
    print(*tables.of_ways(outcomes, compared), sep="\n")
    print(f"{tables.OWN}: those that the way's own code computed. Fast code declines networks")
    print("whose sums might overflow, and leaves their windows to the readable code.\n")


def verdict(compared: dict[str, Differences]) -> int:
    """Print the first difference of each way; return the exit status."""
    for name, each in compared.items():
        if each.first:
            print(f"\nThe first difference of {name}: {each.first}")
    total = sum(each.total for each in compared.values())
    print(f"{total} differences.")
    return 1 if total else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
