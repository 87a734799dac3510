"""tinyspark dataset delete: takes that are no good leave the dataset.

Their files move to the folder history/ inside it, and `tinyspark dataset undo` brings them back.
"""

import argparse
import sys

from tinyspark.commands.dataset_choice import add_choice, add_outcome, choice, tell
from tinyspark.dataset import changes, mending
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import clean

EXAMPLE = "tinyspark dataset delete my-dataset 000012 000015"
SHOWN = 20  # takes named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    add_choice(parser)
    add_outcome(parser)


def run(options: argparse.Namespace) -> None:
    """Delete the takes and name them."""
    before = changes.read(options.folder)
    chosen = choice(options).of(before)
    plan = mending.delete(before, chosen)
    if not options.dry_run:
        plan.write(options.folder)
    if not options.json:
        for row in chosen[:SHOWN]:
            who = f" by {row.subject}" if row.subject else ""
            print(fold(clean(f"{row.id}  {row.label}{who}"), sys.stdout))
        if len(chosen) > SHOWN:
            print(f"and {len(chosen) - SHOWN} more")
    tell(options, plan.what, {"deleted": [row.id for row in chosen], "left": len(plan.after)})
