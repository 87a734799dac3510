"""The confusion matrix as a drawing: rows are what was performed, columns what was recognized."""

import unicodedata
from collections.abc import Sequence

from tinyspark.pictures.report.markup import Markup, element

CELL = 34  # pixels
SMALL_CELL = 24  # where there are many
MANY = 16  # labels
LETTER = 8  # usual width of one
MOST_LETTERS = 32  # of a label in the drawing; a tooltip has all of it
DARK = 0.55  # share from which on a number is written in the other color
FAINTEST = 0.22  # a single mistake is to be seen
TILT = 0.72  # height of a slanted label, as a share of its length


def draw(
    labels: Sequence[str], confusion: Sequence[Sequence[int]], nothing: Sequence[int]
) -> Markup:
    """Return the drawing of counts [performed][recognized] and of takes without an answer.

    Cells are shaded by their share of the row, mistakes in another color.
    """
    some = any(nothing)
    heads = [*labels, "(nothing)"] if some else list(labels)
    side = SMALL_CELL if len(heads) > MANY else CELL
    rows = [[*row, nothing[at]] if some else list(row) for at, row in enumerate(confusion)]
    longest = max(map(width, heads))
    left, top = longest + 12, TILT * longest + 14
    right = TILT * width(heads[-1])
    size = left + side * len(heads) + right, top + side * len(rows) + 4
    cells = [
        _cell((side * row, side * column), side, count, row == column, sum(counts))
        for row, counts in enumerate(rows)
        for column, count in enumerate(counts)
    ]
    return element(
        "svg",
        *(_head(head, left + side * (at + 0.5), top - 8) for at, head in enumerate(heads)),
        *(_name(label, left - 8, top + side * (at + 0.5) + 4) for at, label in enumerate(labels)),
        element("g", *cells, transform=f"translate({left:.1f} {top:.1f})"),
        viewBox=f"0 0 {size[0]:.0f} {size[1]:.0f}",
        width=f"{size[0]:.0f}",
        height=f"{size[1]:.0f}",
        role="img",
        aria_label="Confusion matrix; the table of labels above has its figures.",
    )


def _cell(place: tuple[int, int], side: int, count: int, right: bool, performed: int) -> Markup:
    """Return a square with a count of the takes that were performed."""
    y, x = place
    shade = max(FAINTEST, count / performed) if count else 0.0
    square = {"x": x + 1, "y": y + 1, "width": side - 2, "height": side - 2, "rx": 3}
    style = "on" if shade > DARK else None if count else "soft"
    kind = "right" if right else "wrong"
    return element(
        "g",
        element("rect", **square, class_=kind, fill_opacity=f"{shade:.2f}"),
        element(
            "text",
            str(count) if count else "\N{MIDDLE DOT}",
            x=x + side / 2,
            y=y + side / 2 + 4.5,
            text_anchor="middle",
            class_=style,
        ),
    )


def _head(label: str, x: float, y: float) -> Markup:
    return element(
        "text", *short(label), transform=f"translate({x:.1f} {y:.1f}) rotate(-45)", class_="name"
    )


def _name(label: str, x: float, y: float) -> Markup:
    return element(
        "text", *short(label), x=f"{x:.1f}", y=f"{y:.1f}", text_anchor="end", class_="name"
    )


def short(label: str, most: int = MOST_LETTERS) -> tuple[str, Markup]:
    """Return what is written of a label, at most so many letters, and all of it for a tooltip."""
    written = label
    while _letters(written) > most:
        written = written.removesuffix("\N{HORIZONTAL ELLIPSIS}")[:-1]
        written += "\N{HORIZONTAL ELLIPSIS}"
    return written, element("title", label)


def width(label: str, most: int = MOST_LETTERS) -> float:
    """Return about how wide a label is, as it is written."""
    return LETTER * min(most, _letters(label))


def _letters(text: str) -> int:
    """Return the width of a text in letters; those of East Asia and pictures count double."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
