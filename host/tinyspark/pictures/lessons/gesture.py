"""Picture of the gesture lesson: the ten takes, the slip's direction, and 300 starts with it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tinyspark.pictures.lessons.parts import tidy
from tinyspark.pictures.plot_parts import BLUE, GREEN, VERMILION, new_figure, save

Takes = Sequence[Sequence[float]]
MILLISECONDS = (-500, -250, 0)


def draw(
    path: str | Path,
    takes: Mapping[str, Takes],
    cosines: Sequence[float],
    outcomes: Mapping[str, Mapping[str, Sequence[int]]],
) -> None:
    """Draw takes by label, cosines of the printed rule's steps, and counts of networks by epoch.

    outcomes: of each rule lists named epochs, perfect (all ten takes) and diverged.
    """
    figure = new_figure(12.5, 4.0)
    panels = figure.subplots(1, 3)
    _draw_takes(panels[0], takes)
    _draw_directions(panels[1], np.asarray(cosines))
    _draw_outcomes(panels[2], outcomes)
    save(figure, path)


def _draw_takes(panel: Any, takes: Mapping[str, Takes]) -> None:
    tidy(panel, "Ten takes of a hand", "time (ms)", "proximity / 100")
    for (label, group), color in zip(takes.items(), (BLUE, VERMILION), strict=True):
        for take in group:
            panel.plot(MILLISECONDS, take, color=color, marker="o", ms=4)
        end = sorted(take[-1] for take in group)[len(group) // 2]
        panel.text(25, end, label, color=color, va="center")
    panel.set(xticks=MILLISECONDS, xlim=(-525, 140))


def _draw_directions(panel: Any, cosines: np.ndarray) -> None:
    """Draw how many steps of the hidden weights go which way: 1 straight down, -1 straight up."""
    edges = np.linspace(-1, 1, 21)
    counts, _ = np.histogram(cosines, edges)
    colors = [VERMILION if middle < 0 else GREEN for middle in (edges[1:] + edges[:-1]) / 2]
    panel.bar(edges[:-1], counts / len(cosines), 0.1, align="edge", color=colors, ec="white")
    down = np.mean(cosines > 0)
    top = {"transform": panel.transAxes, "va": "top"}
    panel.text(0.03, 0.97, f"uphill {100 * (1 - down):.0f} %", color=VERMILION, **top)
    panel.text(0.97, 0.97, f"downhill {100 * down:.0f} %", color=GREEN, ha="right", **top)
    tidy(panel, "Where the printed rule leads", "cosine with the way down", "share of steps")
    panel.set_ylim(0, 1.15 * counts.max() / len(cosines))


def _draw_outcomes(panel: Any, outcomes: Mapping[str, Mapping[str, Sequence[int]]]) -> None:
    """Draw how many networks know all ten takes, and how many are numbers no more."""
    tidy(panel, "Networks that know all ten takes", "epochs", "networks")
    looks = zip(outcomes.items(), (GREEN, VERMILION), ("bottom", "top"), strict=True)
    for (rule, outcome), color, side in looks:
        epochs = outcome["epochs"]
        lines = (("perfect", "-", side), ("diverged", ":", "bottom"))
        for what, line, at in lines:
            counts = outcome[what]
            if not any(counts):
                continue
            name = f"{rule} rule" if what == "perfect" else f"{rule} rule: {what}"
            panel.plot(epochs, counts, color=color, linestyle=line, lw=1.8, label=name)
            panel.text(1.15 * epochs[-1], counts[-1], str(counts[-1]), color=color, va=at)
    panel.set(xscale="log", ylim=(-6, None))
    panel.legend(frameon=False, loc="upper left", bbox_to_anchor=(0.0, 0.93))
