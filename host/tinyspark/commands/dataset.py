"""Browse, check, plot and import recordings."""

import argparse
from collections.abc import Callable
from typing import NamedTuple

from tinyspark.commands import dataset_check, dataset_import, dataset_plot, dataset_show

EXAMPLE = "tinyspark dataset show datasets/synthetic-gestures"


class Action(NamedTuple):
    """One subcommand; its module has EXAMPLE, add_arguments and run, as every command."""

    name: str
    summary: str
    example: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int | None]


ACTIONS = tuple(
    Action(name, summary, module.EXAMPLE, module.add_arguments, module.run)
    for name, summary, module in (
        ("show", "sum up a dataset: labels, persons, seconds, problems", dataset_show),
        ("check", "judge every take; exit status 1 when one has a problem", dataset_check),
        ("plot", "draw a gallery of gestures, or one take", dataset_plot),
        ("import", "make a dataset of recordings that others made", dataset_import),
    )
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands."""
    actions = parser.add_subparsers(required=True, metavar="ACTION", title="actions")
    for action in ACTIONS:
        sub = actions.add_parser(
            action.name,
            help=action.summary,
            description=f"{action.summary[0].upper()}{action.summary[1:]}.",
            epilog=f"example: {action.example}",
        )
        action.add_arguments(sub)
        sub.set_defaults(run_action=action.run)


def run(options: argparse.Namespace) -> int:
    """Run the chosen subcommand."""
    return options.run_action(options) or 0
