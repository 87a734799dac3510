"""What the neurons of the first layer look for: their weights drawn back as a movement.

A feature of the shape belongs to an axis and a part of the time; so a neuron's weights for these
are a curve over time, axis by axis. A weight and a feature of the same sign raise the sum.
"""

import numpy as np

from tinyspark.learning.glass_box.names import SAMPLE, SHAPE, Feature
from tinyspark.learning.glass_box.trace import Trace, path
from tinyspark.lessons.story import Story
from tinyspark.terminal.graph import wave

WORDS = {
    "imu": "a movement: the one",
    "imu+proximity": "a movement: the one",
    "proximity": "the course of a hand: the one",
    "buttons": "a way to press the buttons: the one",
}


def tell(story: Story, trace: Trace) -> None:
    """Tell one neuron's pattern, and have both pictures drawn."""
    neuron = path(trace)[0]
    layers = len(trace.model.layers)
    name = f"neuron {neuron + 1}" if layers > 1 else f"the output {trace.model.labels[neuron]}"
    story.heading("What a neuron looks for")
    story.say(
        "The weights of the first layer, put back where their features come from, are themselves"
        f" {WORDS[trace.model.sensor]} that the neuron answers most. Where the weights and the"
        " normalized features of this take go up and down together, the sum grows. Here for"
        f" {name} (of bars, the middle is 0; the picture has all neurons):"
    )
    weights, inputs = trace.weights(0)[neuron], trace.inputs(0)
    terms = trace.terms(0)[neuron]
    rows = []
    for axis in trace.model.axes:
        at = places(trace.features, axis)
        curves = [_curve(values[at]) for values in (weights, inputs)]
        rows.append((axis, *curves, f"{terms[at].sum():+d}"))
    others = [at for at, each in enumerate(trace.features) if each.kind not in (SHAPE, SAMPLE)]
    if others:
        rows.append(("statistics", "", "", f"{terms[others].sum():+d}"))
    story.table(("", "looks for", "found here", "adds"), rows)
    if others:
        story.say(
            "What looks ragged is left over from the random weights that training began with."
            " Weight decay wears it off: more of it, or more epochs (`tinyspark train --epochs"
            " 100`), make smoother patterns."
        )
    story.picture("glass_box", trace=trace)
    story.picture("glass_box_neurons", trace=trace)


def places(features: list[Feature], axis: str) -> list[int]:
    """Return the numbers of the features that are the course of an axis over time."""
    return [
        at
        for at, each in enumerate(features)
        if each.axis == axis and each.kind in (SHAPE, SAMPLE)
    ]


def _curve(values: np.ndarray) -> str:
    """Return a curve as bars, or few values as numbers."""
    if len(values) <= 4:
        return " ".join(f"{value:4d}" for value in values)
    return wave(values, float(max(1, np.abs(values).max())))
