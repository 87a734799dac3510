"""What a sweep found, as readable text: tables, the best ones, and what to do with them."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tinyspark.pictures.report.scored_on import SPLIT_WORDS
from tinyspark.terminal.fold import fold

if TYPE_CHECKING:
    from tinyspark.learning.sweep_result import Cell, Outcome

SHOWN = 5  # of the best
COLUMNS = 5  # of a table; what is more goes into another one
EDGES = {
    "hidden": "has the most hidden neurons",
    "learning_rate": "has the least or the greatest learning rate",
}


def print_outcome(outcome: "Outcome", dataset: Path, axes: Sequence[str] | None = None) -> None:
    """Print everything; dataset is the folder, axes: those that were used, None for all."""
    seeds = outcome.cells[0].curves.shape[1]
    print(f"{scored_on(outcome)}" + (f", mean of {seeds} seeds +- spread" if seeds > 1 else ""))
    rates = outcome.values("learning_rate")
    for decay in outcome.values("decay"):
        for first in range(0, len(rates), COLUMNS):
            _print_table(outcome, decay, rates[first : first + COLUMNS])
    print("\nThe best:")
    for cell in outcome.ranked[:SHOWN]:
        print(f"{100 * cell.accuracy:5.1f} %  {cell.name}")
    print()
    chosen = [] if axes is None else ["--axes", ",".join(axes)]
    for line in _advice(outcome, dataset, chosen):
        print(fold(line, sys.stdout))


def scored_on(outcome: "Outcome") -> str:
    return f"% right on {SPLIT_WORDS[outcome.split]}"


def _print_table(outcome: "Outcome", decay: float, rates: list[float]) -> None:
    """Print a row a size of the hidden layer."""
    with_decay = f", decay {decay:g}" if len(outcome.values("decay")) > 1 else ""
    print(f"\n{'':8}learning rate{with_decay}")
    print(f"{'hidden':8}" + "".join(f"{rate:>13g}" for rate in rates))
    for hidden in outcome.values("hidden"):
        cells = [outcome.at(hidden, rate, decay) for rate in rates]
        print(f"{hidden:6}  " + "".join(f"{_figure(cell):>13}" for cell in cells))


def _figure(cell: "Cell") -> str:
    if cell.diverged == 1:
        return "diverged"
    mean = f"{100 * cell.accuracy:.1f}"
    return f"{mean} +- {100 * cell.spread:.1f}" if cell.curves.shape[1] > 1 else mean


def _advice(outcome: "Outcome", dataset: Path, more: Sequence[str]) -> list[str]:
    wanted = outcome.wanted
    train = ["tinyspark", "train", str(dataset), "-o", f"{dataset.resolve().name}.tsm"]
    return [
        f"The smallest network that {outcome.takes} takes cannot tell from the best (less than"
        f" {100 * outcome.error:.1f} % apart) has {wanted.name}:",
        f"  {shlex.join([*train, *more, *_arguments(wanted)])}",
        *(f"The best {EDGES[name]} of all: look beyond it." for name in outcome.edges),
        *([f"note: {outcome.note}"] if outcome.note else []),
    ]


def _arguments(cell: "Cell") -> list[str]:
    """Return what makes train take this setting."""
    decay = ["--decay", f"{cell.decay:g}"] if cell.decay else []
    return ["--hidden", str(cell.hidden), "--rate", f"{cell.learning_rate:g}", *decay]
