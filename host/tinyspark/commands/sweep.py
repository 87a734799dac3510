"""Try many networks on a dataset at once: learning rates, sizes of the hidden layer, seeds.

Each is scored as `tinyspark train` scores, on takes that it never saw (many persons are put
together to three groups). Prints a table, draws a map with learning curves, and says which
setting suits the dataset. No model is written: that is train's.
"""

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gesturekit.model_format import MAX_OUTPUTS
from tinyspark.commands.arguments import a_path, above_zero, add_axes, at_least_zero, whole
from tinyspark.commands.sweep_report import print_outcome, scored_on
from tinyspark.commands.train import GREATEST
from tinyspark.pictures.report.scored_on import SPLIT_WORDS
from tinyspark.terminal.progress import Progress
from tinyspark.whole_files import check_place

if TYPE_CHECKING:
    from tinyspark.learning.sweep_result import Outcome

EXAMPLE = "tinyspark sweep gestures --rates 0.003 0.01 0.03 --hidden 8 16 32"
PICTURE = Path("sweep.png")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("dataset", type=a_path, metavar="DATASET")
    add = parser.add_argument
    add("--rates", type=above_zero(GREATEST), nargs="+", metavar="RATE", help="learning rates")
    add(
        "--hidden",
        type=whole(1, MAX_OUTPUTS),
        nargs="+",
        metavar="N",
        help="sizes of the hidden layer",
    )
    add(
        "--decay",
        type=at_least_zero(),
        nargs="+",
        default=[0.0],
        metavar="D",
        help="weight decays",
    )
    add("--seeds", type=whole(1, 1000), default=3, metavar="N", help="starts of each setting (3)")
    add("--epochs", type=whole(1), metavar="N", help="of each training (as train does)")
    add_axes(parser)
    parser.add_argument(
        "--split", choices=tuple(SPLIT_WORDS), help="as in train (default: the hardest there is)"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=a_path,
        metavar="PICTURE",
        help=f"default {PICTURE}; with --json none",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Sweep, draw and print."""
    begun = time.perf_counter()
    picture = options.output or (None if options.json else PICTURE)
    if picture:
        check_place(picture)
    with Progress() as progress:
        outcome = _search(options, progress)
        if picture:
            progress("drawing")
            _draw(outcome, options.dataset, picture)
    seconds = round(time.perf_counter() - begun, 3)
    if options.json:
        print(json.dumps(_facts(outcome, picture, seconds)))
        return
    print_outcome(outcome, options.dataset, options.axes)
    print(f"{picture}: the picture; {seconds:.1f} s in all")


def _search(options: argparse.Namespace, progress: Progress) -> "Outcome":
    from tinyspark.dataset import columns
    from tinyspark.learning.sweep_search import Choices, search

    choices = Choices(
        split=options.split,
        rates=options.rates and sorted(set(options.rates)),
        hidden=options.hidden and sorted(set(options.hidden)),
        decays=sorted(set(options.decay)),
        seeds=options.seeds,
        epochs=options.epochs,
    )
    return search(columns.open_with(options.axes, options.dataset), choices, progress)


def _draw(outcome: "Outcome", dataset: Path, picture: Path) -> None:
    from tinyspark.pictures import sweep

    sweep.draw(outcome, f"{dataset.resolve().name}: {scored_on(outcome)}", picture)


def _facts(outcome: "Outcome", picture: Path | None, seconds: float) -> dict[str, Any]:
    return {
        "split": outcome.split,
        "n": outcome.takes,
        "settings": [cell.facts() for cell in outcome.ranked],
        "wanted": outcome.wanted.facts(),
        "error": outcome.error,
        "picture": picture and str(picture),
        "seconds": seconds,
    }
