"""Options of how recordings are prepared; the same wherever a foreign network meets them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from gesturekit import model_format
from tinyspark.commands.arguments import a_path, add_seed
from tinyspark.errors import UserError
from tinyspark.learning.model_file import read_model

if TYPE_CHECKING:
    from tinyspark.learning.weights.preparation import Preparation


def add_preparation(parser: argparse.ArgumentParser) -> None:
    """Add --like, --split and --seed."""
    parser.add_argument(
        "--like",
        type=a_path,
        metavar="MODEL",
        help="take gates, normalization and labels of this model (they are chosen by the takes)",
    )
    parser.add_argument(
        "--split",
        choices=("all", "given"),
        default="all",
        help="given: only takes marked train are learned from, those marked test are for scoring",
    )
    add_seed(parser, "of the variations")


def check_apart(output: Path, *inputs: Path | None) -> None:
    """UserError if what is to be written is one of the files to be read."""
    for given in inputs:
        if given is not None and given.exists() and given.resolve() == output.resolve():
            raise UserError(
                f"{output} is read by this command, and would be replaced by what it writes.\n"
                "Give -o another name."
            )


def preparation(options: argparse.Namespace) -> "Preparation":
    """Return what the options ask for, of options.dataset; raises UserError."""
    from tinyspark.dataset import Dataset
    from tinyspark.learning.weights.preparation import prepare

    like = model_format.load(read_model(options.like)) if options.like else None
    dataset = Dataset.open(options.dataset)
    return prepare(dataset, options.split == "given", options.seed, like)
