"""Make a model for the board of weights that another library learned.

WEIGHTS is .npz, or .pt or .pth of PyTorch: a state dictionary of Linear layers. An .npz file
holds weights_0 [inputs, outputs], bias_0 [outputs], weights_1 and so on, and may hold activations
(a name for each layer) and labels (of the outputs). Of scikit-learn, in Python:
  from tinyspark.learning.weights import of_sklearn, save
  save("weights.npz", of_sklearn(network))

The network must have learned from the inputs of `tinyspark model examples`, made with the same
--split, --seed and --like. It is quantized, and compared with what the board will compute.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from gesturekit import model_format
from gesturekit.model_format import Model
from tinyspark.commands.arguments import a_path
from tinyspark.commands.model_options import add_preparation, check_apart, preparation
from tinyspark.errors import UserError
from tinyspark.learning.model_file import read_model
from tinyspark.terminal.fold import fold
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import counted
from tinyspark.whole_files import check_place, write_file

EXAMPLE = "tinyspark model import weights.npz --dataset gestures -o mine.tsm"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("weights", type=a_path, metavar="WEIGHTS")
    parser.add_argument(
        "--dataset",
        type=a_path,
        metavar="DATASET",
        help="what it learned from; not needed with a --like whose inputs are the buttons",
    )
    parser.add_argument("-o", "--output", type=a_path, required=True, metavar="MODEL")
    parser.add_argument(
        "--activations",
        nargs="+",
        metavar="NAME",
        help="of all layers, the last one, too (relu, and softmax at the end)",
    )
    parser.add_argument(
        "--labels",
        nargs="+",
        metavar="LABEL",
        help="of the outputs, in their order (those of the recordings, sorted)",
    )
    add_preparation(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Quantize, compare, write the model and print how it compares."""
    check_apart(options.output, options.weights, options.dataset, options.like)
    check_place(options.output)
    with Progress() as progress:
        data, report = _model(options, progress)
    write_file(options.output, data)
    report["model"] = str(options.output)
    if options.json:
        print(json.dumps(report))
        return
    _print(report)


def _model(options: argparse.Namespace, progress: Progress) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of the model and the report."""
    from tinyspark.learning.weights import adoption, load

    weights = load(options.weights, options.activations)
    if options.labels:
        weights = weights.labeled(options.labels)
    if options.dataset is None:
        return adoption.adopt_for_buttons(weights, _buttons(options.like))
    progress("making examples")
    prepared = preparation(options)
    progress("comparing the board with the float network")
    return adoption.adopt(weights, prepared)


def _buttons(path: Path | None) -> Model:
    """Return the model of --like; UserError unless it shows all inputs there are."""
    model = model_format.load(read_model(path)) if path else None
    if model is None or model.sensor != "buttons":
        raise UserError(
            "How large activations become is measured on what the network learned from.\n"
            "Name it with --dataset DATASET."
        )
    return model


def _print(report: dict[str, Any]) -> None:
    print(f"{report['layers']}, {' '.join(report['activations'])}")
    if "combinations" in report:
        print(f"{report['combinations']} combinations of the inputs: the board answers alike")
    else:
        _print_comparison(report)
    print(f"{report['model']}: {report['model_bytes']} bytes")
    for note in report["notes"]:
        print(fold(f"note: {note}", sys.stdout))


def _print_comparison(report: dict[str, Any]) -> None:
    print(f"{'':34}{'float':>10}{'board':>10}")
    _print_row(f"right, of {counted(report['n'], 'example')}", report)
    if report["test"]:
        _print_row(f"right, of {counted(report['test']['n'], 'take')} marked test", report["test"])
    print(f"{'same label from both':34}{100 * report['same_label']:18.2f} %")
    what = counted(report["windows"], "window")
    told = (
        f"{what} (pieces of takes, as the board cuts them out) went through the board's own code:"
    )
    print(fold(f"{told} all numbers as expected", sys.stdout))


def _print_row(what: str, figures: dict[str, Any]) -> None:
    shares = [figures["float_accuracy"], figures["integer_accuracy"]]
    print(f"{what:34}" + "".join(f"{100 * share:8.2f} %" for share in shares))
