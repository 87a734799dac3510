"""A sweep in one picture: a map of accuracies for each decay, and how the best ones learned."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tinyspark.learning.sweep_result import Cell, Outcome
from tinyspark.pictures.plot_parts import (
    BLUE,
    GRAY,
    GREEN,
    INK,
    PLAIN,
    VERMILION,
    new_figure,
    save,
)

if TYPE_CHECKING:
    from matplotlib.figure import SubFigure

BEST = 4  # curves
COLORS = (BLUE, VERMILION, GREEN, "#CC79A7")
_PERCENT = 100.0


def draw(outcome: Outcome, title: str, path: str | Path) -> None:
    """Draw maps and curves side by side and save the picture."""
    decays, rates = outcome.values("decay"), outcome.values("learning_rate")
    rows = len(outcome.values("hidden"))
    width = 2.2 + 0.95 * len(rates)
    height = max(4.0, len(decays) * (1.3 + 0.6 * rows))
    figure = new_figure(width + 5.5, height)
    figure.suptitle(title, x=0.01, ha="left", color=INK, **PLAIN)
    left, right = figure.subfigures(1, 2, squeeze=False, width_ratios=[width, 5.5])[0]
    _draw_maps(left, outcome, decays)
    _draw_curves(right.subplots(), outcome.ranked[:BEST])
    save(figure, path)


def _draw_maps(figure: "SubFigure", outcome: Outcome, decays: list[float]) -> None:
    """Draw a map a decay, all with the same colors."""
    values = [cell.accuracy for cell in outcome.cells]
    limits = (_PERCENT * float(np.quantile(values, 0.25)), _PERCENT * max(values))
    panels = figure.subplots(len(decays), 1, squeeze=False)[:, 0]
    for panel, decay in zip(panels, decays, strict=True):
        _draw_map(panel, outcome, decay, limits)
        if len(decays) > 1:
            panel.set_title(f"decay {decay:g}", loc="left", fontsize=10, color=INK)


def _draw_map(panel: Any, outcome: Outcome, decay: float, limits: tuple[float, float]) -> None:
    hidden, rates = outcome.values("hidden"), outcome.values("learning_rate")
    cells = [[outcome.at(size, rate, decay) for rate in rates] for size in hidden]
    shares = np.array([[_PERCENT * cell.accuracy for cell in row] for row in cells])
    image = panel.imshow(shares, cmap="Blues", aspect="auto", vmin=limits[0], vmax=limits[1])
    for (row, column), share in np.ndenumerate(shares):
        spread = _PERCENT * cells[row][column].spread
        color = "white" if image.norm(share) > 0.55 else INK
        text = f"{share:.1f}\n\N{PLUS-MINUS SIGN}{spread:.1f}"
        if cells[row][column].diverged == 1:
            text = "diverged"
        panel.text(column, row, text, ha="center", va="center", fontsize=9, color=color)
        if cells[row][column] is outcome.wanted:
            _frame(panel, column, row)
    panel.set_xticks(range(len(rates)), [f"{rate:g}" for rate in rates])
    panel.set_yticks(range(len(hidden)), [str(size) for size in hidden])
    panel.set(xlabel="learning rate", ylabel="hidden neurons")
    panel.tick_params(length=0)
    panel.spines[:].set_visible(False)


def _frame(panel: Any, column: int, row: int) -> None:
    """Mark the cell that train would want."""
    from matplotlib.patches import Rectangle

    style: dict[str, Any] = {"fill": False, "edgecolor": VERMILION, "linewidth": 2}
    panel.add_patch(Rectangle((column - 0.48, row - 0.47), 0.96, 0.94, **style))


def _draw_curves(panel: Any, best: list[Cell]) -> None:
    """Draw the accuracy over the epochs: the mean of the seeds, and their range."""
    for cell, color in zip(best, COLORS, strict=False):
        curves = _PERCENT * cell.curves
        epochs = np.arange(1, len(curves) + 1)
        panel.fill_between(
            epochs, curves.min(axis=1), curves.max(axis=1), color=color, alpha=0.15, linewidth=0
        )
        panel.plot(epochs, curves.mean(axis=1), color=color, lw=1.5, label=cell.name)
    settled = min(float(_PERCENT * cell.curves[len(cell.curves) // 4 :].min()) for cell in best)
    lowest = settled - 0.5 * (_PERCENT - settled) - 0.5  # the first epochs may lie below
    panel.set(xlabel="epoch", ylabel="right answers (%)", ylim=(lowest, 100.2))
    panel.set_title("the best ones: mean and range of the seeds", loc="left", fontsize=10)
    panel.grid(color="#e4e4e4", linewidth=0.7)
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(color=GRAY)
    panel.legend(loc="lower right", frameon=False)
