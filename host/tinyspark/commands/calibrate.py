"""Choose what a model reports by some minutes of everyday movement, against what it then misses.

STREAMS holds movement as it is all day: a dataset, or recordings that `tinyspark dataset import`
reads. Its recordings of gestures that the model knows count for misses, as do those of --gestures;
all others (idle, unknown, other labels) are everyday movement, of which nothing should be
reported. For each gesture a threshold and a distance limit are chosen, for all of them how many
equal results in a row and which hold-off. As few false detections as possible, at no more than 5 %
of a gesture's takes: that is the aim, unless --per-hour or --recall set another.

The network stays as it is, and so does MODEL; give `replay` other movement to try the result.
"""

import argparse
import json
import time
from typing import TYPE_CHECKING, Any

from gesturekit import model_format
from tinyspark.commands.arguments import a_path, above_zero, add_model, at_least_zero
from tinyspark.commands.calibrate_text import notes, print_calibration
from tinyspark.commands.recordings_at import add_told, recordings_at
from tinyspark.commands.replay import of_labels
from tinyspark.errors import UserError
from tinyspark.learning.model_file import read_model
from tinyspark.terminal.progress import Progress
from tinyspark.whole_files import check_place, write_file

if TYPE_CHECKING:
    from tinyspark.dataset import Dataset
    from tinyspark.learning.calibration import Source

EXAMPLE = "tinyspark calibrate wand.tsm housework -o calm.tsm --gestures takes"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_model(parser)
    parser.add_argument("streams", type=a_path, metavar="STREAMS", help="everyday movement")
    parser.add_argument(
        "-o", "--output", type=a_path, required=True, metavar="MODEL2", help="the calibrated model"
    )
    parser.add_argument(
        "--gestures",
        type=a_path,
        metavar="DATASET",
        help="takes of gestures, best such as the model did not learn from",
    )
    parser.add_argument(
        "--per-hour",
        type=at_least_zero(),
        metavar="N",
        help="at most so many false detections an hour, then as few misses as possible",
    )
    parser.add_argument(
        "--recall",
        type=above_zero(100),
        metavar="PERCENT",
        help="lose no more of any gesture than this leaves, if it has that (default: 5 %% of its"
        " takes)",
    )
    parser.add_argument(
        "--only", metavar="LABEL", action="append", help="of STREAMS, recordings of this label"
    )
    parser.add_argument("--picture", type=a_path, metavar="FILE", help="draw the trade-off")
    add_told(parser, "STREAMS")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Choose, write the model, draw and print."""
    begun = time.perf_counter()
    data = read_model(options.model)
    if options.output.resolve() == options.model.resolve():
        raise UserError(
            f"The calibrated model would be written over {options.model}.\n"
            "Name another file with -o: the two can then be compared."
        )
    for place in (options.output, options.picture):
        if place:
            check_place(place)
    with Progress() as progress:
        calibrated, report = _calibrated(options, data, progress)
        if options.picture:
            from tinyspark.pictures import calibration

            progress("drawing")
            calibration.draw(report, options.picture)
    write_file(options.output, calibrated)
    report["seconds"] = round(time.perf_counter() - begun, 3)
    if options.json:
        print(json.dumps(report))
    else:
        print_calibration(report)


def _calibrated(
    options: argparse.Namespace, data: bytes, progress: Progress
) -> tuple[bytes, dict[str, Any]]:
    """Return the new model file and the JSON object, but for the seconds."""
    from tinyspark.learning.calibration import Aim, calibrate, listen, put

    progress("reading")
    model = model_format.load(data)
    datasets = [
        recordings_at(place, options) for place in (options.streams, options.gestures) if place
    ]
    heard = listen(model, _sources(options, datasets), progress)
    if options.picture and not heard.takes:
        raise UserError(
            "There is nothing to draw: without takes of gestures nobody knows what is missed.\n"
            "Name some with --gestures, or leave out --picture."
        )
    recall = None if options.recall is None else options.recall / 100
    setting, report = calibrate(heard, Aim(options.per_hour, recall), progress)
    learned = model.dataset.hex() in [dataset.hash() for dataset in datasets]
    report = {
        "model": str(options.model),
        "output": str(options.output),
        "picture": options.picture and str(options.picture),
        **report,
        "notes": notes(report, learned),
    }
    return model_format.dump(put(model, setting)), report


def _sources(options: argparse.Namespace, datasets: "list[Dataset]") -> "list[Source]":
    """Return the recordings to listen to: of everyday movement first."""
    from tinyspark.learning.calibration import Source

    wanted = [of_labels(datasets[0].recordings, options.only, datasets[0])]
    wanted += [dataset.recordings for dataset in datasets[1:]]
    return [
        Source(dataset.name, recordings, dataset.settings)
        for dataset, recordings in zip(datasets, wanted, strict=True)
    ]
