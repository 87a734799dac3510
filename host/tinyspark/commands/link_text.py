"""What is told of a board's link and clock: its rate beside the nominal one, what was healed.

Knows no board: figures in, words out.
"""

from collections.abc import Iterable

from tinyspark.board.capture import Gap
from tinyspark.terminal.screen import counted

_MOST_GAPS = 5  # that are listed


def rate(measured: float, nominal: int) -> str:
    """Return the rate that a sensor has, beside the one it is set to."""
    return f"{measured:.1f} samples/s, {nominal} nominal ({100 * (measured / nominal - 1):+.1f} %)"


def healed(frames: int) -> str:
    """Return how many frames got lost on the line and came when they were asked for again."""
    return f"{counted(frames, 'frame')} sent again"


def places(gaps: Iterable[Gap]) -> str:
    """Return which samples are missing, counted from 0."""
    listed = [f"{gap.at}" + f" to {gap.at + gap.count - 1}" * (gap.count > 1) for gap in gaps]
    more = [f"{len(listed) - _MOST_GAPS} more gaps"] if len(listed) > _MOST_GAPS else []
    return "samples " + ", ".join(listed[:_MOST_GAPS] + more)
