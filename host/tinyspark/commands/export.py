"""Write a model in another form: the compact binary, a Python module, or a C header.

All give the same results, bit for bit: binary and Python module on this computer and on the
board, the C header wherever there is a compiler.
"""

import argparse

from tinyspark import __version__
from tinyspark.commands.arguments import a_path, add_model
from tinyspark.learning import forms
from tinyspark.learning.model_file import read_model
from tinyspark.whole_files import write_file

EXAMPLE = "tinyspark export gestures.tsm --as c -o gestures.h"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_model(parser)
    parser.add_argument("--as", dest="form", choices=forms.FORMS, required=True)
    parser.add_argument("-o", "--output", type=a_path, required=True, metavar="FILE")


def run(options: argparse.Namespace) -> None:
    """Check the model, write it, and print the file's name and size."""
    data = read_model(options.model)
    data = forms.write(data, options.form, options.output, __version__)
    write_file(options.output, data)
    print(f"{options.output}: {len(data)} bytes")
