"""tinyspark dataset import: recordings of others become a dataset, and a report says how."""

import argparse
import json
import shlex
import sys
from typing import Any

from tinyspark.commands.arguments import a_name
from tinyspark.importers import ImportOptions, import_recordings
from tinyspark.importers.formats import FORMATS
from tinyspark.importers.report import TELLABLE, facts_of, reading
from tinyspark.importers.units import DPS_PER, G_PER
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import counted

EXAMPLE = "tinyspark dataset import wand.npz my-dataset --rate 100 --accel-unit m/s2"
CHOSEN = ("format", "name")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this subcommand."""
    formats = "; ".join(f"{name}: {form.summary}" for name, form in FORMATS.items())
    parser.add_argument("source", help=f"what to import. {formats}")
    parser.add_argument("folder", type=a_name, help="the dataset, new or with the same settings")
    parser.add_argument("--rate", type=float, metavar="HZ", help="samples per second")
    parser.add_argument("--accel-unit", choices=G_PER, default="", help="of the source")
    parser.add_argument("--gyro-unit", choices=DPS_PER, default="", help="of the source")
    parser.add_argument(
        "--counts-per-g",
        type=float,
        metavar="N",
        help="of counts of a sensor other than the kit's",
    )
    parser.add_argument(
        "--counts-per-dps", type=float, metavar="N", help="the same of the gyroscope"
    )
    parser.add_argument("--format", choices=FORMATS, default="", help="found out by itself")
    parser.add_argument("--name", default="", help="of the new dataset")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(options: argparse.Namespace) -> None:
    """Import and print the report."""
    told = ImportOptions(**{name: getattr(options, name) for name in (*TELLABLE, *CHOSEN)})
    imported = import_recordings(options.source, options.folder, told)
    facts = facts_of(imported, told)
    print(json.dumps(facts) if options.json else fold(_report(facts), sys.stdout))


def _report(facts: dict[str, Any]) -> str:
    added = (
        f"Added {counted(facts['added'], 'take')} to {facts['dataset']}, which now holds "
        f"{facts['takes']} ({facts['read'] - facts['added']} were there before)."
    )
    check = shlex.join(["tinyspark", "dataset", "check", facts["dataset"]])
    which = f"`{check}` says which takes have problems, and what to do."
    return "\n".join([*reading(facts), added, *[which] * bool(facts["problems"])])
