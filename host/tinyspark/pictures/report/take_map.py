"""All takes as marks on a map: a color and a shape for every label, mistakes with a ring."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.pictures.report import matrix
from tinyspark.pictures.report.markup import Markup, element, name
from tinyspark.pictures.report.words import percent
from tinyspark.terminal.screen import counted

WIDTH, HEIGHT, MARGIN = 640, 420, 22
SIZE = 4.0  # half the width of a mark
MOST = 1500  # marks; of more takes, some are left out, but no mistakes
COLORS = 7
LETTERS = 14  # of a label beside its marks; the key below has all of it
# A mark is drawn by steps from its middle, in halves of its width.
SHAPES: tuple[Sequence[tuple[float, float]], ...] = (
    [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    [(0, -1.3), (1.2, 0.9), (-1.2, 0.9)],
    [(0, -1.4), (1.1, 0), (0, 1.4), (-1.1, 0)],
    [(0, 1.3), (1.2, -0.9), (-1.2, -0.9)],
    [(-1.5, -0.45), (1.5, -0.45), (1.5, 0.45), (-1.5, 0.45)],
    [(-0.45, -1.5), (0.45, -1.5), (0.45, 1.5), (-0.45, 1.5)],
    [(-1.2, -1.2), (1.2, 1.2), (1.2, -1.2), (-1.2, 1.2)],
)


class Mark(NamedTuple):
    """A take on the map. answer: what it was taken for, None if rightly or never asked."""

    x: float
    y: float
    label: int
    told: str
    wrong: bool


def section(report: dict[str, Any], dataset: Dataset) -> str:
    """Return the section; nothing where there is no map."""
    found = report["map"]
    if not found:
        return ""
    marks = _marks(report, dataset)
    wrong = sum(mark.wrong for mark in marks)
    told = (
        f"Every mark is a take, placed as the hidden layer of the model sees it: {_axes(report)}."
        " The model has learned these takes, so look for labels that overlap and for marks amid"
        " others."
    )
    rings = f" {counted(wrong, 'ring')}: a model that had not seen the take got it wrong."
    return element(
        "section",
        element("h2", "All takes on one map"),
        element("p", told, rings if wrong else ""),
        element(
            "figure",
            element("div", _draw(marks, report["labels"]), class_="wide"),
            _legend(report["labels"]),
        ),
        *(element("p", text, class_="soft") for text in _left_out(found, dataset)),
    )


def _left_out(found: dict[str, Any], dataset: Dataset) -> list[str]:
    """Say which takes are not on the map."""
    there = len(found["points"])
    still = len(dataset.recordings) - there
    told = [f"Not on the map: {counted(still, 'take')} without a movement."] if still else []
    step = -(-there // MOST)
    return told + ([f"One right take in {step} is drawn."] if step > 1 else [])


def _axes(report: dict[str, Any]) -> str:
    """Say what the directions are."""
    if len(report["labels"]) == 2:
        return (
            "to the right the direction in which the two labels lie apart the most (a linear"
            " discriminant), upwards the one in which the takes differ the most besides"
        )
    return (
        "the two directions in which the labels lie apart the most (linear discriminants); they"
        f" show {percent(report['map']['share'])} of what tells the labels apart"
    )


def _marks(report: dict[str, Any], dataset: Dataset) -> list[Mark]:
    points, labels = report["map"]["points"], report["labels"]
    each = report["takes"]["each"] if report["takes"] else {}
    marks = []
    for take in dataset.recordings:
        if take.id not in points:
            continue
        answer = each[take.id]["answer"] if take.id in each else take.label
        x, y = points[take.id]
        who = f" by {take.subject}" if take.subject else ""
        told = f"{take.id}: {take.label}{who}, taken for {answer or 'nothing'}"
        marks.append(Mark(x, y, labels.index(take.label), told, answer != take.label))
    step = -(-len(marks) // MOST)
    return [mark for place, mark in enumerate(marks) if mark.wrong or place % step == 0]


def _draw(marks: Sequence[Mark], labels: Sequence[str]) -> Markup:
    where = np.array([[mark.x, mark.y] for mark in marks])
    low, extent = where.min(axis=0), np.maximum(np.ptp(where, axis=0), 1e-9)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    places = MARGIN + room * (where - low) / extent
    numbers = np.array([mark.label for mark in marks])
    groups = [
        element(
            "path",
            d="".join(outline(x, y, label) for x, y in places[numbers == label]),
            class_=color(label),
        )
        for label in range(len(labels))
        if (numbers == label).any()
    ]
    rings = [
        element(
            "circle",
            element("title", mark.told),
            cx=f"{x:.1f}",
            cy=f"{y:.1f}",
            r=2 * SIZE,
            class_="ring",
        )
        for (x, y), mark in zip(places, marks, strict=True)
        if mark.wrong
    ]
    names = [
        _name(labels[label], places[numbers == label])
        for label in range(len(labels))
        if (numbers == label).any()
    ]
    return element(
        "svg",
        *groups,
        *rings,
        *names,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        role="img",
        aria_label="Map of all takes: like ones lie close to each other.",
    )


def _name(label: str, places: np.ndarray) -> Markup:
    """Return the name of marks at these places, above most of them and inside the drawing."""
    half = matrix.width(label, LETTERS) / 2
    x = min(max(float(np.median(places[:, 0])), half), WIDTH - half)
    y = max(float(np.quantile(places[:, 1], 0.1)) - 2 * SIZE, 14.0)
    return element(
        "text",
        *matrix.short(label, LETTERS),
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        text_anchor="middle",
        class_="over",
    )


def outline(x: float, y: float, label: int) -> str:
    """Return the outline of a label's mark at a place."""
    shape = SHAPES[(label + label // COLORS) % len(SHAPES)]
    corners = [f"{x + SIZE * right:.1f} {y + SIZE * down:.1f}" for right, down in shape]
    return f"M{'L'.join(corners)}Z"


def color(label: int) -> str:
    return f"c{label % COLORS}"


def _legend(labels: Sequence[str]) -> Markup:
    keys = []
    for number, label in enumerate(labels):
        mark = element("path", d=outline(8, 8, number), class_=color(number))
        sign = element("svg", mark, viewBox="0 0 16 16", width=16, height=16, aria_hidden="true")
        keys.append(element("span", sign, name(label), class_="key"))
    return element("figcaption", *keys)
