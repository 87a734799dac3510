"""The whole trace as one table: every integer and every multiply-add, the board's beside it.

Knows the columns and their order; writes no file.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from tinyspark.learning.glass_box.trace import Numbers, Trace

COLUMNS = ("step", "neuron", "name", "input", "weight", "product", "value", "board")
Row = Sequence[object]


def text(trace: Trace, board: Numbers) -> str:
    """Return the table as CSV; board: what a board computed, as in Comparison.numbers.

    value is the result of a row: for the product of a neuron, its sum so far.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(trace, board))
    return out.getvalue()


def _rows(trace: Trace, board: Numbers) -> Iterator[Row]:
    count = len(trace.numbers["movement"])
    moments = ["samples {} to {}".format(*trace.samples(at)) for at in range(count)]
    means = [f"{axis}, {moment}" for moment in moments for axis in trace.model.axes]
    features = [feature.name for feature in trace.features]
    labels = list(trace.model.labels)
    yield from _listed(trace, board, "means", means)
    yield from _listed(trace, board, "movement", moments)
    yield from _listed(
        trace, board, "cut", ["first sample (of those pushed)", "one past the last"]
    )
    yield from _listed(trace, board, "features", features)
    yield from _listed(trace, board, "inputs", features)
    names = features
    for place, layer in enumerate(trace.model.layers):
        last = place == len(trace.model.layers) - 1
        neurons = labels if last else [str(neuron + 1) for neuron in range(layer.outputs)]
        yield from _layer(trace, board, place, (names, neurons))
        names = [f"neuron {neuron}" for neuron in neurons]
    yield from _listed(trace, board, "logits", labels)
    yield from _listed(trace, board, "below", labels)
    yield from _listed(trace, board, "powers", labels)
    yield from _listed(trace, board, "confidences", labels)
    yield from _listed(trace, board, "decision", ["best", "confidence", "detected"])


def _listed(trace: Trace, board: Numbers, step: str, names: Sequence[str]) -> Iterator[Row]:
    """Rows of a step that is a plain list of numbers."""
    mine, theirs = trace.numbers[step], board.get(step)
    for at, value in enumerate(mine):
        yield (step, "", names[at], "", "", "", value, theirs[at] if theirs else "")


def _layer(
    trace: Trace, board: Numbers, place: int, called: tuple[Sequence[str], Sequence[str]]
) -> Iterator[Row]:
    """Rows of a layer, neuron by neuron: its bias, its products, its sum, its activation."""
    names, neurons = called
    layer, step = trace.model.layers[place], f"layer {place + 1}"
    inputs, weights = trace.inputs(place).tolist(), trace.weights(place).tolist()
    totals, terms = trace.totals(place).tolist(), trace.terms(place).tolist()
    theirs = board.get(f"totals {place}")
    for number, neuron in enumerate(neurons):
        yield (step, neuron, "bias", "", "", "", totals[number][0], "")
        for at, name in enumerate(names):
            there = theirs[at * layer.outputs + number] if theirs else ""
            parts = (inputs[at], weights[number][at], terms[number][at])
            yield (step, neuron, name, *parts, totals[number][at + 1], there)
        for result in ("sums", "outputs"):
            if mine := trace.numbers.get(f"{result} {place}"):
                other = board.get(f"{result} {place}")
                value = other[number] if other else ""
                yield (step, neuron, result[:-1], "", "", "", mine[number], value)
