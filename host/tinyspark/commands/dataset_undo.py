"""tinyspark dataset undo: take back the last change of a dataset, or several.

That is what trim, split, relabel, set, delete and merge did. Takes recorded since stay.
"""

import argparse
import json
import sys
from pathlib import Path

from tinyspark.commands.arguments import a_path, whole
from tinyspark.dataset import changes, history
from tinyspark.dataset.dataset import DatasetError
from tinyspark.dataset.history import Change
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import clean, counted

EXAMPLE = "tinyspark dataset undo my-dataset"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    parser.add_argument("folder", type=a_path, help="the dataset")
    parser.add_argument(
        "--steps", type=whole(1), default=1, metavar="N", help="N changes, the last one first"
    )
    parser.add_argument("--list", action="store_true", help="show the changes, take back none")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Take changes back and name them."""
    if options.list:
        changes.read(options.folder)
        told = [_line(change) for _, change in history.records(options.folder)]
    else:
        told = _undo(options.folder, options.steps)
    takes = len(changes.read(options.folder))
    if options.json:
        key = "changes" if options.list else "undone"
        print(json.dumps({"dataset": str(options.folder), key: told, "takes": takes}))
        return
    for line in told:
        print(fold(line if options.list else f"Undone: {line}", sys.stdout))
    print(fold(f"{options.folder} holds {counted(takes, 'take')}.", sys.stdout))


def _undo(folder: Path, steps: int) -> list[str]:
    """Take back up to that many changes; DatasetError when there is none at all."""
    told: list[str] = []
    for _ in range(steps):
        try:
            told.append(_line(changes.undo(folder)))
        except DatasetError:
            if not told:
                raise
            break
    return told


def _line(change: Change) -> str:
    return clean(f"{change.what} ({change.time})")
