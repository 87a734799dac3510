"""Write a model in another form: the compact binary, a Python module, or a C header.

All give the same results, bit for bit: binary and Python module on this computer and on the
board, the C header wherever there is a compiler.
"""

import argparse
import keyword
import re
from collections.abc import Callable
from pathlib import Path

from tinyspark import __version__
from tinyspark.commands.arguments import a_path, add_model
from tinyspark.commands.results import read_model, write_file
from tinyspark.errors import UserError

EXAMPLE = "tinyspark export gestures.tsm --as c -o gestures.h"
SUFFIXES = {"python": ".py", "c": ".h"}  # the name before it begins names, or is one
# The headers of C: a file of such a name would hide its namesake from every program beside it.
_HEADERS = (
    "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal"
    " stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath"
    " threads time uchar wchar wctype"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_model(parser)
    parser.add_argument("--as", dest="form", choices=("binary", *SUFFIXES), required=True)
    parser.add_argument("-o", "--output", type=a_path, required=True, metavar="FILE")


def run(options: argparse.Namespace) -> None:
    """Check the model, write it, and print the file's name and size."""
    data = read_model(options.model)
    if options.form in SUFFIXES:
        name = _identifier(options.output, SUFFIXES[options.form])
        data = _writer(options.form)(data, name, __version__).encode()
    write_file(options.output, data)
    print(f"{options.output}: {len(data)} bytes")


def _writer(form: str) -> Callable[[bytes, str, str], str]:
    """Return what makes the text; imported late, as --help needs none."""
    if form == "c":
        from tinyspark.learning.export_c.header import c_header

        return c_header
    from tinyspark.learning.export import python_module

    return python_module


def _identifier(output: Path, suffix: str) -> str:
    """Return the name of the file without suffix; UserError if programs could not use it."""
    taken = output.stem in _HEADERS.split() if suffix == ".h" else keyword.iskeyword(output.stem)
    if output.suffix == suffix and taken:
        raise UserError(
            f"{output.name!r} is a name that the language itself uses.\n"
            f"Choose another, such as gestures{suffix}."
        )
    if output.suffix != suffix or not re.fullmatch(r"[A-Za-z_]\w*", output.stem, re.ASCII):
        reason = (
            "imported" if suffix == ".py" else "used in C, where all names would begin like it"
        )
        raise UserError(
            f"{output.name!r} cannot be {reason}.\nChoose a name of letters, digits and _ "
            f"that ends with {suffix}, such as gestures{suffix}."
        )
    return output.stem
