"""A trace as a network to be drawn: columns of nodes, and between them weights and products.

Inputs that belong together are one node, else no screen would hold them. Draws nothing.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np

from gesturekit.plain_network import LEVEL
from tinyspark.learning.glass_box.names import SAMPLE, SHAPE, STATISTIC, Feature
from tinyspark.learning.glass_box.trace import Trace

FEW = 16  # inputs; so few are drawn one by one


class Node(NamedTuple):
    """value: in words what it holds; share: how far that is from 0, 0..1; best: the answer?"""

    name: str
    value: str
    share: float
    best: bool = False


class Term(NamedTuple):
    """What one input adds to a neuron; the bias has neither input nor weight."""

    name: str
    input: int | None
    weight: int | None
    product: int


class Pattern(NamedTuple):
    """What a neuron looks for along an axis, what this take has there (-1..1), what that adds."""

    name: str
    weights: list[float]
    inputs: list[float]
    adds: int


@dataclass(frozen=True)
class Graph:
    """columns: of nodes; weights, flows: [to, from] between one column and the next, -1..1.

    weights: of a group of inputs, the one furthest from 0; flows: what this take adds.
    """

    columns: list[list[Node]]
    weights: list[np.ndarray]
    flows: list[np.ndarray]


def of(trace: Trace) -> Graph:
    """Return what there is to draw."""
    groups = grouped(trace.features)
    inputs = trace.inputs(0)
    columns = [
        [_group(name, inputs[places], trace.reach(0)) for name, places in groups],
        *(_neurons(trace, place) for place in range(len(trace.model.layers))),
    ]
    weights, flows = [], []
    for place in range(len(trace.model.layers)):
        strength, terms = trace.weights(place), trace.terms(place)
        if place == 0:
            strength = np.stack([_furthest(strength[:, at]) for _, at in groups], axis=1)
            terms = np.stack([terms[:, at].sum(axis=1) for _, at in groups], axis=1)
        weights.append(strength / max(1, np.abs(strength).max()))
        flows.append(terms / max(1, np.abs(terms).max()))
    return Graph(columns, weights, flows)


def terms(trace: Trace, place: int, neuron: int) -> list[Term]:
    """Return what makes the sum of a neuron of a layer: its bias, then the greatest first."""
    names = [each.name for each in trace.features]
    if place:
        names = [f"neuron {number + 1}" for number in range(trace.model.layers[place].inputs)]
    inputs, weights = trace.inputs(place), trace.weights(place)[neuron]
    products = trace.terms(place)[neuron]
    order = np.argsort(-np.abs(products), kind="stable")
    bias = Term("bias", None, None, int(trace.model.layers[place].biases[neuron]))
    return [
        bias,
        *(Term(names[at], int(inputs[at]), int(weights[at]), int(products[at])) for at in order),
    ]


def patterns(trace: Trace, neuron: int) -> list[Pattern]:
    """Return what a neuron of the first layer answers to, axis by axis, beside this take."""
    weights, inputs, products = trace.weights(0)[neuron], trace.inputs(0), trace.terms(0)[neuron]
    courses = {SHAPE, SAMPLE} & {each.kind for each in trace.features}
    found = []
    for name, at in _runs(trace.features):
        if not courses or trace.features[at[0]].kind in courses:
            looked_for = (weights[at] / max(1, np.abs(weights).max())).tolist()
            there = (inputs[at] / trace.reach(0)).tolist()
            found.append(Pattern(name, looked_for, there, int(products[at].sum())))
    return found


def grouped(features: list[Feature]) -> list[tuple[str, list[int]]]:
    """Return the nodes of the inputs: the name of each and the places of its features."""
    if len(features) <= FEW:
        return [(each.name, [at]) for at, each in enumerate(features)]
    return _runs(features)


def _runs(features: list[Feature]) -> list[tuple[str, list[int]]]:
    """Return neighbors of the same kind and axis, each with its name and places."""
    found = []
    places = range(len(features))
    for (kind, axis), run in groupby(places, lambda at: (features[at].kind, features[at].axis)):
        what = {SHAPE: "shape of ", STATISTIC: "statistics of "}.get(kind, "")
        found.append((f"{what}{axis}" if axis else "strength, length", list(run)))
    return found


def _furthest(weights: np.ndarray) -> np.ndarray:
    """Return of each row the number furthest from 0."""
    return np.take_along_axis(weights, np.abs(weights).argmax(axis=1)[:, None], axis=1)[:, 0]


def _group(name: str, inputs: np.ndarray, reach: int) -> Node:
    value = f"{inputs[0]:+d}" if len(inputs) == 1 else f"{len(inputs)} numbers"
    return Node(name, value, float(np.sqrt(np.mean((inputs / reach) ** 2))))


def _neurons(trace: Trace, place: int) -> list[Node]:
    """Return the nodes of a layer."""
    if place == len(trace.model.layers) - 1:
        confidences = trace.numbers["confidences"]
        return [
            Node(label, f"{100 * value / LEVEL:.0f} %", value / LEVEL, number == trace.best)
            for number, (label, value) in enumerate(
                zip(trace.model.labels, confidences, strict=True)
            )
        ]
    outputs = trace.inputs(place + 1)
    reach = trace.reach(place + 1)
    return [
        Node(f"neuron {number + 1}", str(value), float(abs(value) / reach))
        for number, value in enumerate(outputs)
    ]
