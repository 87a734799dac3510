"""Write a model in another form: the compact binary, or an importable Python module.

Both run on this computer and on the board, with the same results.
"""

import argparse
import re
from pathlib import Path

from tinyspark import __version__
from tinyspark.commands.results import read_model, write_file
from tinyspark.errors import UserError

EXAMPLE = "tinyspark export gestures.tsm --as python -o gestures.py"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("model", type=Path, metavar="MODEL")
    parser.add_argument("--as", dest="form", choices=("binary", "python"), required=True)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def run(options: argparse.Namespace) -> None:
    """Check the model, write it, and print the file's name and size."""
    data = read_model(options.model)
    if options.form == "python":
        data = _python(options.output, data)
    write_file(options.output, data)
    print(f"{options.output}: {len(data)} bytes")


def _python(output: Path, model: bytes) -> bytes:
    """Return the source of the module; UserError when output is no name of one."""
    from tinyspark.learning.export import python_module

    name = output.stem
    if output.suffix != ".py" or not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
        raise UserError(
            f"{output.name!r} cannot be imported.\n"
            "Choose a name of letters, digits and _ that ends with .py, such as gestures.py."
        )
    return python_module(model, name, __version__).encode()
