"""The network of a trace as nodes and lines: what each neuron adds to the next ones.

Draws the nodes with most effect alone when there are many; knows nothing of takes and features
but their names.
"""

from typing import Any

import numpy as np

from gesturekit.plain_network import LEVEL
from tinyspark.learning.glass_box.trace import Trace, path
from tinyspark.pictures.plot_parts import BLUE, GRAY, INK, PLAIN, VERMILION
from tinyspark.terminal.screen import counted

MOST_INPUTS, MOST_NEURONS = 14, 12  # drawn
MOST_LINES = 40  # between two layers
WIDEST = 4.5  # points of a line
BAR = 0.5  # of a layer's distance, for a confidence of 1
TEXT: dict[str, Any] = {"va": "center", "fontsize": 9, "color": INK, **PLAIN}

SMALL: dict[str, Any] = {
    "fontsize": 8,
    "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.8},
}


def draw(panel: Any, trace: Trace) -> None:
    """Draw the network into the panel."""
    columns = chosen(trace)
    heights = [_spread(len(nodes)) for nodes in columns]
    for place in range(len(trace.model.layers)):
        _lines(panel, trace, place, (columns, heights))
    last = len(columns) - 1
    for place, nodes in enumerate(columns[:-1]):
        shades = np.abs(trace.inputs(place)[nodes]) / trace.reach(place)
        _nodes(panel, place, heights[place], shades)
    _nodes(
        panel, last, heights[last], np.array(trace.numbers["confidences"])[columns[last]] / LEVEL
    )
    _names(panel, trace, (columns, heights))
    panel.set(xlim=(-1.15, last + 1.05), ylim=(-0.03, 1.0))
    panel.axis("off")
    panel.set_title(
        "the network: blue lines raise a sum, vermilion ones lower it; the thicker, the more"
        + _rule(trace, columns),
        loc="left",
        fontsize=10,
        color=INK,
    )


def _spread(count: int) -> np.ndarray:
    """Return the heights of the nodes of a column, from the top."""
    margin = 0.42 / count
    return np.linspace(0.97 - margin, 0.05 + margin, count)


def chosen(trace: Trace) -> list[np.ndarray]:
    """Return the nodes to draw, of the inputs and of each layer; those with most effect."""
    layers = len(trace.model.layers)
    columns = [np.arange(trace.model.layers[-1].outputs)]
    if len(columns[0]) > MOST_NEURONS:
        columns[0] = np.sort(np.argsort(-trace.sums(layers - 1), kind="stable")[:MOST_NEURONS])
    for place in range(layers - 1, -1, -1):
        most = MOST_NEURONS if place else MOST_INPUTS
        effect = np.abs(trace.terms(place)[columns[0]])
        if place == 0 and layers > 1:  # of the neurons that count, above all
            effect = effect[[list(columns[0]).index(path(trace)[0])]]
        order = np.argsort(-effect.sum(axis=0), kind="stable")[:most]
        columns.insert(0, np.sort(order))
    return columns


def _rule(trace: Trace, columns: list[np.ndarray]) -> str:
    """Say by which rule of chosen() nodes are drawn, where some are left out."""
    layers = trace.model.layers
    rules = []
    if len(columns[0]) < layers[0].inputs:
        goal = f"neuron {path(trace)[0] + 1}" if len(layers) > 1 else "the outputs drawn"
        rules.append(f"inputs of most effect on {goal}")
    if any(len(columns[at + 1]) < layer.outputs for at, layer in enumerate(layers[:-1])):
        rules.append("neurons of most effect to the right")
    if len(columns[-1]) < layers[-1].outputs:
        rules.append("greatest outputs")
    return f"\ndrawn: {'; '.join(rules)}" if rules else ""


def _lines(
    panel: Any, trace: Trace, place: int, drawn: tuple[list[np.ndarray], list[np.ndarray]]
) -> None:
    """Draw what the nodes of one column add to those of the next."""
    columns, heights = drawn
    terms = trace.terms(place)[np.ix_(columns[place + 1], columns[place])]
    strongest = max(1, np.abs(terms).max())
    order = np.argsort(-np.abs(terms), axis=None, kind="stable")[:MOST_LINES]
    for to, start in zip(*np.unravel_index(order[::-1], terms.shape), strict=True):
        share = abs(terms[to, start]) / strongest
        panel.plot(
            [place, place + 1],
            [heights[place][start], heights[place + 1][to]],
            color=BLUE if terms[to, start] > 0 else VERMILION,
            linewidth=0.3 + WIDEST * share,
            alpha=0.1 + 0.8 * share,
            solid_capstyle="butt",
            zorder=1,
        )


def _nodes(panel: Any, place: int, heights: np.ndarray, shades: np.ndarray) -> None:
    """Draw the nodes of one column; the darker, the further from 0."""
    colors = [str(0.97 - 0.8 * shade) for shade in shades]
    panel.scatter(
        np.full(len(heights), place),
        heights,
        s=150,
        c=colors,
        edgecolors=INK,
        linewidths=0.9,
        zorder=3,
    )


def _names(panel: Any, trace: Trace, drawn: tuple[list[np.ndarray], list[np.ndarray]]) -> None:
    columns, heights = drawn
    features = trace.features
    for node, height in zip(columns[0], heights[0], strict=True):
        text = f"{features[node].name}  {trace.inputs(0)[node]:+d}"
        panel.text(-0.06, height, text, ha="right", **TEXT)
    for place in range(1, len(columns) - 1):
        for node, height in zip(columns[place], heights[place], strict=True):
            text = f"neuron {node + 1}: {trace.inputs(place)[node]}"
            panel.text(place, height + 0.034, text, ha="center", zorder=4, **TEXT | SMALL)
    _bars(panel, trace, (len(columns) - 1, columns[-1], heights[-1]))
    heads = [_of(len(columns[0]), len(features), "input")]
    for place, layer in enumerate(trace.model.layers):
        heads.append(_of(len(columns[place + 1]), layer.outputs, "neuron"))
    for place, head in enumerate(heads):
        panel.text(place, 0.0, head, ha="center", **TEXT | {"color": GRAY})


def _bars(panel: Any, trace: Trace, column: tuple[int, np.ndarray, np.ndarray]) -> None:
    """Draw the confidences beside the outputs."""
    place, nodes, heights = column
    thick = min(0.035, 0.3 / len(nodes))
    for node, height in zip(nodes, heights, strict=True):
        share = trace.numbers["confidences"][node] / LEVEL
        best = node == trace.best
        panel.barh(
            height - 0.028, BAR * share, thick, left=place + 0.08, color=BLUE if best else GRAY
        )
        weight = {"fontweight": "bold"} if best else {}
        text = f"{trace.model.labels[node]}  {100 * share:.0f} %"
        panel.text(place + 0.08, height + 0.015, text, **TEXT | weight)


def _of(drawn: int, there: int, noun: str) -> str:
    return counted(there, noun) if drawn == there else f"{drawn} of {counted(there, noun)}"
