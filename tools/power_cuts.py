"""Cut the power in every flash operation of what the kit does to a board, and see what is left.

usage: python tools/power_cuts.py [--next N] [NAME ...]

Each operation is done once by the real commands on a virtual board, whose flash keeps a log. Then
power goes in every erase and program of it, of which 0, 50 and 100 % happen. littlefs must mount
what is left, read all files and write; the board must start with the old or the new app and
model, whole, and with every take. What such a start does to the flash is cut in turn. Volumes
with the same files count as one kind and start once. One of each kind (at most N evenly spread
ones, all without --next) also runs as a whole virtual board, where the next deploy, install or
sync must just work. Exits with 1 if a cut has broken something.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cuts import light, operations
from cuts.light import Cuts, Swept
from cuts.operations import Logged, Operation
from cuts.verdict import BrokenError, Rule, judge
from tinyspark.virtual.client import VirtualBoard


@dataclass
class Result:
    """Of one operation. first, later: how often the first cut, or one during the recovery, left
    what; broken: cuts and why; next: whole boards on which the next command worked."""

    name: str
    flash_operations: int
    kinds: int
    first: Counter[str] = field(default_factory=Counter)
    later: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[Cuts, str]] = field(default_factory=list)
    next: int = 0


def sweep(
    operation: Operation, folder: Path, most: int | None = None, last: int | None = None
) -> Result:
    """Do an operation and cut all of it, or its last flash operations; most: whole boards for the
    next command."""
    logged = operations.done(operation, folder)
    count, size = len(logged.log.operations), len(logged.log.volume)
    first = 1 if last is None else count - last + 1
    swept = light.sweep(logged.path, size, count, first)
    result = Result(operation.name, count, len(swept.starts))
    rule = Rule(swept.at(first, 0), swept.at(count, 100), operation.on_trial)
    _judge(swept, rule, result)
    _go_on(operation, logged, swept, most, result)
    return result


def _judge(swept: Swept, rule: Rule, result: Result) -> None:
    for cuts, kind in swept.cuts.items():
        try:
            outcome = judge(swept.starts[kind], rule)
        except BrokenError as error:
            outcome = "BROKEN"
            result.broken.append((cuts, str(error)))
        (result.first if len(cuts) == 1 else result.later)[outcome] += 1


def _go_on(
    operation: Operation, logged: Logged, swept: Swept, most: int | None, result: Result
) -> None:
    """Run whole boards on one volume of each kind, and the next command on each."""
    chosen = list(swept.starts.values())
    most = len(chosen) if most is None else min(most, len(chosen))
    for start in [chosen[number * len(chosen) // most] for number in range(most)]:
        why = _next(operation, swept.volume(logged.log, start))
        result.next += not why
        if why:
            result.broken.append((start.cuts, why))


def _next(operation: Operation, volume: bytes) -> str:
    """Run the next command on a board with this volume; return why that fails, "" if it works."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "volume"
        file.write_bytes(volume)
        try:
            with VirtualBoard(**operation.options, volume=str(file)) as board:
                operation.next(board, folder)
        except Exception as error:  # whatever it is, it must not happen
            return f"then {error!r}"
    return ""


def show(result: Result) -> str:
    """Return the lines of one operation."""
    lines = [f"{result.name}: {result.flash_operations} flash operations"]
    for what, outcomes in (("cuts", result.first), ("cuts of the recovery", result.later)):
        told = "; ".join(f"{outcome} {count}" for outcome, count in outcomes.most_common())
        lines.append(f"  {outcomes.total():6} {what}: {told or 'nothing is written at a start'}")
    lines.append(f"  {result.kinds:6} kinds of volumes; the next command worked on {result.next}")
    lines += [f"  BROKEN by {cuts}: {why}" for cuts, why in result.broken[:10]]
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Sweep all operations, or those with these names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="how an operation's name begins")
    parser.add_argument("--next", type=int, metavar="N", help="whole boards an operation, at most")
    options = parser.parse_args(words)
    chosen = [
        each
        for each in operations.OPERATIONS
        if not options.names or each.name.startswith(tuple(options.names))
    ]
    broken = 0
    for operation in chosen:
        with tempfile.TemporaryDirectory() as folder:
            result = sweep(operation, Path(folder), options.next)
        print(show(result), flush=True)
        broken += len(result.broken)
    print(f"{broken} cuts broke something.")
    return 1 if broken or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
