"""tinyspark dataset relabel: another label for some takes, or for all of a label."""

import argparse

from tinyspark.commands.dataset_choice import add_choice, add_outcome, choice, tell
from tinyspark.dataset import changes, edits
from tinyspark.terminal.screen import clean, counted

EXAMPLE = "tinyspark dataset relabel my-dataset --label cirle --to circle"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    add_choice(parser)
    parser.add_argument("--to", required=True, metavar="LABEL", help="the new label")
    add_outcome(parser)


def run(options: argparse.Namespace) -> None:
    """Change the labels and say of how many takes."""
    before = changes.read(options.folder)
    after = edits.relabeled(before, choice(options).of(before), options.to)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    what = f"relabeled {counted(len(changed), 'take')} as {clean(options.to)}" if changed else ""
    if not options.dry_run:
        changes.write(options.folder, before, after, {}, what)
    tell(options, what, {"changed": [row.id for row in changed]})
