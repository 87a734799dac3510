"""What each neuron of the first layer looks for: its weights as a movement, the take beside it.

One row a neuron; a panel for the course of each axis, one for the statistics as bars.
"""

import textwrap
from pathlib import Path
from typing import Any

import numpy as np

from tinyspark.learning.glass_box import trace as traces
from tinyspark.learning.glass_box.names import STATISTIC, STATISTICS
from tinyspark.learning.glass_box.trace import Trace
from tinyspark.pictures.plot_parts import (
    AXIS_COLORS,
    BLUE,
    GRAY,
    INK,
    PLAIN,
    new_figure,
    save,
)

MOST = 64  # neurons
ROW, COURSE, FEW, BARS, NAME = 0.75, 1.35, 2.4, 3.8, 1.4  # inches
FULL = 0.42  # of a row, from its middle to where the greatest weight ends
LEAST = 6.5  # width of the sheet
TITLE = (
    "What the neurons of the first layer look for. Colored: the weights, put back where their"
    " features come from. Black: this take. Where both lie on the same side of a line, the"
    " neuron's sum grows."
)
SCALES = " Courses and statistics are drawn each to their own scale."
LETTERS = 13  # of the title on an inch


def draw(path: Path, trace: Trace) -> None:
    """Draw all neurons and save the picture."""
    count = min(MOST, trace.model.layers[0].outputs)
    bars = [at for at, each in enumerate(trace.features) if each.kind == STATISTIC]
    axes = trace.model.axes if len(bars) < len(trace.features) else ()
    widths = [COURSE if bars else FEW] * len(axes) + [BARS] * bool(bars)
    width = max(LEAST, NAME + sum(widths))
    figure = new_figure(width, 1.2 + ROW * count)
    panels = figure.subplots(1, len(widths), squeeze=False, sharey=True, width_ratios=widths)[0]
    for panel, axis in zip(panels, axes, strict=False):
        at = [
            place
            for place, each in enumerate(trace.features)
            if each.axis == axis and each.kind != STATISTIC
        ]
        _courses(panel, trace, count, at)
        panel.set_title(axis, fontsize=10, color=INK, **PLAIN)
    if bars:
        _statistics(panels[-1], trace, count, bars)
    for panel in panels:
        _lines(panel, count)
    _names(panels[0], trace, count)
    title = textwrap.fill(TITLE + SCALES * bool(bars), int(LETTERS * width))
    figure.suptitle(title, x=0.01, ha="left", fontsize=10)
    save(figure, path)


def _courses(panel: Any, trace: Trace, count: int, at: list[int]) -> None:
    """Draw all neurons' weights of one axis: over time as an area, few of them as bars."""
    shapes = [place for place, each in enumerate(trace.features) if each.kind != STATISTIC]
    color = AXIS_COLORS.get(trace.features[at[0]].axis, BLUE)
    places = np.arange(len(at))
    take = FULL * trace.inputs(0)[at] / trace.reach(0)
    for neuron, weights in enumerate(_weights(trace, shapes)[:count, at]):
        if len(at) > 4:
            panel.fill_between(
                places, -neuron, weights - neuron, color=color, alpha=0.65, linewidth=0
            )
            panel.plot(places, take - neuron, color=INK, linewidth=0.9)
        else:
            panel.bar(places, weights, bottom=-neuron, color=color, alpha=0.65)
            panel.plot(places, take - neuron, "o-", color=INK, linewidth=0.9, markersize=4)
    panel.set_xticks([])
    panel.set_xlim(-0.7, len(at) - 0.3)


def _statistics(panel: Any, trace: Trace, count: int, bars: list[int]) -> None:
    """Draw all neurons' weights of the statistics: axis after axis, then of the whole."""
    bars = sorted(bars, key=lambda at: trace.features[at].axis == "")
    width = len(STATISTICS)
    axes = trace.model.axes if trace.features[bars[0]].axis else ()
    colors = [AXIS_COLORS.get(trace.features[at].axis, GRAY) for at in bars]
    places = np.arange(len(bars))
    take = FULL * trace.inputs(0)[bars] / trace.reach(0)
    for neuron, weights in enumerate(_weights(trace, bars)[:count, bars]):
        panel.bar(places, weights, bottom=-neuron, color=colors, width=0.9)
        panel.plot(places, take - neuron, ".", color=INK, markersize=2.5)
    middles = [place * width + (width - 1) / 2 for place in range(len(axes))]
    panel.set_xticks([*middles, len(bars) - 2], [*axes, "whole"], fontsize=8, **PLAIN)
    panel.set_xlim(-1, len(bars))
    title = textwrap.fill(f"statistics of each axis: {', '.join(STATISTICS)}", 50)
    if not axes:
        title = "of the whole: strength and length"
    panel.set_title(title, fontsize=8, color=INK)


def _weights(trace: Trace, kind: list[int]) -> np.ndarray:
    """Return the weights [neurons, inputs] on the scale of the features of one kind."""
    weights = trace.weights(0)
    return FULL * weights / max(1, np.abs(weights[:, kind]).max())


def _lines(panel: Any, count: int) -> None:
    panel.hlines(-np.arange(count), *panel.get_xlim(), color="#b0b0b0", linewidth=0.6, zorder=0)
    panel.set(ylim=(0.5 - count, 0.5), yticks=[])
    panel.tick_params(length=0)
    panel.spines[:].set_color("#d8d8d8")


def _names(panel: Any, trace: Trace, count: int) -> None:
    """Write at the left what each neuron is called and answers; the strongest one in bold."""
    strongest = traces.path(trace)[0]
    for neuron in range(count):
        panel.annotate(
            _answer(trace, neuron),
            (0, -neuron),
            xycoords=("axes fraction", "data"),
            xytext=(-6, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=8,
            fontweight="bold" if neuron == strongest else "normal",
            color=INK,
            **PLAIN,
        )


def _answer(trace: Trace, neuron: int) -> str:
    total = trace.sums(0)[neuron]
    if len(trace.model.layers) == 1:
        answer = trace.numbers["confidences"][neuron]
        return f"{trace.model.labels[neuron]}\nsum {total}\nanswer {answer}"
    return f"neuron {neuron + 1}\nsum {total}\nanswer {trace.inputs(1)[neuron]}"
