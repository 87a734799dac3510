"""tinyspark dataset split: a continuous recording becomes takes, one a movement.

Perform a gesture again and again with short rests, then split: each movement with a margin is a
take. The preview shows how much the recording moves, and below it the takes with their numbers.
"""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from tinyspark.commands.arguments import above_zero
from tinyspark.commands.dataset_choice import add_choice, choice, tell
from tinyspark.commands.dataset_cutting import add_cutting, draw, look
from tinyspark.commands.dataset_preview import split
from tinyspark.dataset import Dataset, changes
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.recording import Recording
from tinyspark.learning import active, cutting, front_end
from tinyspark.learning.cutting import Parts
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import clean, counted, size

EXAMPLE = "tinyspark dataset split my-dataset 000003 --to circle --dry-run"
SHOWN = 10  # recordings in the preview


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    add_choice(parser)
    parser.add_argument("--to", metavar="LABEL", help="label of the takes (the recording's own)")
    parser.add_argument(
        "--pause",
        type=above_zero(60),
        default=front_end.QUIET,
        metavar="S",
        help="rest between two gestures, at least (%(default)s s)",
    )
    add_cutting(parser)


def run(options: argparse.Namespace) -> None:
    """Show the takes in each recording, and cut."""
    with Progress() as progress:
        progress("reading")
        before = changes.read(options.folder)
        dataset = Dataset.open(options.folder)
        found = look(dataset, choice(options), partial(_pieces, options), progress)
        plan, parts, new = cutting.split(dataset, before, found, options.to)
        draw(options.output, parts, dataset, progress)
        if not options.dry_run:
            progress("writing")
            plan.write(options.folder)
    if not options.json:
        _show(found, dataset)
    facts = [_facts(take, spans, new[take.id]) for take, spans in parts]
    tell(options, plan.what, {"rate": dataset.settings.rate, "recordings": facts})


def _pieces(options: argparse.Namespace, take: Recording, dataset: Dataset) -> list[Span]:
    return active.pieces(take, dataset.settings, options.margin, options.pause)


def _show(found: Parts, dataset: Dataset) -> None:
    """Print the preview of each recording."""
    rate = dataset.settings.rate
    for take, spans in found[:SHOWN]:
        lengths = sorted((span.end - span.begin) / rate for span in spans)
        text = f"{take.id}  {clean(take.label)}, {len(take.samples) / rate:.1f} s: "
        if len(spans) > 1:
            text += f"{len(spans)} takes of {lengths[0]:.2f} to {lengths[-1]:.2f} s"
        else:
            text += "one movement, left as it is" if spans else "no gesture found, left as it is"
        print(fold(text, sys.stdout))
        for line in split(take, spans, dataset.settings, size()[0] - 1):
            print(line)
    if len(found) > SHOWN:
        print(f"and {counted(len(found) - SHOWN, 'other recording')} (--json lists all)")


def _facts(take: Recording, spans: list[Span], made: Sequence[Recording]) -> dict[str, Any]:
    takes = [
        {"id": new.id, "from": span.begin, "to": span.end}
        for new, span in zip(made, spans, strict=True)
    ]
    return {"id": take.id, "samples": len(take.samples), "takes": takes}
