"""Arguments that say which takes a command is about, and what a change says when it is done."""

import argparse
import json
import shlex
import sys
from typing import Any

from tinyspark.commands.arguments import a_path
from tinyspark.dataset.naming import check_detail, check_label
from tinyspark.dataset.selection import Choice
from tinyspark.terminal.fold import fold


def add_choice(parser: argparse.ArgumentParser, otherwise: str = "") -> None:
    """Add the dataset and the takes; otherwise: what is meant when nothing is said."""
    parser.add_argument("folder", type=a_path, help="the dataset")
    parser.add_argument(
        "ids", nargs="*", metavar="ID", help=f"takes: ids or their starts{otherwise}"
    )
    parser.add_argument("--label", metavar="LABEL", help="the takes with this label")
    parser.add_argument("--by", metavar="SUBJECT", help="the takes by this person")
    parser.add_argument("--in", dest="session", metavar="SESSION", help="those of this session")
    parser.add_argument("--all", action="store_true", help="all takes")


def choice(options: argparse.Namespace) -> Choice:
    """Return the takes that were named; UserError for a name that no take can have."""
    return Choice(
        tuple(options.ids),
        None if options.label is None else check_label(options.label),
        None if options.by is None else check_detail(options.by, "subject"),
        None if options.session is None else check_detail(options.session, "session"),
        options.all,
    )


def add_outcome(parser: argparse.ArgumentParser) -> None:
    """Add what all changes have: --dry-run and --json."""
    parser.add_argument("-n", "--dry-run", action="store_true", help="show it, change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def tell(options: argparse.Namespace, what: str, facts: dict[str, Any]) -> None:
    """Print what was changed, or would be: as a sentence, or with the facts as JSON."""
    folder = str(options.folder)
    if options.json:
        about = {"dataset": folder, "change": what, "dry_run": options.dry_run}
        print(json.dumps({**about, **facts}))
        return
    if not what:
        print(fold("Nothing to change.", sys.stdout))
    elif options.dry_run:
        print(fold(f"Would have {what}. Nothing is changed.", sys.stdout))
    else:
        sentence = what[0].upper() + what[1:]
        back = f"tinyspark dataset undo {shlex.quote(folder)}"
        print(fold(f"{sentence}. `{back}` takes it back.", sys.stdout))
