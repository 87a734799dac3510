"""Arguments that several commands take: files, folders, numbers within limits; refused in words.

Knows argparse alone: what it raises becomes the message behind `argument -n:`.
"""

import math
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path


def add_model(parser: ArgumentParser) -> None:
    """Add MODEL, a file for the board, the same for all commands that ask a board."""
    parser.add_argument(
        "model", type=a_path, metavar="MODEL", help="model file of `tinyspark train` or `lesson`"
    )


def add_seed(parser: ArgumentParser, what: str) -> None:
    """Add --seed; what: it decides."""
    parser.add_argument("--seed", type=whole(0, 2**32 - 1), default=1, help=f"{what} (default 1)")


def add_axes(parser: ArgumentParser) -> None:
    """Add --axes, a tuple or None; see dataset.columns.open_with()."""
    parser.add_argument(
        "--axes",
        type=lambda text: tuple(text.split(",")),
        help="learn from these alone, such as ax,ay,az or proximity (default: all there are)",
    )


def a_name(text: str) -> str:
    """A type for what names a file or folder, which "" does not."""
    if not text:
        raise ArgumentTypeError("needs the name of a file or folder, not ''")
    return text


def a_path(text: str) -> Path:
    """The same as a Path, for which "" were the folder one is in."""
    return Path(a_name(text))


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """Return a type for whole numbers from least to most (None: without end)."""
    limits = f"of at least {least}" if most is None else f"from {least} to {most}"

    def read(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if value < least or (most is not None and value > most):
            raise ArgumentTypeError(f"must be a whole number {limits}, not {text!r}")
        return value

    return read


def above_zero(most: float = math.inf) -> Callable[[str], float]:
    """Return a type for numbers above 0, at most `most`."""
    limits = "above 0" if most == math.inf else f"above 0, at most {most:g}"
    return _number(limits, lambda value: 0 < value <= most)


def at_least_zero(most: float = math.inf) -> Callable[[str], float]:
    """Return a type for numbers that are not negative, at most `most`."""
    limits = "of at least 0" if most == math.inf else f"from 0 to {most:g}"
    return _number(limits, lambda value: 0 <= value <= most and value < math.inf)


def _number(limits: str, is_within: Callable[[float], bool]) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = math.nan  # which is within no limits
        if not is_within(value):
            raise ArgumentTypeError(f"must be a number {limits}, not {text!r}")
        return value

    return read
