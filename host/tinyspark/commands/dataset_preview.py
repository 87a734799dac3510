"""Where takes will be cut, in the terminal: how much they move, and what stays.

Texts only; the same as a picture is pictures/cuts.py.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from tinyspark.dataset.cuts import Span
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import active
from tinyspark.terminal.graph import strip
from tinyspark.terminal.screen import clean, fit

LABEL = 10
PER_SECOND = 6  # characters, where a recording has several lines
LINES = 12  # of one recording


def trimmed(take: Recording, span: Span, settings: Settings, width: int) -> str:
    """Return one line: the take, its seconds before and after, brackets around what stays."""
    old, new = (count / settings.rate for count in (len(take.samples), span.end - span.begin))
    head = f"{take.id}  {fit(clean(take.label), LABEL)} {old:6.2f} ->{new:6.2f} s  "
    room = max(8, width - len(head) - 2)
    bars = strip(active.movement(take, settings), room, active.floor(settings))
    first, last = _places(span, len(take.samples), len(bars))
    return f"{head}{bars[:first]}[{bars[first:last]}]{bars[last:]}"


def split(take: Recording, spans: Sequence[Span], settings: Settings, width: int) -> Iterator[str]:
    """Yield lines: how much the recording moves, and under it the takes with their numbers."""
    seconds = len(take.samples) / settings.rate
    room = width - 7
    lines = min(LINES, max(1, round(seconds * PER_SECOND / room)))
    bars = strip(active.movement(take, settings), room * lines, active.floor(settings))
    marks = _marks(spans, len(take.samples), len(bars))
    for begin in range(0, len(bars), room):
        at = begin / len(bars) * seconds
        yield f"{at:5.1f}s {bars[begin : begin + room]}"
        yield f"       {marks[begin : begin + room]}".rstrip()


def _marks(spans: Sequence[Span], length: int, width: int) -> str:
    """Return a line under each span, with its number at the start where there is room."""
    marks = np.full(width, " ")
    for number, span in enumerate(spans, 1):
        first, last = _places(span, length, width)
        line = f"{number}".ljust(last - first, "─") if last - first > 1 else "─"
        marks[first:last] = list(line[: last - first])
    return "".join(marks)


def _places(span: Span, length: int, width: int) -> tuple[int, int]:
    """Return the characters of a line that belong to a span, at least one."""
    first = min(width - 1, int(span.begin * width / length))
    return first, max(first + 1, round(span.end * width / length))
