"""The forms that a model can be written in: binary, Python module, C header; and their names."""

import keyword
import re
from collections.abc import Callable
from pathlib import Path

from tinyspark.errors import UserError

BINARY, PYTHON, C = "binary", "python", "c"
FORMS = (BINARY, PYTHON, C)
SUFFIXES = {PYTHON: ".py", C: ".h"}  # the name before it begins names, or is one
# The headers of C: a file of such a name would hide its namesake from every program beside it.
_HEADERS = (
    "assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal"
    " stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath"
    " threads time uchar wchar wctype"
)


def write(data: bytes, form: str, output: Path, version: str) -> bytes:
    """Return what a file named output holds: the model in data, in this form.

    UserError if programs could not use that name; ModelError for bytes that are no model.
    """
    if form == BINARY:
        return data
    name = _identifier(output, SUFFIXES[form])
    return _writer(form)(data, name, version).encode()


def name_like(stem: str, form: str) -> str:
    """Return a name for a file of this form that programs can use, as near to stem as it goes."""
    if form == BINARY:
        return f"{stem}.tsm"
    name = re.sub(r"\W", "_", stem, flags=re.ASCII)
    if not re.match(r"[A-Za-z_]", name) or keyword.iskeyword(name) or name in _HEADERS.split():
        name = f"model_{name}"
    return name + SUFFIXES[form]


def _writer(form: str) -> Callable[[bytes, str, str], str]:
    """Return what makes the text; imported late, as --help needs none."""
    if form == C:
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
