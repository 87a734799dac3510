"""A gallery: some takes of each label side by side, all on the same scale.

Knows the arrangement on the sheet; what a panel shows is plot_parts'.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.pictures.plot_parts import (
    GRAY,
    INK,
    LETTERS,
    PLAIN,
    PlotError,
    draw,
    new_figure,
    save,
    span,
    units_of,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TAKES_PER_LABEL = 4
MAX_ROWS = 16
LEFT, TOP, BOTTOM = 0.65, 0.62, 0.5
WIDTH, COLUMN_GAP = 2.1, 0.14
HEIGHT, LEVEL_GAP, ROW_GAP = 0.78, 0.07, 0.3
STEPS = [1, 2, 5, 10]  # between numbers at an axis


def gallery(dataset: Dataset, path: str | Path, label: str = "") -> None:
    """Draw some takes of each label, or more takes of one label."""
    if label:
        takes = [take for take in dataset.recordings if take.label == label]
        rows = [takes[at : at + TAKES_PER_LABEL] for at in range(0, len(takes), TAKES_PER_LABEL)]
    else:
        rows = [
            _spread([take for take in dataset.recordings if take.label == name])
            for name in dataset.labels
        ]
    if not rows:
        wanted = f" with the label {label!r}" if label else ""
        raise PlotError(f"{dataset.folder} has no takes{wanted}.\nRecord or import some first.")
    more = f" (the first {MAX_ROWS} of {len(rows)} rows)" if len(rows) > MAX_ROWS else ""
    figure = _gallery(rows[:MAX_ROWS], dataset.settings, dataset.name + more)
    save(figure, path)


class _Sheet(NamedTuple):
    """Where the panels of a gallery lie; LEFT, TOP and so on are inches."""

    rows: int
    columns: int
    levels: int  # panels of one take, one above the other

    @property
    def row_height(self) -> float:
        return self.levels * (HEIGHT + LEVEL_GAP) + ROW_GAP

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the sheet in inches."""
        width = LEFT + self.columns * (WIDTH + COLUMN_GAP)
        return max(width, 5.0), TOP + self.rows * self.row_height - ROW_GAP + BOTTOM

    def box(self, row: int, column: int, level: int) -> tuple[float, float, float, float]:
        """Return (left, bottom, width, height) of a panel as shares of the sheet."""
        width, height = self.size
        down = TOP + row * self.row_height + level * (HEIGHT + LEVEL_GAP) + HEIGHT
        right = LEFT + column * (WIDTH + COLUMN_GAP)
        return right / width, 1 - down / height, WIDTH / width, HEIGHT / height

    def text(self, figure: "Figure", right: float, text: str, color: str) -> None:
        """Write a text at the top of the sheet, some inches from its left."""
        width, height = self.size
        style: dict[str, Any] = {"fontsize": 11, "fontweight": "bold", "va": "top", "color": color}
        figure.text(right / width, 1 - 0.1 / height, text, **style, **PLAIN)


def _gallery(rows: list[list[Recording]], settings: Settings, title: str) -> "Figure":
    """Draw one row of takes a label; all panels of a unit have the same limits."""
    takes = [take for row in rows for take in row]
    sheet = _Sheet(len(rows), max(map(len, rows)), len(units_of(settings)))
    figure = new_figure(*sheet.size, layout=None)
    sheet.text(figure, 0.12, title, INK)
    if settings.columns("g") or settings.columns("dps"):
        _key(figure, sheet)
    for level, unit in enumerate(units_of(settings)):
        limits = _limits(takes, settings, unit)
        for row, column in np.ndindex(sheet.rows, sheet.columns):
            if column >= len(rows[row]):
                continue
            panel = figure.add_axes(sheet.box(row, column, level), xlim=span(takes, settings))
            draw(panel, rows[row][column].samples, settings, unit)
            _dress(panel, sheet, (row, column, level))
            panel.set(ylim=limits, ylabel="" if column else unit)
            if level == 0:
                _name(panel, rows[row][column], first=column == 0)
    return figure


def _dress(panel: Any, sheet: _Sheet, place: tuple[int, int, int]) -> None:
    """Give a panel of the gallery few ticks, and numbers only at the sheet's left and bottom."""
    from matplotlib.ticker import MaxNLocator

    row, column, level = place
    lowest = row == sheet.rows - 1 and level == sheet.levels - 1
    panel.xaxis.set_major_locator(MaxNLocator(4, steps=STEPS))
    panel.yaxis.set_major_locator(MaxNLocator(3, steps=STEPS))
    panel.tick_params(labelsize=7, labelleft=column == 0, labelbottom=lowest)
    panel.yaxis.label.set_size(8)
    if lowest:
        panel.set_xlabel("time (s)", fontsize=8)


def _name(panel: Any, take: Recording, *, first: bool) -> None:
    label = take.label if first else ""
    panel.set_title(label, loc="left", fontsize=10, fontweight="bold", color=INK, pad=3, **PLAIN)
    panel.set_title(take.subject, loc="right", fontsize=7, color=GRAY, pad=3, **PLAIN)


def _spread(takes: list[Recording]) -> list[Recording]:
    """Choose takes from all over the list, so that several persons are seen."""
    at = np.linspace(0, len(takes) - 1, min(TAKES_PER_LABEL, len(takes)))
    return [takes[round(place)] for place in at]


def _limits(takes: list[Recording], settings: Settings, unit: str) -> tuple[float, float]:
    columns = settings.columns(unit)
    values = [settings.physical(take.samples)[:, columns] for take in takes]
    low = min(float(each.min()) for each in values)
    high = max(float(each.max()) for each in values)
    margin = 0.06 * max(high - low, 1e-3)
    return low - margin, high + margin


def _key(figure: "Figure", sheet: _Sheet) -> None:
    """Explain the three colors once, at the top right."""
    for place, (letter, color) in enumerate(LETTERS.items()):
        right = sheet.size[0] - 0.85 + 0.25 * place
        sheet.text(figure, right, letter, color)
