"""Write the weights of a model: a float network that computes what the board's integers mean.

The ending says how: .npz (weights_0 [inputs, outputs], bias_0 and so on, activations, labels), or
.pt or .pth, a state dictionary for PyTorch's Linear layers with an activation behind each. Its
inputs are those of `tinyspark model examples --like MODEL`.
"""

import argparse

from gesturekit import model_format
from tinyspark.commands.arguments import a_path, add_model
from tinyspark.commands.model_options import check_apart
from tinyspark.learning.model_file import read_model
from tinyspark.whole_files import check_place, write_file

EXAMPLE = "tinyspark model weights gestures.tsm -o weights.npz"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_model(parser)
    parser.add_argument("-o", "--output", type=a_path, required=True, metavar="WEIGHTS")


def run(options: argparse.Namespace) -> None:
    """Write the weights and print the network's sizes."""
    from tinyspark.learning.weights import encode, of_model

    check_apart(options.output, options.model)
    check_place(options.output)
    weights = of_model(model_format.load(read_model(options.model)))
    write_file(options.output, encode(options.output.name, weights))
    print(f"{options.output}: {weights.sizes}, {' '.join(weights.activations)}")
