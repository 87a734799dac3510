"""Push whole recordings, in their order, through the very classifier that runs on the board.

Says what was reported when: detections per hour, and for every recording of a gesture that the
model knows a hit (reported as this gesture and as nothing else), a miss (nothing was reported) or
a wrong answer. Recordings of idle, of `unknown` and of labels that the model does not know are
everyday movement: whatever is reported there is false. A recording counts once, however many
gestures it holds.

DATASET is a dataset, or recordings that `tinyspark dataset import` reads (a folder with
index.csv, an .npz file). With --port virtual the same samples also happen to a virtual board with
our firmware, and both must say the same: the same detections, at the same sample, as sure.
"""

import argparse
import json
import time
from typing import TYPE_CHECKING, Any

from gesturekit import model_format
from tinyspark.board.ports import VIRTUAL
from tinyspark.commands.arguments import a_path, add_model
from tinyspark.commands.evaluate import chosen
from tinyspark.commands.recordings_at import add_told, recordings_at
from tinyspark.commands.replay_text import print_replay
from tinyspark.errors import UserError
from tinyspark.learning.model_file import read_model
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import clean
from tinyspark.whole_files import check_place

if TYPE_CHECKING:
    from tinyspark.dataset import Dataset, Recording

FLATTERS = (
    "the model learned from these very recordings, so this recall flatters",
    "the model learned from these very recordings, so these figures flatter",
)
EXAMPLE = "tinyspark replay gestures.tsm an-hour-of-housework -o timeline.png"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_model(parser)
    parser.add_argument("dataset", type=a_path, metavar="DATASET")
    parser.add_argument(
        "--split", choices=("all", "given"), default="all", help="given: recordings marked test"
    )
    parser.add_argument(
        "--only", metavar="LABEL", action="append", help="recordings of this label"
    )
    parser.add_argument("--all", action="store_true", help="list all detections")
    parser.add_argument("-o", "--output", type=a_path, metavar="PICTURE", help="draw a time line")
    parser.add_argument(
        "--port", metavar=VIRTUAL, help="`virtual`: let it happen to a virtual board as well"
    )
    add_told(parser, "DATASET")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Replay, compare, draw and print; 1 if a board says something else."""
    begun = time.perf_counter()
    data = read_model(options.model)
    if options.port not in (None, VIRTUAL):
        raise UserError(
            f"Recordings cannot be played to the sensors of {options.port}.\n"
            "Use --port virtual, which starts a board that they can be played to."
        )
    if options.output:
        check_place(options.output)
    with Progress() as progress:
        progress("reading")
        dataset = recordings_at(options.dataset, options)
        report = _report(options, data, dataset, progress)
    report["seconds"] = round(time.perf_counter() - begun, 3)
    if options.json:
        print(json.dumps(report))
    else:
        print_replay(report, options.all)
    return int(bool(report["board"] and report["board"]["differ"]))


def _report(
    options: argparse.Namespace, data: bytes, dataset: "Dataset", progress: Progress
) -> dict[str, Any]:
    """Return the JSON object, but for the seconds."""
    from tinyspark.learning.replay import replay
    from tinyspark.learning.replay_report import figures

    model = model_format.load(data)
    recordings = _wanted(dataset, options)
    heard = replay(data, recordings, dataset.settings, progress)
    found = figures(model, recordings, dataset.settings, heard)
    known = options.split == "all" and model.dataset.hex() == dataset.hash()
    report = {
        **found,
        "split": options.split,
        "notes": [FLATTERS[found["recall"] is None]] if known else [],
        "picture": options.output and str(options.output),
        "board": None,
    }
    if options.port:
        from tinyspark.commands.replay_board import compare

        report["board"] = compare(data, recordings, dataset.settings, heard, progress)
    if options.output:
        from tinyspark.pictures import timeline

        progress("drawing")
        timeline.draw(report, recordings, dataset.settings, options.output)
    return report


def _wanted(dataset: "Dataset", options: argparse.Namespace) -> "list[Recording]":
    """Return the recordings that the options choose; UserError when there are none."""
    return of_labels(chosen(dataset, options.split), options.only, dataset)


def of_labels(
    recordings: "list[Recording]", wanted: list[str] | None, dataset: "Dataset"
) -> "list[Recording]":
    """Return a dataset's recordings of the wanted labels (None: all); UserError without any."""
    if not wanted:
        return recordings
    recordings = [recording for recording in recordings if recording.label in wanted]
    if not recordings:
        there = clean(", ".join(dataset.labels))
        raise UserError(f"No recording has such a label.\nThere are {there}.")
    return recordings
