"""The glass box in one picture: the take and its cut, the features, the network at work.

Knows how the sheet is divided and what its left half shows; the network is glass_box_network's.
"""

from pathlib import Path
from typing import Any

import numpy as np

from gesturekit.features import STEPS
from gesturekit.plain_network import LEVEL
from gesturekit.sample import RECORDABLE
from tinyspark.dataset.settings import Settings, has_accel, has_gyro
from tinyspark.learning.glass_box.names import SHAPE, STATISTIC, STATISTICS
from tinyspark.learning.glass_box.trace import Trace
from tinyspark.pictures import plot_parts
from tinyspark.pictures.lessons import glass_box_network
from tinyspark.pictures.plot_parts import (
    AXIS_COLORS,
    BLUE,
    GRAY,
    INK,
    PLAIN,
    VERMILION,
    new_figure,
    save,
)

WIDTH, HEIGHT, LOW = 13.0, 8.0, 5.5  # inches; LOW: of a take that a button starts
LEFT = 0.42  # share of the sheet
SHADE = "#56B4E9"  # of the part that was looked at
TITLE: dict[str, Any] = {"loc": "left", "fontsize": 10, "color": INK, **PLAIN}


def draw(path: Path, trace: Trace) -> None:
    """Draw the trace and save the picture."""
    figure = new_figure(WIDTH, HEIGHT if trace.model.trigger == "stream" else LOW)
    parts = figure.subfigures(1, 2, squeeze=False, width_ratios=(LEFT, 1 - LEFT))
    left, right = parts[0]
    confidence = 100 * trace.numbers["confidences"][trace.best] / LEVEL
    performed = f"performed as {trace.case.label}, " if trace.case.label else ""
    answer = f"{trace.model.labels[trace.best]} {confidence:.0f} %"
    figure.suptitle(
        f"{trace.case.name}: {performed}the network says {answer}",
        x=0.01,
        ha="left",
        fontsize=11,
        fontweight="bold",
        **PLAIN,
    )
    _take(left, trace)
    glass_box_network.draw(right.add_subplot(), trace)
    save(figure, path)


def _take(part: Any, trace: Trace) -> None:
    """Draw counts, movement and features one above the other."""
    stream = trace.model.trigger == "stream"
    settings = _settings(trace) if trace.model.sensor in RECORDABLE else None
    units = plot_parts.units_of(settings) if settings else []
    ratios = [2.0] * len(units) + ([1.0, 2.6] if stream else [1.0])
    panels = part.subplots(len(ratios), 1, squeeze=False, height_ratios=ratios)[:, 0]
    for panel, unit in zip(panels, units, strict=False):
        assert settings
        plot_parts.draw(panel, trace.case.samples, settings, unit)
        plot_parts.legend(panel, settings, unit)
        panel.set_ylabel(plot_parts.QUANTITY[unit])
        panel.tick_params(labelbottom=not stream)
        if stream:
            _means(panel, trace, settings, unit)
            _mark(panel, trace)
    if units:
        what = "the sensor; dots: means; shaded: what is looked at" if stream else "the sensor"
        panels[0].set_title(what, **TITLE)
        panels[-2].set_xlabel("time (s)")
    if stream:
        _movement(panels[-2], trace)
    _features(panels[-1], trace)


def _settings(trace: Trace) -> Settings:
    model = trace.model
    return Settings(
        model.sensor,
        model.axes,
        trace.case.rate,
        model.accel_range if has_accel(model.axes) else None,
        model.gyro_range if has_gyro(model.axes) else None,
    )


def _means(panel: Any, trace: Trace, settings: Settings, unit: str) -> None:
    """Draw every mean as a dot, in the middle of its samples."""
    values = settings.physical(trace.means())
    middles = [sum(trace.samples(mean)) / 2 / settings.rate for mean in range(len(values))]
    for column in settings.columns(unit):
        color = AXIS_COLORS[settings.axes[column]]
        panel.plot(middles, values[:, column], ".", color=color, markersize=4)


def _mark(panel: Any, trace: Trace) -> None:
    """Shade the samples that were looked at."""
    begin, end = (at / trace.case.rate for at in trace.cut())
    panel.axvspan(begin, end, color=SHADE, alpha=0.2, linewidth=0)
    panel.set_xlim(0, len(trace.case.samples) / trace.case.rate)


def _movement(panel: Any, trace: Trace) -> None:
    """Draw the movement of every mean, a step as long as its samples, and the gate."""
    values = trace.numbers["movement"]
    time = np.arange(len(values) + 1) * trace.model.average - trace.lead
    panel.stairs(values, time / trace.case.rate, color=GRAY, fill=True, linewidth=0)
    panel.axhline(trace.model.gate, color=VERMILION, linewidth=1)
    panel.annotate(
        "gate",
        (1, trace.model.gate),
        xycoords=("axes fraction", "data"),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=8,
        color=VERMILION,
    )
    panel.set(ylabel="movement", xlabel="time (s)", yticks=[])
    panel.spines[["top", "right"]].set_visible(False)
    _mark(panel, trace)


def _features(panel: Any, trace: Trace) -> None:
    """Draw the normalized features as colored cells, a row for each axis."""
    reach = trace.reach(0)
    if trace.model.feature_set != "raw":
        cells, names = _gesture_cells(trace)
        usual = ": 0 is as usual"
    else:
        cells = trace.inputs(0).reshape(len(trace.model.axes), -1).astype(float)
        names = [f"sample {at + 1}" for at in range(trace.model.take)]
        usual = ""
        for (row, column), value in np.ndenumerate(cells):
            color = "white" if abs(value) > reach / 2 else INK
            panel.text(column, row, f"{value:.0f}", ha="center", va="center", color=color)
    image = panel.imshow(cells, cmap=signs(), vmin=-reach, vmax=reach, aspect="auto")
    scale = panel.inset_axes((1.03, 0, 0.03, 1))
    panel.figure.colorbar(image, cax=scale, ticks=[-reach, 0, reach])
    panel.set_yticks(range(len(cells)), trace.model.axes)
    panel.set_xticks(range(len(names)), names, rotation=90 if len(names) > 6 else 0, fontsize=8)
    panel.tick_params(length=0)
    panel.spines[:].set_visible(False)
    panel.set_title(f"the features, normalized{usual}", **TITLE)


def _gesture_cells(trace: Trace) -> tuple[np.ndarray, list[str]]:
    """Return shapes and statistics, a row for each axis, and the names of the columns."""
    axes, inputs = len(trace.model.axes), trace.inputs(0)
    steps = [f"shape step {step + 1}" if step % 5 == 0 else "" for step in range(STEPS)]
    cells, names = [], []
    for kind, columns in ((SHAPE, steps), (STATISTIC, STATISTICS)):
        chosen = [feature.kind == kind and feature.axis != "" for feature in trace.features]
        if any(chosen):
            cells += [inputs[chosen].reshape(axes, -1), np.full((axes, 1), np.nan)]
            names += [*columns, ""]
    return np.concatenate(cells[:-1], axis=1), names[:-1]


def signs() -> Any:
    """Return the color map of all these pictures: blue above 0, vermilion below."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("signs", [VERMILION, "white", BLUE])
