"""Gradient descent as the course writes it, and numbers as its lessons print them.

The step stays the same, the examples come in their order, errors are added up (mean=False) and
nothing else moves the weights.
"""

from collections.abc import Iterable

from tinyspark.nn.loss import SquaredError
from tinyspark.nn.optim import SGD
from tinyspark.nn.schedules import constant
from tinyspark.nn.train import Plan


def plain(epochs: int, step: float, batch: int | None = None, mean: bool = False) -> Plan:
    """Return the course's plan; batch None: one update an epoch, 1: one for each example."""
    return Plan(
        epochs=epochs,
        batch=batch,
        learning_rate=step,
        schedule=constant,
        loss=SquaredError(mean=mean),
        optimizer=SGD,
        shuffle=False,
    )


def numbers(values: Iterable[float], digits: int = 8) -> str:
    """Return the numbers with so many significant digits, as one text."""
    return "  ".join(f"{value:.{digits}g}" for value in values)


def percent(share: float) -> str:
    """Return a share of 1 as "33 %"."""
    return f"{100 * share:.0f} %"
