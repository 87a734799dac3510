"""Score a model on a dataset with the integer arithmetic that runs on the board.

Every recording is pushed through the live classifier, sample by sample. With --split given only
the recordings marked test are scored.
"""

import argparse
import json
from typing import TYPE_CHECKING

from gesturekit import model_format
from tinyspark.commands.arguments import a_path, add_model
from tinyspark.commands.results import print_results
from tinyspark.errors import UserError
from tinyspark.learning.model_file import read_model
from tinyspark.terminal.progress import Progress

if TYPE_CHECKING:
    from tinyspark.dataset import Dataset, Recording

EXAMPLE = "tinyspark evaluate gestures.tsm recordings-of-a-friend"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_model(parser)
    parser.add_argument("dataset", type=a_path, metavar="DATASET")
    parser.add_argument("--split", choices=("all", "given"), default="all")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Score and print the figures."""
    from tinyspark.dataset import Dataset
    from tinyspark.learning.evaluate import evaluate

    data = read_model(options.model)
    dataset = Dataset.open(options.dataset)
    recordings = chosen(dataset, options.split)
    notes = []
    if options.split == "all" and model_format.load(data).dataset.hex() == dataset.hash():
        notes.append("the model learned from these very recordings, so this score flatters")
    with Progress() as progress:
        progress("scoring")
        report = {**evaluate(data, recordings, dataset.settings), "split": options.split}
    report["notes"] = notes
    if options.json:
        print(json.dumps(report))
        return
    print_results(report)
    live = report["detections"]
    print(
        f"live: {live['right']} reported right, {live['wrong']} wrong, {live['missed']} not at all"
    )


def chosen(dataset: "Dataset", split: str) -> "list[Recording]":
    """Return all recordings, or with the split "given" those marked test; raises UserError."""
    if split == "all":
        return dataset.recordings
    recordings = [recording for recording in dataset.recordings if recording.split == "test"]
    if not recordings:
        raise UserError(
            "No recording of the dataset is marked test.\n"
            "Mark some in the column split of recordings.csv, or leave out --split."
        )
    return recordings
