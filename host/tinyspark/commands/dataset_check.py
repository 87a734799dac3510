"""tinyspark dataset check: the verdict on every take, and what a crash left behind.

Takes are also compared with each other: copies, and takes that resemble another label. What most
takes of a source have in common is told once. At the end stands what to do about each problem.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tinyspark.commands.arguments import a_path
from tinyspark.dataset import Dataset, changes, mending
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.recording import Recording
from tinyspark.learning.advice import Advice, advise, short_names
from tinyspark.learning.verdicts import Verdicts, judge_all
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import counted, printable

EXAMPLE = "tinyspark dataset check datasets/synthetic-gestures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.add_argument("folder", type=a_path, help="the dataset")
    parser.add_argument(
        "--save", action="store_true", help="write the verdicts to recordings.csv, too"
    )
    parser.add_argument("--all", action="store_true", help="list the good takes, too")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print a line a problem and what to do; return 1 when a take or a file has one."""
    faults: list[str] = []
    with Progress() as progress:
        progress("reading")
        before = changes.read(options.folder) if options.save else []
        dataset = Dataset.open(options.folder, faults)
        progress("judging")
        verdicts = judge_all(dataset.recordings, dataset.settings)
        saved = _save(options.folder, before, verdicts) if options.save else ""
    good = not verdicts.bad and not faults
    advice = advise(verdicts, options.folder)
    if options.json:
        print(json.dumps({"good": good, **_facts(verdicts, advice), "faults": faults}))
        return 0 if good else 1
    for take in dataset.recordings:
        problems = verdicts.problems[take.id]
        if problems or options.all:
            print(fold(_line(take, problems), sys.stdout))
    for fault in faults:
        print(fold(fault, sys.stdout))
    _sum_up(verdicts, faults, advice)
    if saved:
        print(fold(saved, sys.stderr), file=sys.stderr)
    return 0 if good else 1


def _line(take: Recording, problems: list[str]) -> str:
    who = f" by {take.subject}" if take.subject else ""
    return f"{take.id}  {take.label}{who}: {'; '.join(problems) or 'good'}"


def _facts(verdicts: Verdicts, advice: list[Advice]) -> dict[str, Any]:
    return {
        "takes": verdicts.problems,
        "duplicates": verdicts.copies,
        "suggested": verdicts.suggested,
        "cut_tightly": verdicts.tight,
        "notes": _notes(verdicts),
        "next": [each.facts() for each in advice],
    }


def _notes(verdicts: Verdicts) -> list[str]:
    """Return what is told once for many takes."""
    habit = verdicts.habit(verdicts.problems)
    if not habit:
        return []
    return [
        f"{habit} If you recorded them yourself, wait for the signal to move, or record longer "
        "takes (`tinyspark record --seconds 2`)."
    ]


def _sum_up(verdicts: Verdicts, faults: list[str], advice: list[Advice]) -> None:
    takes, files = counted(len(verdicts.problems), "take"), counted(len(faults), "file")
    for line in [f"{verdicts.bad} of {takes} and {files} have problems.", *_notes(verdicts)]:
        print(fold(line, sys.stderr), file=sys.stderr)
    names = short_names(verdicts.problems)
    for each in advice:
        print(fold(f"\n{each.sentence()}", sys.stderr), file=sys.stderr)
        if each.left:
            print(printable(f"  {each.line(names)}"), file=sys.stderr)  # not folded: to be copied


def _save(folder: Path, before: list[Row], verdicts: Verdicts) -> str:
    """Write the verdicts to recordings.csv and say so."""
    plan = mending.judge(before, verdicts.problems)
    plan.write(folder)
    return f"The verdicts of {counted(len(plan.changed), 'take')} in recordings.csv are new."
