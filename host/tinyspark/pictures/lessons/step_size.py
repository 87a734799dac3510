"""Picture of the lesson on step size: the error over time for all steps, and who turned back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tinyspark.pictures.lessons.parts import tidy
from tinyspark.pictures.plot_parts import INK, new_figure, save

Curve = tuple[float, int, Sequence[int], Sequence[float]]  # step, hidden, updates, errors
Turns = tuple[float, Sequence[int]]  # step, how often each weight turned back
WEIGHTS = ("switch 1", "switch 2", "always 1", "hidden to lamp")
_SHADES = (0.0, 0.78)  # of the color map, whose brightest end cannot be read on white


def draw(path: str | Path, curves: Sequence[Curve], turns: Sequence[Turns]) -> None:
    """Draw errors over updates, a panel for each hidden size, above the turns of the weights."""
    figure = new_figure(10.5, 6.6)
    parts = figure.subfigures(2, 1, squeeze=False, height_ratios=[4.6, 2.0])
    above, below = parts[:, 0]
    sizes = sorted({hidden for _, hidden, _, _ in curves})
    panels = above.subplots(1, len(sizes), sharex=True, sharey=True, squeeze=False)[0]
    for panel, size in zip(panels, sizes, strict=True):
        _draw_errors(panel, [curve for curve in curves if curve[1] == size])
        tidy(panel, f"{size} hidden neurons, error by step", "updates")
    panels[0].set_ylabel("mean error")
    _draw_turns(below.subplots(), turns)
    save(figure, path)


def _draw_errors(panel: Any, curves: Sequence[Curve]) -> None:
    """Draw one panel; the step is written where its curve ends."""
    from matplotlib import colormaps

    low, high = _SHADES
    taken: list[float] = []
    for place, (step, _, updates, errors) in enumerate(curves):
        shade = low + (high - low) * place / (len(curves) - 1)
        color = colormaps["plasma"](shade)
        panel.plot([max(each, 0.8) for each in updates], errors, color=color, linewidth=1.6)
        end = errors[-1]
        while any(0.8 < end / other < 1.25 for other in taken):
            end *= 1.25
        taken.append(end)
        panel.annotate(
            f"{step:g}",
            (updates[-1], end),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
            color=color,
        )
    panel.set(xscale="log", yscale="log", xlim=(0.8, updates[-1] * 5))
    panel.grid(color="#e6e6e6", linewidth=0.6)


def _draw_turns(panel: Any, turns: Sequence[Turns]) -> None:
    """Draw a number for each weight and step, darker where it is greater."""
    counts = [row for _, row in turns]
    panel.imshow(counts, cmap="Blues", vmin=0, vmax=1.3 * max(map(max, counts)), aspect="auto")
    for line, row in enumerate(counts):
        for place, count in enumerate(row):
            panel.text(place, line, str(count), ha="center", va="center", color=INK, fontsize=9)
    group = len(counts[0]) // len(WEIGHTS)
    for place in range(group, len(counts[0]), group):
        panel.axvline(place - 0.5, color="white", linewidth=4)
    middles = [group * place + (group - 1) / 2 for place in range(len(WEIGHTS))]
    panel.set_xticks(middles, WEIGHTS)
    panel.set_yticks(range(len(turns)), [f"step {step:g}" for step, _ in turns])
    panel.tick_params(length=0)
    panel.spines[:].set_visible(False)
    tidy(panel, "How often each weight turned back, 4 hidden neurons")
