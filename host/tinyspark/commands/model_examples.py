"""Write the examples that networks learn from, for scikit-learn, PyTorch or any other library.

They are made as `tinyspark train` makes them: movements are cut out of the takes, varied, turned
into features and normalized. Train any dense network on `inputs` and `labels`, save its weights
and bring them back with `tinyspark model import`, with the same --split, --seed and --like.

The .npz file holds, with a row for each example:
  inputs    float32 [examples, features], in multiples of `unit`
  labels    [examples]; targets: their numbers; label_names: the labels in order of these
  split     [examples]: train, or test with --split given
  varied    [examples]: not a take itself, but a variation of one; for training alone
  takes     [examples]: id of the take; subjects and sessions likewise: split by these
  features  [features]: their names
"""

import argparse
import io
import json

from tinyspark.commands.arguments import a_path
from tinyspark.commands.model_options import add_preparation, check_apart, preparation
from tinyspark.terminal.progress import Progress
from tinyspark.terminal.screen import counted
from tinyspark.whole_files import check_place, write_file

EXAMPLE = "tinyspark model examples gestures -o examples.npz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("dataset", type=a_path, metavar="DATASET")
    parser.add_argument("-o", "--output", type=a_path, required=True, metavar="FILE.npz")
    add_preparation(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> None:
    """Make the examples, write them and say how many there are."""
    import numpy as np

    check_apart(options.output, options.dataset, options.like)
    check_place(options.output)
    with Progress() as progress:
        progress("making examples")
        prepared = preparation(options)
    arrays = prepared.arrays()
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    write_file(options.output, file.getvalue())
    count, size = arrays["inputs"].shape
    facts = {
        "examples": count,
        "varied": int(arrays["varied"].sum()),
        "test": int((arrays["split"] == "test").sum()),
        "features": size,
        "labels": list(prepared.labels),
        "file": str(options.output),
    }
    if options.json:
        print(json.dumps(facts))
        return
    print(
        f"{options.output}: {counted(count, 'example')} of {size} features,"
        f" {facts['varied']} of them varied, {facts['test']} for testing"
    )
    print(f"labels: {', '.join(prepared.labels)}")
