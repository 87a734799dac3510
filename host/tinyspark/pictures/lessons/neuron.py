"""The neuron in one picture: its weights, its sigmoid, how it learned, and a wrong rule."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tinyspark.nn.layers import sigmoid
from tinyspark.pictures.lessons.parts import (
    FOUR,
    SIGNS,
    link,
    neuron,
    note,
    on_link,
    sketch,
    tidy,
    write,
)
from tinyspark.pictures.plot_parts import BLUE, GRAY, INK, PLAIN, VERMILION, new_figure, save

EXAMPLES = ("0 0 1", "1 1 1", "1 0 1", "0 1 1")
ANSWERS = np.array([0, 1, 1, 0])


def draw(
    path: Path,
    weights: Sequence[float],
    sums: Sequence[float],
    history: dict[str, Any],
    stuck: dict[str, Any],
) -> None:
    """Draw and save the picture.

    weights: three; sums: of the four examples, before the sigmoid; history: updates and
    predictions [n][4] on the way, and marks: names of some updates; stuck: updates and mean
    errors under the wrong rule.
    """
    figure = new_figure(10.5, 8)
    panels = figure.subplots(2, 2)
    _weights(panels[0, 0], weights)
    _sigmoid(panels[0, 1], np.array(sums))
    _predictions(panels[1, 0], history)
    _errors(panels[1, 1], history, stuck)
    save(figure, path)


def _weights(panel: Any, weights: Sequence[float]) -> None:
    sketch(panel, "What it learned in 10,000 updates", 4, 2.9)
    goal = (2.5, 1.3)
    largest = max(map(abs, weights))
    for number, weight in enumerate(weights):
        place = (0.5, 2.2 - 0.9 * number)
        link(panel, place, goal, weight / largest)
        on_link(panel, (place, goal), 0.45, f"{weight:.2f}")
        neuron(panel, place, "")
        write(panel, place, f"x{number + 1}", zorder=4)
    neuron(panel, goal, "s")
    panel.annotate(
        "", (3.2, 1.3), (2.68, 1.3), arrowprops={"arrowstyle": "->", "color": INK, "lw": 1.5}
    )
    write(panel, (3.25, 1.3), "prediction", ha="left")
    write(panel, (2.0, 2.75), "the first input decides", color=GRAY, fontsize=9)
    write(panel, (2.0, 0.05), SIGNS, color=GRAY, fontsize=9)


def _sigmoid(panel: Any, sums: np.ndarray) -> None:
    tidy(panel, "The four examples on the sigmoid", "sum of input x weight", "prediction")
    wide = np.linspace(-8, 8, 200)
    panel.plot(wide, sigmoid(wide), color=GRAY, lw=1.3, zorder=1)
    for color, place in zip(FOUR, sums, strict=True):
        panel.plot(place, sigmoid(place), "o", color=color, ms=9)
    above = sums > 0
    for at, shift in zip(np.argsort(sums), (0.09, 0.17, -0.17, -0.09), strict=True):
        place = (float(sums[at]), float(sigmoid(sums[at])) + shift)
        side = "right" if above[at] else "left"
        write(panel, place, EXAMPLES[at], color=FOUR[at], ha=side, fontsize=10)
    panel.axhline(0.5, color="#d0d0d0", lw=0.7, zorder=0)
    note(panel, (1.2, 0.5), 'one half: "I do not know"', va="bottom")


def _predictions(panel: Any, history: dict[str, Any]) -> None:
    tidy(panel, "How the predictions came about", "updates", "prediction")
    updates = history["updates"]
    for color, name, values in zip(
        FOUR, EXAMPLES, np.transpose(history["predictions"]), strict=True
    ):
        panel.plot(updates, values, color=color, lw=1.8, label=name)
    _from_zero(panel)
    panel.set(ylim=(-0.02, 1.02))
    for text, place in history["marks"].items():
        panel.axvline(place, color="#d0d0d0", lw=0.9, zorder=0)
        note(panel, (place, 0.5), f"{text} ", ha="right")
    panel.legend(frameon=False, loc="center right", bbox_to_anchor=(0.9, 0.28))


def _errors(panel: Any, history: dict[str, Any], stuck: dict[str, Any]) -> None:
    tidy(panel, "Why the input is multiplied in", "updates", "mean error")
    right = np.abs(np.array(history["predictions"]) - ANSWERS).mean(axis=1)
    updates = np.array(history["updates"])
    kept = updates <= max(stuck["updates"])
    panel.plot(stuck["updates"], stuck["errors"], color=VERMILION, lw=1.8)
    panel.plot(updates[kept], right[kept], color=BLUE, lw=1.8)
    _from_zero(panel)
    panel.set(yscale="log", ylim=(0.005, 1))
    panel.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"], **PLAIN)
    write(panel, (300, 0.62), "without the input: stuck", color=VERMILION)
    write(panel, (16, 0.05), "error x slope x input", color=BLUE)


def _from_zero(panel: Any) -> None:
    """Scale the updates by their logarithm, with a place for 0, which is before the first."""
    panel.set_xscale("symlog", linthresh=1, linscale=0.5)
    panel.set_xlim(-0.05, None)
