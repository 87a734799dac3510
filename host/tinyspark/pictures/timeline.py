"""The time line of a replay: what was performed as bars, what was reported as marks on them.

A row a label. Reads the report of replay_report.py, and computes nothing of its own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.pictures.plot_parts import (
    GRAY,
    GREEN,
    INK,
    PLAIN,
    VERMILION,
    new_figure,
    save,
)

BAR = 0.7  # of a row's height
UNITS = ((100.0, 1.0, "s"), (6000.0, 60.0, "min"), (float("inf"), 3600.0, "h"))
_SEPARATE = 150  # recordings; more of them would be edges alone


_KINDS = {
    "gesture": ("#CFE3F1", "gesture performed"),
    "missed": ("#F4C9A8", "nothing reported"),
    "everyday": ("#E6E6E6", "everyday movement"),
}


class _Style(NamedTuple):
    """How detections of one outcome look."""

    outcome: str
    marker: str
    color: str
    size: float
    words: str


_STYLES = (
    _Style("right", "|", GREEN, 13, "reported rightly"),
    _Style("unknown", "|", GRAY, 13, "unknown"),
    _Style("wrong", "X", VERMILION, 8, "reported wrongly"),
    _Style("false", "v", VERMILION, 8, "false"),
)


class _Span(NamedTuple):
    """When a recording lasts, in the unit of the picture; kind: of _KINDS."""

    start: float
    length: float
    label: str
    kind: str


def draw(
    report: dict[str, Any], recordings: Sequence[Recording], settings: Settings, path: str | Path
) -> None:
    """Draw the report of a replay of these recordings and save the picture."""
    rows = _rows(report, recordings)
    seconds = sum(len(recording.samples) for recording in recordings) / settings.rate
    scale, unit = next((each, name) for most, each, name in UNITS if seconds < most)
    figure = new_figure(12, 1.7 + 0.42 * len(rows))
    panel = figure.subplots()
    handles = _draw_spans(panel, _spans(report, recordings, settings.rate * scale), rows)
    handles += _draw_detections(panel, report["detections"], rows, scale)
    panel.set_yticks(range(len(rows)), rows, **PLAIN)
    panel.set(xlabel=f"time ({unit})", xlim=(0, seconds / scale), ylim=(len(rows) - 0.5, -0.5))
    panel.set_title(_title(report), loc="left", fontsize=11, color=INK, **PLAIN)
    panel.spines[["top", "right", "left"]].set_visible(False)
    panel.tick_params(axis="y", length=0, labelcolor=INK)
    figure.legend(handles=handles, loc="outside lower left", frameon=False, ncols=7, fontsize=9)
    save(figure, path)


def _rows(report: dict[str, Any], recordings: Sequence[Recording]) -> list[str]:
    """Return the labels to draw: gestures of the model, then everyday movement."""
    seen = {recording.label for recording in recordings}
    seen |= {found["label"] for found in report["detections"]}
    everyday = report["everyday"]["labels"]
    return [*sorted(seen - set(everyday)), *everyday]


def _spans(report: dict[str, Any], recordings: Sequence[Recording], samples: float) -> list[_Span]:
    """Return the span of each recording; samples: of them in a unit of the picture's time."""
    answered = {found["recording"] for found in report["detections"]}
    spans = []
    before = 0
    for recording in recordings:
        kind = "gesture" if recording.id in answered else "missed"
        if recording.label not in report["per_label"]:
            kind = "everyday"
        length = len(recording.samples)
        spans.append(_Span(before / samples, length / samples, recording.label, kind))
        before += length
    return spans


def _draw_spans(panel: Any, spans: Sequence[_Span], rows: list[str]) -> list[Any]:
    """Draw the recordings as bars; return what the legend shows."""
    handles = []
    for kind, (color, words) in _KINDS.items():
        wanted = [span for span in spans if span.kind == kind]
        if wanted:
            bars = panel.barh(
                [rows.index(span.label) for span in wanted],
                [span.length for span in wanted],
                left=[span.start for span in wanted],
                height=BAR,
                color=color,
                edgecolor="white",
                linewidth=0.8 if len(spans) < _SEPARATE else 0,
                label=words,
            )
            handles.append(bars)
    return handles


def _draw_detections(
    panel: Any, detections: Sequence[dict[str, Any]], rows: list[str], scale: float
) -> list[Any]:
    """Mark what was reported, in the row of that label; return what the legend shows."""
    handles = []
    for style in _STYLES:
        wanted = [found for found in detections if found["outcome"] == style.outcome]
        if wanted:
            handles += panel.plot(
                [found["time"] / scale for found in wanted],
                [rows.index(found["label"]) for found in wanted],
                linestyle="none",
                marker=style.marker,
                color=style.color,
                markersize=style.size,
                markeredgewidth=1.5 if style.marker == "|" else 0.5,
                clip_on=False,
                label=style.words,
            )
    return handles


def _title(report: dict[str, Any]) -> str:
    """Return the result in one line."""
    everyday = report["everyday"]
    parts = []
    if report["recall"] is not None:
        takes = sum(row["n"] for row in report["per_label"].values())
        parts.append(f"{100 * report['recall']:.1f} % of {takes} takes reported rightly")
    if everyday["n"]:
        minutes = 60 * everyday["hours"]
        parts.append(f"{everyday['detections']} false in {minutes:.1f} min of everyday movement")
    return ", ".join(parts)
