"""The curves of the score over the number of recordings, and of persons, as drawings."""

from collections.abc import Sequence
from typing import Any

from tinyspark.learning.report.certainty import LEVEL, wilson
from tinyspark.pictures.report.markup import Markup, element

WIDTH, HEIGHT = 300, 190
LEFT, RIGHT, TOP, BOTTOM = 52, 18, 16, 40  # around what is drawn
STEP = 0.1  # of the scale
LEAST = 0.2  # of the scale at least, so that chance does not look like a trend
TITLES = {
    "recordings": "recordings that train",
    "subject": "persons that train",
    "session": "sessions that train",
}


def section(report: dict[str, Any]) -> str:
    """Return the section; nothing where there are no curves."""
    curves = report["curves"]
    if not curves:
        return ""
    kinds = [kind for kind in TITLES if kind in curves]
    tested = curves["tested"]
    shown = [point["accuracy"] for kind in kinds for point in curves[kind]]
    lowest = min(wilson(share * tested, tested)[0] for share in shown)
    least = max(0.0, min(1 - LEAST, STEP * (lowest // STEP)))
    drawings = [_draw(curves[kind], TITLES[kind], tested, least) for kind in kinds]
    return element(
        "section",
        element("h2", "Would more data help?"),
        element("p", curves["text"]),
        element("div", *drawings, class_="pair"),
        element(
            "p",
            f"Models that learned from a part of the data, all scored on the same {tested} takes,"
            " which none of them has seen. The bars show how far chance in these takes goes"
            f" ({100 * LEVEL:.0f} %). Trained once more, the last point came out at"
            f" {100 * curves['again']:.1f} %.",
            class_="soft",
        ),
    )


def _draw(points: Sequence[dict[str, Any]], title: str, tested: int, least: float) -> Markup:
    """Return one curve; least: where the scale of shares begins."""
    most = max(point["n"] for point in points)

    def across(n: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * n / most

    def down(share: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - max(least, share)) / (1 - least)

    parts = [
        _line(LEFT, WIDTH - RIGHT, down(share), share) for share in (least, (1 + least) / 2, 1)
    ]
    places = [(across(point["n"]), down(point["accuracy"])) for point in points]
    parts.append(
        element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places), class_="x")
    )
    for (x, y), point in zip(places, points, strict=True):
        low, high = wilson(point["accuracy"] * tested, tested)
        bar = {
            "x1": f"{x:.1f}",
            "x2": f"{x:.1f}",
            "y1": f"{down(low):.1f}",
            "y2": f"{down(high):.1f}",
        }
        told = f"{point['n']}: {100 * point['accuracy']:.1f} %"
        parts += [
            element("line", **bar, class_="bar"),
            element(
                "circle", element("title", told), cx=f"{x:.1f}", cy=f"{y:.1f}", r=4, class_="right"
            ),
            _text(str(point["n"]), x, HEIGHT - BOTTOM + 16),
        ]
    parts.append(_text(title, (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6))
    label = f"Score over the number of {title}: " + ", ".join(
        f"{point['n']}: {100 * point['accuracy']:.1f} %" for point in points
    )
    return element(
        "svg", *parts, viewBox=f"0 0 {WIDTH} {HEIGHT}", width=WIDTH, role="img", aria_label=label
    )


def _line(left: float, right: float, y: float, share: float) -> Markup:
    mark = element(
        "text",
        f"{100 * share:.0f} %",
        x=left - 6,
        y=f"{y + 4:.1f}",
        text_anchor="end",
        class_="soft",
    )
    line = element("line", x1=left, x2=right, y1=f"{y:.1f}", y2=f"{y:.1f}", class_="zero")
    return element("g", line, mark)


def _text(text: str, x: float, y: float) -> Markup:
    return element("text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor="middle", class_="soft")
