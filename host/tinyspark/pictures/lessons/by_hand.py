"""One update in one picture: the neuron before and after it, the valley, steps and batches."""

from pathlib import Path
from typing import Any

import numpy as np

from tinyspark.pictures.lessons.parts import FOUR, link, neuron, note, on_link, sketch, tidy, write
from tinyspark.pictures.plot_parts import BLUE, GRAY, INK, new_figure, save

SHOWN = 40  # updates
FALL = 0.65  # share of the error that an update with a step of 1 takes off
START = 0.35  # the first error
SMALLEST = 1e-12  # losses below it are not drawn
COLORS = (*FOUR, "#E69F00", "#56B4E9")


def draw(path: Path, errors: dict[str, list[float]], curves: dict[str, list[float]]) -> None:
    """Draw and save the picture.

    errors: of every update, for each step size; curves: loss of every epoch, for each batch.
    """
    figure = new_figure(10.5, 8)
    panels = figure.subplots(2, 2)
    _update(panels[0, 0])
    _valley(panels[0, 1], errors)
    _steps(panels[1, 0], errors)
    _batches(panels[1, 1], curves)
    save(figure, path)


def _update(panel: Any) -> None:
    """The neuron with its numbers before the update and, under them, after it."""
    sketch(panel, "One update: before, and in blue after", 4.4, 3.0)
    goal = (2.6, 1.5)
    for up, text, before, after in ((2.4, "0.1", "0.3", "0.265"), (0.6, "0.8", "0.9", "0.62")):
        place = (0.5, up)
        link(panel, place, goal, 0.35 * float(before))
        on_link(panel, (place, goal), 0.5, before)
        shift = 0.2 if up > goal[1] else -0.2
        write(panel, (1.65, (up + goal[1]) / 2 + shift), after, color=BLUE)
        neuron(panel, place, text)
    neuron(panel, goal, "+")
    write(panel, (2.9, 1.6), "0.75", ha="left")
    write(panel, (2.9, 1.36), "0.5225", color=BLUE, ha="left")
    write(panel, (2.9, 1.1), "wanted: 0.4", color=GRAY, ha="left")
    write(panel, (2.6, 2.55), "error 0.75 - 0.4 = 0.35", color=INK, ha="left", fontsize=9)
    write(panel, (2.6, 2.33), "deltas 0.1 x 0.35, 0.8 x 0.35", ha="left", fontsize=9)


def _valley(panel: Any, errors: dict[str, list[float]]) -> None:
    """Half the squared error over the size of the first step."""
    tidy(panel, "The first step: how far is too far?", "step size", "half the squared error")
    wide = np.linspace(0, 3.7, 200)
    panel.plot(wide, (START * (1 - FALL * wide)) ** 2 / 2, color=GRAY, lw=1.3, zorder=1)
    panel.axhline(START**2 / 2, color="#d0d0d0", lw=0.7, zorder=0)
    for color, (step, found) in zip(COLORS, errors.items(), strict=True):
        value = found[1] ** 2 / 2
        panel.plot(float(step), value, "o", color=color, ms=8)
        if float(step) >= 0.1:
            side = "right" if float(step) == 3 else "left"  # where the curve is not
            shift = -0.1 if side == "right" else 0.1
            write(panel, (float(step) + shift, value), step, color=color, ha=side)
    note(panel, (1.54, 0.014), "best: 1 / 0.65", ha="center", va="bottom")
    note(panel, (1.75, START**2 / 2 + 0.002), "before the update", ha="center", va="bottom")


def _steps(panel: Any, errors: dict[str, list[float]]) -> None:
    tidy(panel, "The error over the updates", "updates", "size of the error")
    for color, (step, found) in zip(COLORS, errors.items(), strict=True):
        panel.plot(np.abs(found[: SHOWN + 1]), color=color, lw=1.8, label=f"step {step}")
    panel.set(yscale="log", ylim=(1e-4, 10), xlim=(0, SHOWN))
    panel.legend(frameon=False, ncols=2, loc="lower right")


def _batches(panel: Any, curves: dict[str, list[float]]) -> None:
    tidy(panel, "Eight examples in batches", "epoch", "loss")
    for color, (batch, losses) in zip(FOUR, curves.items(), strict=True):
        values = np.where(np.array(losses) < SMALLEST, np.nan, losses)
        epochs = np.arange(1, len(values) + 1)
        panel.plot(epochs, values, color=color, lw=1.8, label=f"batch of {batch}")
    panel.set(yscale="log", ylim=(SMALLEST, 0.3), xlim=(0, len(values)))
    panel.legend(frameon=False, loc="upper right")
