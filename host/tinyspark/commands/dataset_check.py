"""tinyspark dataset check: the verdict on every take, and what a crash left behind."""

import argparse
import json
import sys

from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.dataset.verdict import judge

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
            print(f"{take.id}  {take.label}{who}: {'; '.join(problems) or 'good'}")
        for fault in faults:
            print(fault)
        print(f"{bad} of {len(verdicts)} takes and {len(faults)} files", end=" ", file=sys.stderr)
        print("have problems.", file=sys.stderr)
    return 1 if bad or faults else 0


def _problems(take: Recording, settings: Settings) -> list[str]:
    """Return what is seen in the samples, and what was seen when the take was recorded."""
    seen = judge(take.samples, settings, label=take.label)
    return seen + [past for past in take.verdict.split("; ") if past and past not in seen]
