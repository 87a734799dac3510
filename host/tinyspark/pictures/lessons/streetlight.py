"""The streetlight in one picture: who speaks for which lamps, and errors that fall.

Also shows, beside the right answers, an error that falls though the answers are wrong.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tinyspark.pictures.lessons.parts import FOUR, SIGNS, link, neuron, sketch, tidy, write
from tinyspark.pictures.plot_parts import BLUE, GRAY, VERMILION, new_figure, save

LAMPS = ((1, 0, 1), (0, 1, 1), (0, 0, 1), (1, 1, 1))
WALK = ("walk", "walk", "stop", "stop")
LIT, DARK = "#E69F00", "#e4e4e4"
BESIDE = {  # where each curve's name stands, and on which side of that place it begins
    "stochastic": ((70, 1e-7), "right"),
    "stochastic, shuffled": ((105, 1e-10), "left"),
    "mini-batch of 2": ((150, 3e-6), "left"),
    "full batch": ((205, 2e-3), "left"),
}
SMALLEST = 1e-12  # errors below it are not drawn


def draw(
    path: Path,
    weights: Sequence[Any],
    activity: Sequence[Sequence[float]],
    curves: dict[str, list[float]],
    lights: dict[str, list[float]],
) -> None:
    """Draw and save the picture.

    weights: of both layers; activity: [4 lights][4 hidden neurons]; curves: error of each epoch
    for each way to batch; lights: errors of the six lights, "slip" and "right".
    """
    figure = new_figure(10.5, 8)
    panels = figure.subplots(2, 2)
    _network(panels[0, 0], [np.array(values) for values in weights], np.array(activity))
    _activity(panels[0, 1], np.array(activity))
    _batches(panels[1, 0], curves)
    _slip(panels[1, 1], lights)
    save(figure, path)


def _network(panel: Any, weights: Sequence[np.ndarray], activity: np.ndarray) -> None:
    """Lamps, hidden neurons and output; neurons that never speak are pale, without lines."""
    sketch(panel, "The trained network: two of four hidden neurons speak", 4.4, 3.6)
    lamps = [(0.6, 2.7 - 0.9 * at) for at in range(3)]
    hidden = [(2.2, 3.15 - 0.9 * at) for at in range(4)]
    goal = (3.6, 1.8)
    largest = max(abs(values).max() for values in weights)
    alive = activity.max(axis=0) > 0
    for at in np.flatnonzero(alive).tolist():
        for lamp, place in enumerate(lamps):
            link(panel, place, hidden[at], weights[0][lamp, at] / largest)
        link(panel, hidden[at], goal, weights[1][at, 0] / largest)
    for lamp, place in enumerate(lamps):
        neuron(panel, place, f"x{lamp + 1}")
    for at, place in enumerate(hidden):
        neuron(panel, place, f"h{at + 1}", dead=not alive[at])
    neuron(panel, goal, "+")
    write(panel, (goal[0] + 0.25, goal[1]), "walk", ha="left")
    write(panel, (2.2, 0.12), SIGNS, color=GRAY, fontsize=9)


def _activity(panel: Any, activity: np.ndarray) -> None:
    """A row for each light: its lamps, what the hidden neurons say, the answer."""
    sketch(panel, "What the hidden neurons say to each light", 4.4, 3.6)
    for lamp in range(3):
        write(panel, (0.35 + 0.34 * lamp, 3.2), f"x{lamp + 1}", fontsize=9, color=GRAY)
    for at in range(activity.shape[1]):
        write(panel, (1.65 + 0.5 * at, 3.2), f"h{at + 1}", fontsize=9, color=GRAY)
    for row, (lamps, spoken, answer) in enumerate(zip(LAMPS, activity, WALK, strict=True)):
        up = 2.65 - 0.7 * row
        for lamp, lit in enumerate(lamps):
            panel.plot(0.35 + 0.34 * lamp, up, "o", ms=15, color=LIT if lit else DARK)
        for at, value in enumerate(spoken):
            panel.plot(1.65 + 0.5 * at, up, "o", ms=22, color="#0072B2", alpha=0.08 + 0.9 * value)
            text = f"{value:.1f}" if value > 0.05 else "0"
            color = "white" if value > 0.5 else GRAY
            write(panel, (1.65 + 0.5 * at, up), text, fontsize=9, color=color)
        write(panel, (3.95, up), answer, fontweight="bold" if answer == "walk" else "normal")


def _batches(panel: Any, curves: dict[str, list[float]]) -> None:
    tidy(panel, "Lights before each update", "epoch", "squared error of the four lights")
    for color, (name, errors) in zip(FOUR, curves.items(), strict=True):
        values = np.where(np.array(errors) < SMALLEST, np.nan, errors)
        panel.plot(np.arange(1, len(values) + 1), values, color=color, lw=1.8)
        place, side = BESIDE[name]
        write(panel, place, name, color=color, ha=side)
    panel.set(yscale="log", ylim=(SMALLEST, 3), xlim=(0, 300))


def _slip(panel: Any, lights: dict[str, list[float]]) -> None:
    tidy(panel, "Both errors fall; only one learns the rule", "epoch", "squared error, six lights")
    epochs = np.arange(1, len(lights["right"]) + 1)
    panel.plot(epochs, lights["slip"], color=VERMILION, lw=1.8)
    panel.plot(epochs, lights["right"], color=BLUE, lw=1.8)
    panel.set(yscale="log")
    write(panel, (15, 0.22), 'the slip: every answer is "stop"', color=VERMILION, ha="left")
    write(panel, (14, 0.006), "the right answers", color=BLUE, ha="right")
