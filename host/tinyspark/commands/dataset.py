"""Browse, check, plot, import and export recordings."""

import argparse

from tinyspark.commands import (
    dataset_check,
    dataset_export,
    dataset_import,
    dataset_plot,
    dataset_show,
)
from tinyspark.commands.actions import add_actions

EXAMPLE = "tinyspark dataset show datasets/synthetic-gestures"
ACTIONS = (
    ("show", "sum up a dataset: labels, persons, seconds, problems", dataset_show),
    ("check", "judge every take; exit status 1 when one has a problem", dataset_check),
    ("plot", "draw a gallery of gestures, or one take", dataset_plot),
    ("import", "make a dataset of recordings that others made", dataset_import),
    ("export", "write a dataset in the form of another tool", dataset_export),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands."""
    add_actions(parser, ACTIONS)


def run(options: argparse.Namespace) -> int:
    """Run the chosen subcommand."""
    return options.run_action(options) or 0
