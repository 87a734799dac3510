"""What a sweep found: a cell for each setting, the best of them, and the one to train with.

Knows accuracies, not how they came about.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Cell:
    """One setting, and the shares of takes that were right, seed by seed, after each epoch."""

    hidden: int
    learning_rate: float
    decay: float
    curves: np.ndarray  # [epochs, seeds], 0..1
    diverged: float = 0.0  # share of its networks, whose takes all count as wrong

    @property
    def name(self) -> str:
        """The setting in words."""
        decay = f", decay {self.decay:g}" if self.decay else ""
        return f"{self.hidden} hidden, rate {self.learning_rate:g}{decay}"

    @property
    def accuracy(self) -> float:
        """Mean over the seeds, after the last epoch."""
        return float(self.curves[-1].mean())

    @property
    def spread(self) -> float:
        """Standard deviation over the seeds, after the last epoch."""
        return float(self.curves[-1].std())

    def facts(self) -> dict[str, Any]:
        """Return what --json tells."""
        return {
            "hidden": self.hidden,
            "learning_rate": self.learning_rate,
            "decay": self.decay,
            "accuracy": self.accuracy,
            "spread": self.spread,
            "accuracies": self.curves[-1].tolist(),
            "diverged": self.diverged,
        }


@dataclass(frozen=True)
class Outcome:
    """All cells, in the order of decay, hidden, rate; and what they were scored on."""

    cells: list[Cell]
    split: str
    takes: int
    note: str = ""

    @property
    def ranked(self) -> list[Cell]:
        """The cells, best first; of equals the smaller and steadier first."""
        return sorted(self.cells, key=lambda cell: (-cell.accuracy, cell.hidden, cell.spread))

    @property
    def error(self) -> float:
        """Standard error of the best accuracy, for so many takes."""
        best = self.ranked[0].accuracy
        return float(np.sqrt(max(best * (1 - best), 1 / self.takes) / self.takes))

    @property
    def wanted(self) -> Cell:
        """The smallest network that the takes cannot tell from the best (Breiman et al., 1984).

        Of equals the one with the middle learning rate: there is room on both sides.
        """
        enough = self.ranked[0].accuracy - self.error
        close = [cell for cell in self.cells if cell.accuracy >= enough]
        smallest = [cell for cell in close if cell.hidden == min(each.hidden for each in close)]
        return _middle([cell for cell in smallest if cell.accuracy == _greatest(smallest)])

    @property
    def edges(self) -> list[str]:
        """Names of the values of the best cell beyond which better ones may lie."""
        best = _middle([cell for cell in self.cells if cell.accuracy == _greatest(self.cells)])
        hidden, rates = self.values("hidden"), self.values("learning_rate")
        found = []
        if len(hidden) > 1 and best.hidden == hidden[-1]:
            found.append("hidden")
        if len(rates) > 1 and best.learning_rate in (rates[0], rates[-1]):
            found.append("learning_rate")
        return found

    def values(self, name: str) -> list[Any]:
        """Return the values of hidden, learning_rate or decay, in rising order."""
        return sorted({getattr(cell, name) for cell in self.cells})

    def at(self, hidden: int, learning_rate: float, decay: float) -> Cell:
        """Return the cell of a setting."""
        wanted = (hidden, learning_rate, decay)
        return next(
            cell for cell in self.cells if (cell.hidden, cell.learning_rate, cell.decay) == wanted
        )


def _greatest(cells: list[Cell]) -> float:
    return max(cell.accuracy for cell in cells)


def _middle(cells: list[Cell]) -> Cell:
    """Return the one with the middle learning rate, of the smallest among equally good cells."""
    least = min(cell.hidden for cell in cells)
    by_rate = sorted(
        (cell for cell in cells if cell.hidden == least), key=lambda cell: cell.learning_rate
    )
    return by_rate[len(by_rate) // 2]
