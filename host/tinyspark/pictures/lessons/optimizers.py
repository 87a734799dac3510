"""Picture of the lesson on optimizers: the race, wider layers, and networks that miss a neuron."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tinyspark.pictures.lessons.parts import note, tidy
from tinyspark.pictures.plot_parts import BLUE, GRAY, GREEN, VERMILION, new_figure, save

Curve = tuple[Sequence[int], Sequence[float]]  # epochs, median errors
LOOKS = (  # color and line, in the order of the race
    ("#222222", "-"),
    ("#222222", "--"),
    ("#222222", ":"),
    (BLUE, "-"),
    (BLUE, "--"),
    (VERMILION, "-"),
    (VERMILION, "--"),
    (GREEN, "-"),
    (GREEN, "--"),
)
PALE = "#9ecae1"
LOWEST = 0.003  # what is below is of no interest for the lamp


def draw(
    path: str | Path,
    curves: Mapping[str, Curve],
    goal: float,
    arrived: Mapping[int, tuple[float, float | None]],
    missing: Mapping[float, Sequence[float]],
) -> None:
    """Draw median errors by method, and the goal; the shares of starts that arrive soon, and
    late where that was tried, by width; the errors of networks without their most needed neuron,
    by share of dropout.
    """
    figure = new_figure(13.5, 4.4)
    panels = figure.subplots(1, 3, width_ratios=[6.2, 3, 3])
    _draw_race(panels[0], curves, goal)
    _draw_widths(panels[1], arrived)
    _draw_missing(panels[2], missing)
    save(figure, path)


def _draw_race(panel: Any, curves: Mapping[str, Curve], goal: float) -> None:
    tidy(panel, "The race, each method with its best step", "epochs", "mean error (median start)")
    for (name, (epochs, errors)), (color, line) in zip(curves.items(), LOOKS, strict=True):
        panel.plot(epochs, errors, color=color, linestyle=line, lw=1.6, label=name)
    panel.axhline(goal, color=GRAY, lw=0.8)
    note(panel, (1.1, 0.92 * goal), "arrived", va="top")
    panel.set(xscale="log", yscale="log", ylim=(LOWEST, 0.7))
    panel.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))


def _draw_widths(panel: Any, arrived: Mapping[int, tuple[float, float | None]]) -> None:
    tidy(panel, "Starts that arrive", "hidden neurons", "")
    places = np.arange(len(arrived))
    soon = [each[0] for each in arrived.values()]
    late = [each[1] or each[0] for each in arrived.values()]
    panel.bar(places, late, color=PALE, label="by 20,000 epochs (2 and 3 only)")
    panel.bar(places, soon, color=BLUE, label="by 2,000 epochs")
    for place, low, high in zip(places.tolist(), soon, late, strict=True):
        for share in {low, high}:
            _write_share(panel, place, share)
    panel.set_xticks(places, list(arrived))
    panel.set_ylim(0, 1.3)
    panel.legend(frameon=False, loc="upper left", fontsize=9)
    panel.set_yticks([])
    panel.spines["left"].set_visible(False)


def _write_share(panel: Any, place: float, share: float) -> None:
    """Write a share above the top of its bar."""
    panel.text(place, share + 0.01, f"{100 * share:.0f} %", ha="center", va="bottom", fontsize=9)


def _draw_missing(panel: Any, missing: Mapping[float, Sequence[float]]) -> None:
    """Draw a dot for each network."""
    tidy(panel, "One neuron missing", "dropout in training (a dot: a network)", "mean error")
    for place, (errors, color) in enumerate(
        zip(missing.values(), (VERMILION, GREEN), strict=True)
    ):
        beside = place + 0.3 * np.sin(2.4 * np.arange(len(errors)))  # so that few dots coincide
        panel.plot(beside, errors, "o", color=color, ms=4, alpha=0.7, mec="none")
    panel.set_xticks(range(len(missing)), [f"{share:g}" for share in missing])
    panel.set(xlim=(-0.6, len(missing) - 0.4), ylim=(0, None))
