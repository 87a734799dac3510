"""Browse, check, repair, merge, import and export recordings."""

import argparse

from tinyspark.commands import (
    dataset_check,
    dataset_delete,
    dataset_export,
    dataset_import,
    dataset_merge,
    dataset_plot,
    dataset_relabel,
    dataset_set,
    dataset_show,
    dataset_split,
    dataset_trim,
    dataset_undo,
)
from tinyspark.commands.actions import add_actions

EXAMPLE = "tinyspark dataset show datasets/synthetic-gestures"
ACTIONS = (
    ("show", "sum up a dataset: labels, persons, seconds, problems", dataset_show),
    ("check", "judge every take; exit status 1 when one has a problem", dataset_check),
    ("plot", "draw a gallery of gestures, or one take", dataset_plot),
    ("trim", "cut the stillness off both ends of takes", dataset_trim),
    ("split", "a continuous recording becomes takes, one a movement", dataset_split),
    ("relabel", "another label for some takes, or for all of a label", dataset_relabel),
    ("set", "who made takes, in which session, what they are for", dataset_set),
    ("delete", "take takes out; undo brings them back", dataset_delete),
    ("undo", "take back the last change, or several", dataset_undo),
    ("merge", "takes of many persons and boards in one dataset", dataset_merge),
    ("import", "make a dataset of recordings that others made", dataset_import),
    ("export", "write a dataset in the form of another tool", dataset_export),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands."""
    add_actions(parser, ACTIONS)


def run(options: argparse.Namespace) -> int:
    """Run the chosen subcommand."""
    return options.run_action(options) or 0
