"""Gradient descent as the course writes it, and small words that its lessons share.

The step stays the same, the examples come in their order, errors are added up (mean=False) and
nothing else moves the weights.
"""

from collections.abc import Iterable

from tinyspark.lessons.story import Story
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.optim import SGD
from tinyspark.nn.schedules import constant
from tinyspark.nn.train import Plan, Watch

_EVERY = 1000  # epochs between two words about the progress


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


def bar(story: Story, what: str, epochs: int) -> Watch:
    """Return a watch that tells the story how far a training of so many epochs is."""

    def watch(epoch: int, network: Network) -> None:
        if epoch % _EVERY == 0:
            story.progress(what, epoch / epochs)

    return watch


def numbers(values: Iterable[float], digits: int = 8) -> str:
    """Return the numbers with so many significant digits, as one text."""
    return "  ".join(f"{value:.{digits}g}" for value in values)
