"""A place with recordings: a dataset, or what `dataset import` reads if it is told a little.

The options are the same for all commands that take such a place.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tinyspark.commands.arguments import above_zero
from tinyspark.importers.units import DPS_PER, G_PER

if TYPE_CHECKING:
    from tinyspark.dataset import Dataset


def add_told(parser: argparse.ArgumentParser, place: str) -> None:
    """Add --rate, --accel-unit and --gyro-unit, for a place that lacks them."""
    lacks = f"if {place} lacks it"
    parser.add_argument("--rate", type=above_zero(), metavar="HZ", help=lacks)
    parser.add_argument("--accel-unit", choices=G_PER, default="", help=lacks)
    parser.add_argument("--gyro-unit", choices=DPS_PER, default="", help=lacks)


def recordings_at(place: Path, options: argparse.Namespace) -> "Dataset":
    """Return the dataset at a place, or one made of the recordings there; UserError."""
    from tinyspark.importers import ImportOptions
    from tinyspark.importers.place import dataset_at

    return dataset_at(place, ImportOptions(options.rate, options.accel_unit, options.gyro_unit))
