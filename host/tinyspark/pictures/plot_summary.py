"""One picture of a live test: its confusion matrix, and one gesture with what was detected."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tinyspark.dataset.settings import Settings
from tinyspark.pictures.plot_parts import new_figure, save, units_of
from tinyspark.pictures.plots import Mark, draw_confusion, draw_stream


class Matrix(NamedTuple):
    """Counts [performed][recognized] of labels, under a title."""

    labels: Sequence[str]
    counts: Sequence[Sequence[int]]
    title: str


class Scene(NamedTuple):
    """Samples [n, axes] in counts, what was detected in them, and what was performed."""

    samples: np.ndarray
    settings: Settings
    marks: Sequence[Mark]
    performed: str


def draw(matrix: Matrix, scene: Scene, path: str | Path) -> None:
    """Draw both side by side and save the picture."""
    units = units_of(scene.settings)
    side = max(4.0, 1.8 + 0.5 * len(matrix.labels))
    figure = new_figure(side + 6.5, side)
    parts = figure.subfigures(1, 2, squeeze=False, width_ratios=[side, 6.5])
    left, right = parts[0]
    draw_confusion(left.add_subplot(), matrix.labels, matrix.counts, matrix.title)
    panels = right.subplots(len(units), 1, sharex=True, squeeze=False)[:, 0]
    draw_stream(panels, scene.samples, scene.settings, scene.marks)
    right.suptitle(f"performed: {scene.performed}", x=0.02, ha="left", parse_math=False)
    save(figure, path)
