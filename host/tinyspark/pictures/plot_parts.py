"""What all pictures share: colors, the axes of a sensor over time, saving.

matplotlib is imported when the first picture is drawn. Colors are those of Okabe and Ito, which
readers with any color vision tell apart.
"""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BLUE, VERMILION, GREEN, INK, GRAY = "#0072B2", "#D55E00", "#009E73", "#222222", "#8a8a8a"
LETTERS = {"x": BLUE, "y": VERMILION, "z": GREEN}
AXIS_COLORS = {f"{sensor}{letter}": color for sensor in "ag" for letter, color in LETTERS.items()}
AXIS_COLORS["proximity"] = BLUE
PLAIN: dict[str, Any] = {"parse_math": False}  # of every text that somebody typed
DPI = 130
QUANTITY = {"g": "acceleration (g)", "dps": "turning (dps)", "counts": "proximity (counts)"}


class PlotError(UserError):
    """A picture that cannot be drawn or saved."""


def draw(panel: Any, samples: np.ndarray, settings: Settings, unit: str) -> None:
    """Draw the axes of one unit over time."""
    time = np.arange(len(samples)) / settings.rate
    values = settings.physical(samples)
    marker = "o" if len(samples) <= 12 else None
    width = 1.3 if len(samples) < 400 else 0.9
    for column in settings.columns(unit):
        name = settings.axes[column]
        color = AXIS_COLORS.get(name, BLUE)
        panel.plot(time, values[:, column], color=color, lw=width, marker=marker, ms=4, label=name)
    panel.axhline(0, color="#d0d0d0", linewidth=0.7, zorder=0)
    panel.spines[["top", "right"]].set_visible(False)
    panel.spines[["left", "bottom"]].set_color("#b0b0b0")
    panel.tick_params(color="#b0b0b0", labelcolor=INK)


def legend(panel: Any, settings: Settings, unit: str) -> None:
    if len(settings.columns(unit)) > 1:
        panel.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, handlelength=1.2)


def span(takes: list[Recording], settings: Settings) -> tuple[float, float]:
    """Return the limits of time in seconds that hold the longest take and its markers."""
    seconds = max(1, max(len(take.samples) for take in takes) - 1) / settings.rate
    return -0.02 * seconds, 1.02 * seconds


def units_of(settings: Settings) -> list[str]:
    return [unit for unit in QUANTITY if settings.columns(unit)]


def new_figure(
    width: float, height: float, layout: Literal["constrained"] | None = "constrained"
) -> "Figure":
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=DPI, layout=layout)


def save(figure: "Figure", path: str | Path) -> None:
    path = Path(path)
    known = figure.canvas.get_supported_filetypes()
    if path.suffix[1:].lower() not in known:
        raise PlotError(f"{path} has no ending of a picture.\nUse for example {path.stem}.png.")
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph")  # a sign that the font lacks
            figure.savefig(path)
    except OSError as error:
        raise PlotError(f"Cannot write {path}: {error.strerror}.\nChoose another file.") from error
