"""tinyspark dataset set: who made takes, in which session, and what they are for.

Scores on new persons need to know who moved. --subject "" removes a name, and so on.
"""

import argparse

from tinyspark.commands.dataset_choice import add_choice, add_outcome, choice, tell
from tinyspark.dataset import changes, mending
from tinyspark.dataset.recording import SPLITS
from tinyspark.errors import UserError

EXAMPLE = "tinyspark dataset set my-dataset --all --subject anna --session monday"
DETAILS = ("subject", "session", "split")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    add_choice(parser)
    parser.add_argument("--subject", metavar="NAME", help="the person who moved")
    parser.add_argument("--session", dest="sitting", metavar="NAME", help="the sitting")
    parser.add_argument(
        "--split", choices=SPLITS, metavar="SPLIT", help='train, validation, test or ""'
    )
    add_outcome(parser)


def run(options: argparse.Namespace) -> None:
    """Set the details and say of how many takes."""
    given = dict(zip(DETAILS, (options.subject, options.sitting, options.split), strict=True))
    details = {what: text for what, text in given.items() if text is not None}
    if not details:
        raise UserError("It is not said what to set.\nUse --subject, --session or --split.")
    before = changes.read(options.folder)
    plan = mending.describe(before, choice(options).of(before), details)
    if not options.dry_run:
        plan.write(options.folder)
    tell(options, plan.what, {"changed": [row.id for row in plan.changed]})
