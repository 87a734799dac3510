"""Train a network on a dataset and write a model file for the board.

It is scored first, on takes that the scored model never saw: of a person it does not know, where
there are several. The model that is written has learned from all takes (with --split given: from
those marked train). A report is written beside it, as JSON.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from tinyspark.commands.results import print_results, write_file
from tinyspark.errors import UserError

EXAMPLE = "tinyspark train gestures -o gestures.tsm"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("dataset", type=Path, metavar="DATASET")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="MODEL")
    parser.add_argument(
        "--split",
        choices=("subject", "session", "recording", "random", "given"),
        help="what the scored model has not seen (default: the hardest there is)",
    )
    parser.add_argument("--seed", type=_whole, default=1, help="same seed, same model (default 1)")
    parser.add_argument("--hidden", type=_positive, help="neurons of the hidden layer")
    parser.add_argument("--activation", choices=("relu", "linear"))
    parser.add_argument("--epochs", type=_positive)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Train, write the model and its report, print the figures."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # more threads only wait for each other
    from tinyspark.dataset import Dataset
    from tinyspark.learning.training import Options, train

    if not options.output.resolve().parent.is_dir():
        raise UserError(
            f"The folder {options.output.resolve().parent} does not exist.\nMake it first."
        )
    dataset = Dataset.open(options.dataset)
    chosen = Options(
        options.split, options.seed, options.hidden, options.activation, options.epochs
    )
    result = train(dataset, chosen, _progress)
    report = {**result.report, "model": str(options.output)}
    write_file(options.output, result.model)
    beside = options.output.with_name(options.output.name + ".report.json")
    write_file(beside, json.dumps(report, indent=1).encode())
    if options.json:
        print(json.dumps(report))
        return
    print_results(report)
    print(
        f"{options.output}: {report['model_bytes']} bytes, trained in {report['seconds']:.1f} s;"
        f" report in {beside.name}"
    )


def _progress(what: str, done: float) -> None:
    """Draw a bar that stays in its line; a file or pipe gets nothing."""
    if not sys.stderr.isatty():
        return
    bar = "#" * round(30 * done)
    print(f"\r[{bar:30}] {100 * done:3.0f} %  {what:<40}", end="", file=sys.stderr, flush=True)
    if done >= 1:
        print(file=sys.stderr)


def _whole(text: str) -> int:
    value = int(text)
    if not 0 <= value < 1 << 32:
        raise argparse.ArgumentTypeError("must be 0 to 4294967295")
    return value


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return value
