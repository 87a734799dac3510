"""tinyspark dataset set: who made takes, in which session, and what they are for.

Scores on new persons need to know who moved. --subject "" removes a name, and so on.
"""

import argparse

from tinyspark.commands.dataset_choice import add_choice, add_outcome, choice, tell
from tinyspark.dataset import changes, edits
from tinyspark.dataset.naming import shown
from tinyspark.dataset.recording import SPLITS
from tinyspark.errors import UserError
from tinyspark.terminal.screen import counted

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
    after = edits.described(before, choice(options).of(before), details)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    new = " and ".join(f"{what} {shown(text)}" for what, text in details.items())
    what = f"set {new} of {counted(len(changed), 'take')}" if changed else ""
    if not options.dry_run:
        changes.write(options.folder, before, after, {}, what)
    tell(options, what, {"changed": [row.id for row in changed]})
