"""Pictures: a gallery of gestures, one take, a confusion matrix, a stream with its detections.

Each function draws and saves one picture; colors and panels are plot_parts'. Texts from outside
are drawn as they are, never read as formulas.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.pictures.plot_gallery import gallery
from tinyspark.pictures.plot_parts import (
    INK,
    PLAIN,
    QUANTITY,
    PlotError,
    draw,
    legend,
    new_figure,
    save,
    units_of,
)

__all__ = ["Mark", "PlotError", "confusion_matrix", "gallery", "one_take", "stream"]

BANDS = ("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#0072B2", "#D55E00", "#999999")


class Mark(NamedTuple):
    """A detection in a stream: start and end in seconds, and its label."""

    start: float
    end: float
    label: str


def one_take(take: Recording, settings: Settings, path: str | Path) -> None:
    """Draw one take large."""
    units = units_of(settings)
    figure = new_figure(7.5, 1.0 + 2.1 * len(units))
    panels = figure.subplots(len(units), 1, sharex=True, squeeze=False)[:, 0]
    for panel, unit in zip(panels, units, strict=True):
        draw(panel, take.samples, settings, unit)
        legend(panel, settings, unit)
        panel.set_ylabel(QUANTITY[unit])
    panels[-1].set_xlabel("time (s)")
    who = f" by {take.subject}" if take.subject else ""
    panels[0].set_title(f"{take.label}{who}   {take.id}", loc="left", color=INK, **PLAIN)
    save(figure, path)


def confusion_matrix(
    labels: Sequence[str], matrix: Sequence[Sequence[int]], path: str | Path, title: str = ""
) -> None:
    """Draw counts [true label][predicted label] and save the picture."""
    size = 1.8 + 0.55 * len(labels)
    figure = new_figure(size + 0.4, size)
    draw_confusion(figure.subplots(), labels, matrix, title)
    save(figure, path)


def draw_confusion(
    panel: Any, labels: Sequence[str], matrix: Sequence[Sequence[int]], title: str
) -> None:
    """Draw counts [true label][predicted label]; rows are shaded by their share."""
    counts = np.asarray(matrix)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    panel.imshow(share, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        color = "white" if share[row, column] > 0.55 else INK
        text = str(count) if count else "\N{MIDDLE DOT}"
        panel.text(column, row, text, ha="center", va="center", color=color)
    places = np.arange(len(labels))
    panel.set_xticks(places, labels, rotation=40, ha="right", rotation_mode="anchor", **PLAIN)
    panel.set_yticks(places, labels, **PLAIN)
    panel.set_xlabel("recognized as")
    panel.set_ylabel("performed")
    panel.tick_params(length=0)
    panel.spines[:].set_visible(False)
    if title:
        panel.set_title(title, loc="left", color=INK, **PLAIN)


def stream(
    samples: np.ndarray, settings: Settings, marks: Sequence[Mark], path: str | Path
) -> None:
    """Draw counts [n, axes] over time and a labelled band where something was detected."""
    units = units_of(settings)
    seconds = len(samples) / settings.rate
    figure = new_figure(float(np.clip(1.2 * seconds, 7, 14)), 1.2 + 1.9 * len(units))
    panels = figure.subplots(len(units), 1, sharex=True, squeeze=False)[:, 0]
    draw_stream(panels, samples, settings, marks)
    save(figure, path)


def draw_stream(
    panels: np.ndarray, samples: np.ndarray, settings: Settings, marks: Sequence[Mark]
) -> None:
    """Draw counts [n, axes], one panel a unit, and the detections over all panels."""
    names = sorted({mark.label for mark in marks})
    for panel, unit in zip(panels, units_of(settings), strict=True):
        draw(panel, samples, settings, unit)
        legend(panel, settings, unit)
        panel.set_ylabel(QUANTITY[unit])
        for mark in marks:
            color = BANDS[names.index(mark.label) % len(BANDS)]
            panel.axvspan(mark.start, mark.end, color=color, alpha=0.22, linewidth=0)
    for mark in marks:
        middle = (mark.start + mark.end) / 2
        panels[0].annotate(
            mark.label,
            (middle, 1.02),
            xycoords=("data", "axes fraction"),
            ha="center",
            fontsize=9,
            fontweight="bold",
            color=INK,
            **PLAIN,
        )
    panels[-1].set(xlabel="time (s)", xlim=(0, len(samples) / settings.rate))
