"""Train a network on a dataset and write a model file for the board.

It is scored first, on takes that the scored model never saw: of a person it does not know, where
there are several. The model that is written has learned from all takes (with --split given: from
those marked train). A report is written beside it, as a page for the browser and as JSON.
"""

import argparse
import json
from typing import Any

from gesturekit.model_format import MAX_OUTPUTS
from tinyspark.commands.arguments import (
    a_path,
    above_zero,
    add_axes,
    add_seed,
    at_least_zero,
    whole,
)
from tinyspark.commands.results import print_results
from tinyspark.commands.train_text import print_recipe
from tinyspark.terminal.progress import Progress
from tinyspark.training_files import Places

EXAMPLE = "tinyspark train gestures -o gestures.tsm"
WILDEST = 2  # variations; stronger ones turn gestures into others
GREATEST = 1000.0  # learning rate; far beyond where anything is learned


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("dataset", type=a_path, metavar="DATASET")
    parser.add_argument("-o", "--output", type=a_path, required=True, metavar="MODEL")
    parser.add_argument(
        "--split",
        choices=("subject", "session", "recording", "random", "given"),
        help="what the scored model has not seen (default: the hardest there is)",
    )
    add_axes(parser)
    add_seed(parser, "same seed, same model")
    parser.add_argument(
        "--hidden",
        type=whole(1, MAX_OUTPUTS),
        metavar="N",
        help="neurons of the hidden layer (16 to 48 for motion, chosen by cross-validation; 8 for"
        " the button, 2 for two labels)",
    )
    parser.add_argument(
        "--activation",
        choices=("relu", "linear"),
        help="of the hidden layer (relu; linear for the button and two labels)",
    )
    parser.add_argument(
        "--epochs",
        type=whole(1),
        metavar="N",
        help="times that all takes are gone through (30; 200 for the button, 1000 for two labels)",
    )
    parser.add_argument(
        "--rate", type=above_zero(GREATEST), help="the greatest learning rate (0.01)"
    )
    parser.add_argument(
        "--decay", type=at_least_zero(), help="of weights (0.3 for motion, else 0)"
    )
    parser.add_argument(
        "--features",
        choices=("gesture", "shape", "statistics"),
        help="what the network is given of a movement: its shape, statistics of it, or both"
        " (gesture); chosen by cross-validation",
    )
    parser.add_argument(
        "--variation",
        type=at_least_zero(WILDEST),
        metavar="TIMES",
        help=f"strength of the variations that are made of takes, 0 to {WILDEST} (1, or more where"
        " cross-validation says so)",
    )
    parser.add_argument(
        "--no-unknown",
        dest="unknown",
        action="store_const",
        const=False,
        help="learn nothing about other movement: each one is taken for one of the labels",
    )
    report = parser.add_mutually_exclusive_group()
    report.add_argument(
        "--report",
        type=a_path,
        metavar="FILE",
        help="the report's page (default: MODEL's name with .html)",
    )
    report.add_argument("--no-report", action="store_true", help="write no page")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Train, write the model and its report, print the figures."""
    places = _places(options)
    places.check()  # training takes long: better know before
    with Progress() as progress:
        report = _train(options, places, progress)
    if options.json:
        print(json.dumps(report))
        return
    print_results(report)
    print_recipe(report)
    size, seconds = report["model_bytes"], report["seconds"]
    print(f"{places.model}: {size} bytes, trained in {seconds:.1f} s")
    if places.page:
        print(f"{places.page}: the report, for a browser")
    print(f"{places.numbers}: {'its numbers' if places.page else 'the report'}")


def _places(options: argparse.Namespace) -> Places:
    """Return where the files go."""
    if options.no_report:
        return Places(options.output, None)
    if options.report:
        return Places(options.output, options.report)
    return Places.of(options.output)


def _train(options: argparse.Namespace, places: Places, progress: Progress) -> dict[str, Any]:
    from tinyspark import training_files
    from tinyspark.dataset import columns
    from tinyspark.learning.training import Options

    chosen = Options(
        split=options.split,
        seed=options.seed,
        hidden=options.hidden,
        activation=options.activation,
        epochs=options.epochs,
        learning_rate=options.rate,
        decay=options.decay,
        features=options.features,
        variation=options.variation,
        unknown=options.unknown,
    )
    dataset = columns.open_with(options.axes, options.dataset)
    return training_files.make(dataset, chosen, places, progress)
