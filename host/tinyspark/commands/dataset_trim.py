"""tinyspark dataset trim: cut the stillness off both ends of takes.

By itself it keeps the movement and a margin; --from and --to keep what you say. The preview shows
how much each take moves, with brackets around what stays.
"""

import argparse
from functools import partial
from typing import Any

from tinyspark.commands.arguments import at_least_zero
from tinyspark.commands.dataset_choice import add_choice, choice, tell
from tinyspark.commands.dataset_cutting import add_cutting, draw, look
from tinyspark.commands.dataset_preview import trimmed
from tinyspark.dataset import Dataset, changes, cuts
from tinyspark.dataset.cuts import Span
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.selection import Choice
from tinyspark.errors import UserError
from tinyspark.learning import active, cutting
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import counted, size

EXAMPLE = "tinyspark dataset trim my-dataset --dry-run -o trim.png"
SHOWN = 40  # takes in the preview


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    add_choice(parser, " (all, when none are named)")
    seconds = at_least_zero()
    parser.add_argument("--from", dest="begin", type=seconds, metavar="S", help="keep from here")
    parser.add_argument("--to", dest="end", type=seconds, metavar="S", help="keep up to here")
    parser.add_argument(
        "--samples", action="store_true", help="--from and --to are samples, not seconds"
    )
    add_cutting(parser)


def run(options: argparse.Namespace) -> None:
    """Show what stays of each take, and cut."""
    with Progress() as progress:
        progress("reading")
        before = changes.read(options.folder)
        dataset = Dataset.open(options.folder)
        found = look(dataset, _chosen(options), partial(_part, options), progress)
        plan, parts, new = cutting.trim(dataset, before, found)
        draw(options.output, parts, dataset, progress)
        if not options.dry_run:
            progress("writing")
            plan.write(options.folder)
    if not options.json:
        for take, (part,) in parts[:SHOWN]:
            print(trimmed(take, part, dataset.settings, size()[0] - 1))
        if len(parts) > SHOWN:
            print(f"and {counted(len(parts) - SHOWN, 'other take')} (--json lists all)")
    facts = [_facts(take, part, new[take.id][0].id) for take, (part,) in parts]
    tell(options, plan.what, {"rate": dataset.settings.rate, "takes": facts})


def _chosen(options: argparse.Namespace) -> Choice:
    """Return the takes that are meant: those that were named, or all for the automatic."""
    chosen = choice(options)
    if chosen.says_something():
        return chosen
    if options.begin is not None or options.end is not None:
        raise UserError(
            "--from and --to suit no two takes alike, and none is named.\n"
            "Name ids, or use --label, --by, --in or --all."
        )
    return Choice(everything=True)


def _part(options: argparse.Namespace, take: Recording, dataset: Dataset) -> list[Span]:
    if options.begin is None and options.end is None:
        return [active.active(take, dataset.settings, options.margin)]
    rate = 1 if options.samples else dataset.settings.rate
    return [cuts.told(take, options.begin, options.end, rate)]


def _facts(take: Recording, part: Span, identity: str) -> dict[str, Any]:
    return {
        "id": take.id,
        "new_id": identity,
        "label": take.label,
        "from": part.begin,
        "to": part.end,
        "samples": len(take.samples),
    }
