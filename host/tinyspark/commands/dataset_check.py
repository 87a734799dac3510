"""tinyspark dataset check: the verdict on every take, and what a crash left behind."""

import argparse
import json
import sys

from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.dataset.verdict import CUT_OFF, CUT_TIGHTLY, judge
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import counted

EXAMPLE = "tinyspark dataset check datasets/synthetic-gestures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.add_argument("folder", help="the dataset")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print a line a take; return 1 when a take or a file has a problem."""
    faults: list[str] = []
    dataset = Dataset.open(options.folder, faults)
    verdicts = [(take, _problems(take, dataset.settings)) for take in dataset.recordings]
    bad = sum(1 for _, problems in verdicts if problems)
    if options.json:
        takes = {take.id: problems for take, problems in verdicts}
        print(json.dumps({"good": not bad and not faults, "takes": takes, "faults": faults}))
    else:
        for take, problems in verdicts:
            who = f" by {take.subject}" if take.subject else ""
            line = f"{take.id}  {take.label}{who}: {'; '.join(problems) or 'good'}"
            print(fold(line, sys.stdout))
        for fault in faults:
            print(fold(fault, sys.stdout))
        _sum_up([problems for _, problems in verdicts], faults)
    return 1 if bad or faults else 0


def _sum_up(verdicts: list[list[str]], faults: list[str]) -> None:
    bad = sum(1 for problems in verdicts if problems)
    takes, files = counted(len(verdicts), "take"), counted(len(faults), "file")
    print(f"{bad} of {takes} and {files} have problems.", file=sys.stderr)
    if any(problem.startswith(CUT_OFF) for problems in verdicts for problem in problems):
        print(fold(CUT_TIGHTLY, sys.stderr), file=sys.stderr)


def _problems(take: Recording, settings: Settings) -> list[str]:
    """Return what is seen in the samples, and what was seen when the take was recorded."""
    seen = judge(take.samples, settings, label=take.label)
    return seen + [past for past in take.verdict.split("; ") if past and past not in seen]
