"""Schedules: the share of the training that is done (0..1) -> a factor of the learning rate."""

import math
from collections.abc import Callable

Schedule = Callable[[float], float]

_RISE = 0.2  # the part of a cycle in which the rate rises
_LEAST = 0.01


def constant(done: float) -> float:
    """The same rate all the time."""
    return 1.0


def linear(done: float) -> float:
    """Straight down, to 0 at the end."""
    return 1 - done


def annealing(done: float) -> float:
    """Slower and slower, to 0 at the end: half a cosine (Loshchilov and Hutter, 2017)."""
    return (1 + math.cos(math.pi * done)) / 2


def one_cycle(done: float) -> float:
    """Up for a fifth of the way, then down to the end (Smith and Topin, 2018)."""
    share = done / _RISE if done < _RISE else (1 - done) / (1 - _RISE)
    return max(share, _LEAST)


SCHEDULES: dict[str, Schedule] = {
    "constant": constant,
    "linear": linear,
    "annealing": annealing,
    "one-cycle": one_cycle,
}
