"""The network of a trace, drawn by the browser: nodes that can be pointed at and chosen."""

from collections.abc import Callable
from typing import Any

import numpy as np
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from tinyspark.learning.glass_box.graph import Graph
from tinyspark.studio.texts import Inside as Texts


class Network(Element, component="network.js"):
    """choose: is called with column and number of the node that somebody chooses."""

    def __init__(self, choose: Callable[[int, int], Any]) -> None:
        super().__init__()
        self._props["drawn"] = {"columns": [], "heads": [], "lines": [], "told": ""}
        self._props["chosen"] = None
        self._props["every"] = False

        def chosen(event: GenericEventArguments) -> None:
            column, node = event.args
            choose(int(column), int(node))

        self.on("choose", chosen)

    def show(self, graph: Graph, inputs: int, flows: bool) -> None:
        """Draw it; inputs: how many there are; flows: what the take adds, else the weights."""
        layers = [str(len(column)) for column in graph.columns[1:]]
        heads = [Texts.INPUTS.format(count=inputs)]
        heads += [Texts.NEURONS.format(count=count) for count in layers[:-1]]
        answer = next(node.name for node in graph.columns[-1] if node.best)
        self._props["drawn"] = {
            "columns": [[node._asdict() for node in column] for column in graph.columns],
            "heads": [*heads, Texts.OUTPUTS],
            "lines": [_rounded(each) for each in (graph.flows if flows else graph.weights)],
            "told": Texts.DRAWN.format(inputs=inputs, layers=", ".join(layers), answer=answer),
        }
        self.update()

    def show_every(self, every: bool) -> None:
        """Draw all lines, or the strongest of each layer only."""
        self._props["every"] = every
        self.update()

    def mark_chosen(self, place: tuple[int, int] | None) -> None:
        """Show which node is chosen."""
        self._props["chosen"] = list(place) if place else None
        self.update()


def _rounded(table: np.ndarray) -> list[list[float]]:
    rows: list[list[float]] = np.round(table, 3).tolist()
    return rows
