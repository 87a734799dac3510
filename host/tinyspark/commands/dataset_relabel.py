"""tinyspark dataset relabel: another label for some takes, or for all of a label."""

import argparse

from tinyspark.commands.dataset_choice import add_choice, add_outcome, choice, tell
from tinyspark.dataset import changes, mending

EXAMPLE = "tinyspark dataset relabel my-dataset --label cirle --to circle"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    add_choice(parser)
    parser.add_argument("--to", required=True, metavar="LABEL", help="the new label")
    add_outcome(parser)


def run(options: argparse.Namespace) -> None:
    """Change the labels and say of how many takes."""
    before = changes.read(options.folder)
    plan = mending.relabel(before, choice(options).of(before), options.to)
    if not options.dry_run:
        plan.write(options.folder)
    tell(options, plan.what, {"changed": [row.id for row in plan.changed]})
