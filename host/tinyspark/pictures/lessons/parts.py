"""What pictures of lessons share: tidy panels, and networks as circles and lines.

A line is blue for a weight above 0, vermilion below, and the thicker the larger the weight.
"""

from collections.abc import Sequence
from typing import Any

from tinyspark.pictures.plot_parts import BLUE, GRAY, GREEN, INK, PLAIN, VERMILION

Place = tuple[float, float]
RADIUS = 0.16
FOUR = (BLUE, VERMILION, GREEN, "#CC79A7")
SIGNS = "blue: weights above 0, orange: below"
_SOFT = "#b0b0b0"
_THINNEST, _THICKEST = 0.7, 5.0


def tidy(panel: Any, title: str, across: str = "", up: str = "") -> None:
    """Give the panel a title and names of its axes, and take away what only adds ink."""
    panel.set_title(title, loc="left", color=INK, fontsize=11, **PLAIN)
    panel.set_xlabel(across)
    panel.set_ylabel(up)
    panel.spines[["top", "right"]].set_visible(False)
    panel.spines[["left", "bottom"]].set_color(_SOFT)
    panel.tick_params(which="both", color=_SOFT, labelcolor=INK)


def sketch(panel: Any, title: str, width: float, height: float) -> None:
    """Make the panel a sheet for circles and lines, without axes."""
    panel.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    panel.set_axis_off()
    panel.set_title(title, loc="left", color=INK, fontsize=11, **PLAIN)


def neuron(panel: Any, place: Place, text: str, dead: bool = False) -> None:
    """Draw a circle with a text in it; a dead one is pale."""
    from matplotlib.patches import Circle

    color = _SOFT if dead else INK
    panel.add_patch(Circle(place, RADIUS, facecolor="white", edgecolor=color, lw=1.5, zorder=3))
    write(panel, place, text, color=color, zorder=4)


def link(panel: Any, start: Place, end: Place, strength: float) -> None:
    """Draw the line of a weight; strength is the weight's share of the largest, -1..1."""
    color = BLUE if strength > 0 else VERMILION
    width = max(_THINNEST, _THICKEST * abs(strength))
    panel.plot(*zip(start, end, strict=True), color=color, lw=width, solid_capstyle="round")


def on_link(panel: Any, ends: Sequence[Place], share: float, text: str) -> None:
    """Write text on the line between two ends, at this share of its way."""
    (left, low), (right, high) = ends
    place = (left + share * (right - left), low + share * (high - low))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    write(panel, place, text, bbox=box, zorder=2)


def write(panel: Any, place: Place, text: str, **how: Any) -> None:
    """Write text centered on a place."""
    panel.text(*place, text, **{"ha": "center", "va": "center", "color": INK, **PLAIN, **how})


def note(panel: Any, place: Place, text: str, **how: Any) -> None:
    """Write a small gray remark beside a point of the panel."""
    panel.annotate(text, place, **{"color": GRAY, "fontsize": 9, "va": "center", **PLAIN, **how})
