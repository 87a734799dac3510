"""The trade-off of a calibration: false detections an hour against gestures that are not reported.

One panel for all gestures, a small one for each. Reads the report of calibrate, and computes
nothing of its own.
"""

import math
import textwrap
from pathlib import Path
from typing import Any

from tinyspark.pictures.plot_parts import (
    BLUE,
    GRAY,
    INK,
    PLAIN,
    VERMILION,
    new_figure,
    save,
)

ACROSS = 4  # small panels in a row
SPARE = 1.15  # of the greatest number in a panel
LEAST = 10.0  # percent that are shown in any case
SKY = "#9CCBEB"


def draw(report: dict[str, Any], path: str | Path) -> None:
    """Draw the report of `tinyspark calibrate` and save the picture."""
    labels, spotless = _labels(report)
    rows, across = math.ceil(len(labels) / ACROSS), min(ACROSS, len(labels))
    figure = new_figure(max(7.0, 2.5 * across + 0.6), 4.4 + 2.2 * rows)
    large: Any = figure
    if labels:
        parts: Any = figure.subfigures(2, 1, height_ratios=(4.0, 2.2 * rows))
        large, small = parts
        panels = small.subplots(rows, across, squeeze=False).flatten()
        for panel, label in zip(panels, labels, strict=False):
            _draw_panel(panel, report, label, large=False)
            panel.locator_params(nbins=4)
            panel.set_title(label, loc="left", fontsize=9, color=INK, **PLAIN)
        for panel in panels[len(labels) :]:
            panel.set_axis_off()
    panel = large.subplots()
    handles = _draw_panel(panel, report, "", large=True)
    panel.set_title(_title(report), loc="left", fontsize=11, color=INK, **PLAIN)
    panel.set_xlabel(_name(spotless), **PLAIN)
    panel.set_ylabel("false detections an hour")
    figure.legend(handles=handles, loc="outside lower left", frameon=False, ncols=4, fontsize=9)
    save(figure, path)


def _labels(report: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the gestures that have a panel, and those that need none: nothing goes wrong."""
    seen = [label for label in report["after"]["per_label"] if label in report["curves"]]
    spotless = [
        label
        for label in seen
        if all(_point(report, name, label) == (0, 0) for name in ("before", "after"))
    ]
    return [label for label in seen if label not in spotless], spotless


def _draw_panel(panel: Any, report: dict[str, Any], label: str, large: bool) -> list[Any]:
    """Draw the curve of a label ("": of all) and the points; return what the legend shows."""
    curve = report["curves"][label]
    points = {name: _point(report, name, label) for name in ("before", "after")}
    handles = panel.plot(
        [100 * point["missed"] for point in report["by_threshold"][label]],
        [point["per_hour"] for point in report["by_threshold"][label]],
        drawstyle="steps-post",
        color=SKY,
        linewidth=2 if large else 1.3,
        label="thresholds alone, 30 % to 99 %",
    )
    handles += panel.plot(
        [100 * point["missed"] for point in curve],
        [point["per_hour"] for point in curve],
        drawstyle="steps-post",
        marker="o",
        markersize=4 if large else 2.5,
        color=GRAY,
        linewidth=1.2,
        label="the best to be had",
        clip_on=False,
    )
    styles = (("before", "s", VERMILION, "the model's own"), ("after", "D", BLUE, "chosen"))
    for name, marker, color, words in styles:
        handles += panel.plot(
            *points[name],
            linestyle="none",
            marker=marker,
            markersize=10 if large else 7,
            color=color,
            fillstyle="none" if name == "before" else "full",
            markeredgewidth=1.8,
            label=words,
            clip_on=False,
            zorder=3 if name == "after" else 4,
        )
    shown = [*points.values(), *((100 * each["missed"], each["per_hour"]) for each in curve)]
    missed, false = (SPARE * max(values) for values in zip(*shown, strict=True))
    single = SPARE / report["hours"]
    panel.set(xlim=(0, max(LEAST, missed)), ylim=(0, max(single, false)))
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(labelcolor=INK)
    return list(handles)


def _point(report: dict[str, Any], name: str, label: str) -> tuple[float, float]:
    """Return percent missed and false detections an hour, before or after."""
    row = report[name]["per_label"][label] if label else report[name]
    return 100 * (1 - row["recall"]), row["per_hour"]


def _name(spotless: list[str]) -> str:
    """Return what lies across the large panel, and below it which gestures have no other."""
    name = "gestures not reported, or as another (%)"
    if not spotless:
        return name
    return f"{name}\nnever wrong, before and after: {textwrap.shorten(', '.join(spotless), 80)}"


def _title(report: dict[str, Any]) -> str:
    """Return what was weighed, in one line."""
    minutes, takes = 60 * report["hours"], report["takes"]
    return f"All gestures: {minutes:.1f} min of everyday movement, {takes} takes"
