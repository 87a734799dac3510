"""Small drawings of takes, one for each label, each as large as its panel allows."""

from collections.abc import Sequence

import numpy as np

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.pictures.plot_parts import units_of
from tinyspark.pictures.report.markup import Markup, element, joined, name

WIDTH, HEIGHT, GAP = 200, 64, 6  # of the panel of one unit
MARGIN = 0.12  # of a panel's height
ENLARGED = 5  # times at most, beside the take that moves the most
UNITS = {"g": ".1f", "dps": ",.0f", "counts": ".0f"}  # and how their numbers are written
FEW = 12  # samples; so few are marked one by one
MOST_POINTS = 160  # of a line


def draw(takes: Sequence[Recording], settings: Settings) -> Markup:
    """Return the drawings of takes with their labels, lengths and extents."""
    letters = [letter for letter in "xyz" if _has(settings, letter)]
    keys = [joined(element("span", letter, class_=letter), " ") for letter in letters]
    widest = {unit: max(_extent(take, settings, unit) for take in takes) for unit in UNITS}
    figures = [_figure(take, settings, widest) for take in takes]
    return joined(
        element("p", *keys, class_="soft") if keys else "",
        element("div", *figures, class_="takes"),
    )


def _figure(take: Recording, settings: Settings, widest: dict[str, float]) -> Markup:
    """Return one drawing: a panel a unit, below it the label, who, how long and how far."""
    units = units_of(settings)
    panels = [
        element(
            "g",
            *_panel(take, settings, unit, max(widest[unit] / ENLARGED, 1e-3)),
            transform=f"translate(0 {level * (HEIGHT + GAP)})",
        )
        for level, unit in enumerate(units)
    ]
    tall = len(units) * (HEIGHT + GAP) - GAP
    who = joined(" by ", name(take.subject)) if take.subject else ""
    extents = "".join(f", {_extent(take, settings, unit):{UNITS[unit]}} {unit}" for unit in units)
    return element(
        "figure",
        element("svg", *panels, viewBox=f"0 0 {WIDTH} {tall}", aria_hidden="true"),
        element(
            "figcaption",
            element("b", name(take.label)),
            who,
            f", {len(take.samples) / settings.rate:.1f} s{extents}",
        ),
    )


def _panel(take: Recording, settings: Settings, unit: str, least: float) -> list[Markup]:
    """Return the lines of the axes of one unit, and zero where it is in sight.

    least: the extent of values that fills the panel at least.
    """
    columns = settings.columns(unit)
    count = len(take.samples)
    chosen = np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int))
    values = settings.physical(take.samples)[chosen][:, columns]
    middle = (values.max() + values.min()) / 2
    scale = (1 - MARGIN) * HEIGHT / max(values.max() - values.min(), least)
    across = WIDTH * (chosen + 0.5) / count
    down = HEIGHT / 2 - scale * (values - middle)
    zero = HEIGHT / 2 + scale * middle
    parts = []
    if 0 < zero < HEIGHT:
        parts.append(
            element("line", x1=0, x2=WIDTH, y1=f"{zero:.1f}", y2=f"{zero:.1f}", class_="zero")
        )
    for place, column in enumerate(columns):
        letter = settings.axes[column][-1] if unit != "counts" else "x"
        points = [f"{x:.1f},{y:.1f}" for x, y in zip(across, down[:, place], strict=True)]
        parts.append(element("polyline", points=" ".join(points), class_=letter))
        if count <= FEW:
            dots = [point.split(",") for point in points]
            parts += [element("circle", cx=x, cy=y, r=3, class_=letter) for x, y in dots]
    return parts


def _extent(take: Recording, settings: Settings, unit: str) -> float:
    """Return how far apart the greatest and the least value of a unit are; 0 without such axes."""
    values = settings.physical(take.samples)[:, settings.columns(unit)]
    return float(values.max() - values.min()) if values.size else 0.0


def _has(settings: Settings, letter: str) -> bool:
    turning = [*settings.columns("g"), *settings.columns("dps")]
    return any(settings.axes[column].endswith(letter) for column in turning)
