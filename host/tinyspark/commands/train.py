"""Train a network on a dataset and write a model file for the board.

It is scored first, on takes that the scored model never saw: of a person it does not know, where
there are several. The model that is written has learned from all takes (with --split given: from
those marked train). A report is written beside it, as a page for the browser and as JSON.
"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from gesturekit.model_format import MAX_OUTPUTS
from tinyspark.commands.arguments import a_path, above_zero, add_seed, at_least_zero, whole
from tinyspark.commands.results import SPLIT_WORDS, check_place, print_results, write_file
from tinyspark.commands.train_text import print_recipe
from tinyspark.errors import UserError
from tinyspark.terminal.progress import Progress

if TYPE_CHECKING:
    from tinyspark.dataset import Dataset
    from tinyspark.learning.training import Result

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
    parser.add_argument(
        "--axes",
        type=lambda text: tuple(text.split(",")),
        help="learn from these alone, such as ax,ay,az or proximity (default: all there are)",
    )
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
    check_place(options.output)  # training takes long: better know before
    beside = options.output.with_name(options.output.name + ".report.json")
    check_place(beside)
    page = _page(options, beside)
    with Progress() as progress:
        dataset, result = _train(options, progress)
        progress("drawing the report")
        drawn = _drawn(dataset, result, options.output.name) if page else b""
    report = {**result.report, "model": str(options.output), "report": page and str(page)}
    write_file(options.output, result.model)
    write_file(beside, json.dumps(report, indent=1).encode())
    if page:
        write_file(page, drawn)
    if options.json:
        print(json.dumps(report))
        return
    print_results(report)
    print_recipe(report)
    size, seconds = report["model_bytes"], report["seconds"]
    print(f"{options.output}: {size} bytes, trained in {seconds:.1f} s")
    if page:
        print(f"{page}: the report, for a browser")
    print(f"{beside}: {'its numbers' if page else 'the report'}")


def _page(options: argparse.Namespace, beside: Path) -> Path | None:
    """Return where the page goes, if it is wanted; UserError where it cannot."""
    if options.no_report:
        return None
    page: Path = options.report or options.output.with_suffix(".html")
    if page.resolve() in (options.output.resolve(), beside.resolve()):
        raise UserError(
            f"The report would be written over {page}.\nName another file with `--report`."
        )
    check_place(page)
    return page


def _drawn(dataset: "Dataset", result: "Result", file: str) -> bytes:
    """Return the page of the report."""
    from gesturekit import model_format
    from tinyspark.pictures.report import page

    model = model_format.load(result.model)
    scored_on = SPLIT_WORDS[result.report["split"]]
    trained = page.Trained(result.report, dataset, model, file, scored_on)
    return page.make(trained).encode(errors="replace")


def _train(options: argparse.Namespace, progress: Progress) -> tuple["Dataset", "Result"]:
    from tinyspark.dataset import Dataset
    from tinyspark.dataset.columns import with_axes
    from tinyspark.learning.training import Options, train

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
    dataset = Dataset.open(options.dataset)
    if options.axes is not None:
        dataset = with_axes(dataset, options.axes)
    return dataset, train(dataset, chosen, progress)
