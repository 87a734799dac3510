"""Where takes will be cut: what stays is lit, what goes lies in gray.

Draws spans that it is given; one panel a take, of the first of the sensor's units.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tinyspark.dataset.cuts import Span
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.pictures.plot_parts import (
    GRAY,
    INK,
    PLAIN,
    QUANTITY,
    PlotError,
    draw,
    legend,
    new_figure,
    save,
    units_of,
)

Cuts = Sequence[tuple[Recording, Sequence[Span]]]  # takes, and the parts of each that stay

MANY = 40  # panels
LONG = 6.0  # seconds; longer recordings get a row of their own


def draw_cuts(cuts: Cuts, settings: Settings, path: str | Path) -> None:
    """Draw takes with the parts that stay, and save the picture."""
    if not cuts:
        raise PlotError("No take would be cut.\nThere is nothing to draw.")
    shown = cuts[:MANY]
    longest = max(len(take.samples) for take, _ in shown) / settings.rate
    columns = 1 if longest > LONG else min(4, len(shown))
    rows = -(-len(shown) // columns)
    figure = new_figure(12 if columns == 1 else max(5, 3 * columns), 0.6 + 1.7 * rows)
    panels = figure.subplots(rows, columns, squeeze=False, sharey=True).ravel()
    unit = units_of(settings)[0]
    for panel, (take, spans) in zip(panels, shown, strict=False):
        draw(panel, take.samples, settings, unit)
        _shade(panel, spans, len(take.samples), settings.rate)
        _name(panel, take, spans, settings.rate)
    for panel in panels[len(shown) :]:
        panel.set_axis_off()
    panels[0].set_ylabel(QUANTITY[unit], fontsize=8)
    panels[len(shown) - 1].set_xlabel("time (s)", fontsize=8)
    legend(panels[columns - 1], settings, unit)
    save(figure, path)


def _shade(panel: Any, spans: Sequence[Span], length: int, rate: int) -> None:
    """Lay gray over what goes, and number what stays where there are several parts."""
    edges = [0, *(edge for span in spans for edge in span), length]
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end > begin:
            panel.axvspan(begin / rate, end / rate, color="#cccccc", alpha=0.75, lw=0, zorder=3)
    if len(spans) > 1:
        for number, span in enumerate(spans, 1):
            middle = (span.begin + span.end) / 2 / rate
            panel.annotate(
                str(number),
                (middle, 0.98),
                xycoords=("data", "axes fraction"),
                ha="center",
                va="top",
                fontsize=7,
                color=INK,
            )


def _name(panel: Any, take: Recording, spans: Sequence[Span], rate: int) -> None:
    style: dict[str, Any] = {"fontsize": 8, "pad": 3, **PLAIN}
    kept = f"{len(spans)} takes" if len(spans) != 1 else _seconds(take, spans[0], rate)
    panel.set_title(f"{take.label}  {take.id}", loc="left", color=INK, **style)
    panel.set_title(kept, loc="right", color=GRAY, **style)
    panel.set_xlim(0, len(take.samples) / rate)
    panel.locator_params(axis="x", nbins=5 if panel.get_gridspec().ncols > 1 else 12)
    panel.tick_params(labelsize=7)


def _seconds(take: Recording, span: Span, rate: int) -> str:
    return f"{len(take.samples) / rate:.2f} to {(span.end - span.begin) / rate:.2f} s"
