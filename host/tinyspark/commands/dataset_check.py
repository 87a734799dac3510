"""tinyspark dataset check: the verdict on every take, and what a crash left behind.

Takes are also compared with each other: copies, and takes that resemble another label. What most
takes of a source have in common is told once. At the end stands what to do about each problem.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tinyspark.commands.dataset_advice import Advice, advise
from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.learning.verdicts import Verdicts, judge_all
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import counted

EXAMPLE = "tinyspark dataset check datasets/synthetic-gestures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.add_argument("folder", type=Path, help="the dataset")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print a line a take and what to do; return 1 when a take or a file has a problem."""
    faults: list[str] = []
    with Progress() as progress:
        progress("reading")
        dataset = Dataset.open(options.folder, faults)
        progress("judging")
        verdicts = judge_all(dataset.recordings, dataset.settings)
    good = not verdicts.bad and not faults
    advice = advise(verdicts, options.folder)
    if options.json:
        print(json.dumps({"good": good, **_facts(verdicts, advice), "faults": faults}))
        return 0 if good else 1
    for take in dataset.recordings:
        print(fold(_line(take, verdicts.problems[take.id]), sys.stdout))
    for fault in faults:
        print(fold(fault, sys.stdout))
    _sum_up(verdicts, faults, advice)
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
    if not verdicts.tight:
        return []
    of_all = f"{len(verdicts.tight)} of {counted(len(verdicts.problems), 'take')}"
    return [
        f"{of_all} begin or end in movement: their source cuts tightly. That is fine for training "
        "and held against none of them. If you recorded them yourself, wait for the signal to "
        "move, or record longer takes (`tinyspark record --seconds 2`)."
    ]


def _sum_up(verdicts: Verdicts, faults: list[str], advice: list[Advice]) -> None:
    takes, files = counted(len(verdicts.problems), "take"), counted(len(faults), "file")
    lines = [f"{verdicts.bad} of {takes} and {files} have problems.", *_notes(verdicts)]
    for line in [*lines, *(each.text() for each in advice)]:
        print(fold(line, sys.stderr), file=sys.stderr)
