"""What trim and split share: options, a look for the parts of takes that stay, their picture."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tinyspark.commands.arguments import a_path, at_least_zero
from tinyspark.commands.dataset_choice import add_outcome
from tinyspark.dataset import Dataset
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.selection import Choice
from tinyspark.learning import active
from tinyspark.learning.cutting import Parts
from tinyspark.terminal.progress import Progress


def add_cutting(parser: argparse.ArgumentParser) -> None:
    """Add what the commands have that cut takes: --margin, a picture, --dry-run and --json."""
    parser.add_argument(
        "--margin",
        type=at_least_zero(),
        default=active.MARGIN,
        metavar="S",
        help="stillness kept at both ends (%(default)s s)",
    )
    parser.add_argument("-o", "--output", type=a_path, metavar="FILE.png", help="draw it, too")
    add_outcome(parser)


def look(
    dataset: Dataset,
    choice: Choice,
    spans: Callable[[Recording, Dataset], list[Span]],
    progress: Progress,
) -> Parts:
    """Return the chosen takes with what stays of each, as spans() says."""
    takes = choice.of(dataset.recordings)
    progress("looking for movement")
    return [(take, spans(take, dataset)) for take in takes]


def draw(output: Path | None, parts: Parts, dataset: Dataset, progress: Progress) -> None:
    """Draw the parts, if that was asked and there are any."""
    if output is None or not parts:
        return
    from tinyspark.pictures.cuts import draw_cuts

    progress("drawing")
    draw_cuts(parts, dataset.settings, output)
    print(f"drawn: {output}", file=sys.stderr)
