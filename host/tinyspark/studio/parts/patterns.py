"""The movement that a neuron answers to, axis by axis, beside the one that a take has."""

from collections.abc import Sequence

from nicegui.element import Element

from tinyspark.learning.glass_box.graph import Pattern
from tinyspark.studio.texts import Inside as Texts


class Patterns(Element, component="patterns.js"):
    """Small charts, one for each axis."""

    def __init__(self, shown: Sequence[Pattern]) -> None:
        super().__init__()
        self._props["rows"] = [
            {
                "name": each.name,
                "weights": [round(value, 3) for value in each.weights],
                "inputs": [round(value, 3) for value in each.inputs],
                "adds": Texts.ADDS.format(adds=f"{each.adds:+d}"),
            }
            for each in shown
        ]
