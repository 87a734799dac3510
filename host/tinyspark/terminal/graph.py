"""Pictures made of characters: bars, and curves of braille dots. Pure: numbers in, text out."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

# Braille: 2 dots wide, 4 high; the bit of each dot, from the top, left and right column.
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"


def bar(fraction: float, width: int) -> str:
    """Return a horizontal bar that fills fraction (0..1) of width characters."""
    eighths = round(min(max(fraction, 0.0), 1.0) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def curve(values: Sequence[float] | np.ndarray, size: tuple[int, int], reach: float) -> list[str]:
    """Return the lines of a curve from -reach to +reach, size = (characters, lines).

    Every two values are joined; more values than dots are drawn as the range they cover.
    """
    width, height = size
    dots = np.zeros((4 * height, 2 * width), bool)
    for column, (low, high) in enumerate(_ranges(np.asarray(values, float), 2 * width)):
        top, bottom = (_row(value, reach, 4 * height) for value in (high, low))
        dots[top : bottom + 1, column] = True
    return [_braille(dots[4 * line : 4 * line + 4]) for line in range(height)]


def _ranges(values: np.ndarray, columns: int) -> list[tuple[float, float]]:
    """Cut values into columns, each with the last value of the one before it."""
    if not len(values):
        return []
    edges = np.linspace(0, len(values), min(columns, len(values)) + 1).astype(int)
    pieces = [values[max(0, start - 1) : end] for start, end in pairwise(edges)]
    return [(piece.min(), piece.max()) for piece in pieces]


def _row(value: float, reach: float, rows: int) -> int:
    """Return the row of a value, 0 at the top."""
    place = (1 - value / reach) / 2 * (rows - 1)
    return int(min(max(round(place), 0), rows - 1))


def _braille(dots: np.ndarray) -> str:
    """Return one line of text for dots, bool [4, 2 * width]."""
    codes = sum(
        dots[row, side::2].astype(int) * _DOTS[row][side] for row in range(4) for side in range(2)
    )
    return "".join(chr(_BLANK + int(code)) for code in np.asarray(codes))


def strip(values: np.ndarray, width: int, least: float) -> str:
    """Return one line of bars from zero up: the greatest of each piece of values.

    A full bar is the greatest value of all, but at least `least`: noise stays flat.
    """
    pieces = [piece.max() for piece in np.array_split(values, width) if len(piece)]
    full = max([least, *pieces])
    steps = len(_HEIGHTS) - 1
    return "".join(_HEIGHTS[round(max(0.0, value) / full * steps)] for value in pieces)


def wave(values: Sequence[float] | np.ndarray, reach: float) -> str:
    """Return one line, a bar for each value: the lowest for -reach, the highest for +reach."""
    steps = len(_HEIGHTS) - 1
    places = [(1 + min(max(value / reach, -1.0), 1.0)) / 2 * steps for value in values]
    return "".join(_HEIGHTS[round(place)] for place in places)
