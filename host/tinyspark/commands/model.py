"""Look into a model file; bring a network of another library, or take the weights out."""

import argparse

from tinyspark.commands import model_examples, model_import, model_show, model_weights
from tinyspark.commands.actions import add_actions

EXAMPLE = "tinyspark model show gestures.tsm"
ACTIONS = (
    ("show", "what a model holds, and what each byte of its file is", model_show),
    ("examples", "write what networks learn from, for another library", model_examples),
    ("import", "make a model of weights that another library learned", model_import),
    ("weights", "write the weights of a model, for another library", model_weights),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands."""
    add_actions(parser, ACTIONS)


def run(options: argparse.Namespace) -> int:
    """Run the chosen subcommand."""
    return options.run_action(options) or 0
