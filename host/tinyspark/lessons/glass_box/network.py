"""The second half: every layer's sums, the outputs, and what is decided."""

import numpy as np

from gesturekit.plain_network import EXPONENTIALS, LEVEL, LOGIT_UNIT, SPAN, top, zero
from tinyspark.learning.glass_box.trace import Trace, path
from tinyspark.lessons.story import Story

MOST_NEURONS = 12  # in a table
MOST_TERMS = 8  # of a sum that is written out
ALL_TERMS = 12  # a sum of no more than these is written out whole


def tell(story: Story, trace: Trace) -> None:
    """Tell every layer and the decision; figures: every layer's, and all after."""
    names = [feature.name for feature in trace.features]
    winners = path(trace)
    last = len(trace.model.layers) - 1
    for place in range(last):
        story.figure(f"layer {place + 1} sums", trace.numbers[f"sums {place}"])
        story.figure(f"layer {place + 1} outputs", trace.numbers[f"outputs {place}"])
        _hidden(story, trace, place, winners[place + 1])
        _written_out(story, trace, (place, winners[place]), names)
        names = [f"neuron {neuron + 1}" for neuron in range(trace.model.layers[place].outputs)]
    story.figure(f"layer {last + 1} sums", trace.numbers[f"sums {last}"])
    for name in ("logits", "below", "powers", "confidences", "decision"):
        story.figure(name, trace.numbers[name])
    story.heading("The outputs")
    _written_out(story, trace, (last, winners[last]), names)
    _outputs(story, trace)
    _decision(story, trace)


def called(trace: Trace, place: int, neuron: int) -> str:
    """Return a neuron's name: a label in the last layer, else its number from 1."""
    if place == len(trace.model.layers) - 1:
        return str(trace.model.labels[neuron])
    return f"neuron {neuron + 1}"


def _hidden(story: Story, trace: Trace, place: int, following: int) -> None:
    """A table of a layer's neurons, those with most effect on a neuron of the next one first."""
    layer = trace.model.layers[place]
    story.heading(f"Layer {place + 1}: {layer.outputs} neurons")
    story.say(
        f"Every neuron multiplies each of its {layer.inputs} inputs by a weight of its own and"
        f" adds all up, its bias first: {layer.inputs * layer.outputs} multiply-adds in this"
        f" layer. The sum, times {layer.multiplier} / {1 << layer.shift} (a power of two, so the"
        " board divides by shifting bits), goes through the"
        f" activation ({_activation(layer.activation)}) and on to the next layer;"
        f" {_scale(layer.activation)}."
    )
    goal = called(trace, place + 1, following)
    more = layer.outputs - MOST_NEURONS
    left_out = f"; the other {more}, which do so least, are left out" if more > 0 else ""
    story.say(f"The neurons that raise or lower {goal} most stand first{left_out}:")
    effect = trace.terms(place + 1)[following]
    order = np.argsort(-np.abs(effect), kind="stable")[:MOST_NEURONS]
    outputs = trace.inputs(place + 1)
    rows = [
        (
            f"neuron {at + 1}",
            str(layer.biases[at]),
            str(trace.sums(place)[at]),
            str(outputs[at]),
            f"{effect[at]:+d}",
        )
        for at in order
    ]
    story.table(("", "bias", "sum", "activation", f"adds to {goal}"), rows)


def _activation(name: str) -> str:
    return {"relu": "ReLU: below 0 becomes 0", "linear": "linear: as it is"}.get(name, name)


def _scale(name: str) -> str:
    """Say what the activations of a hidden layer can be."""
    if name in ("linear", "relu"):
        return f"it is held to {-zero(name)}..{top(name)}"
    return f"{top(name)} stands for 1"


def _written_out(story: Story, trace: Trace, neuron: tuple[int, int], names: list[str]) -> None:
    """Write out the sum of one neuron (layer, number), its strongest terms one by one."""
    place, number = neuron
    layer = trace.model.layers[place]
    inputs, weights = trace.inputs(place), trace.weights(place)[number]
    terms, total = trace.terms(place)[number], trace.sums(place)[number]
    shown = len(terms) if len(terms) <= ALL_TERMS else MOST_TERMS
    order = np.argsort(-np.abs(terms), kind="stable")[:shown]
    rows = [("bias", "", "", f"{layer.biases[number]:+d}")]
    rows += [(names[at], str(inputs[at]), str(weights[at]), f"{terms[at]:+d}") for at in order]
    if shown < len(terms):
        rest = terms.sum() - terms[order].sum()
        rows.append((f"the other {len(terms) - shown} terms", "", "", f"{rest:+d}"))
    rows.append(("sum", "", "", str(total)))
    name = called(trace, place, number)
    whole = "its sum" if shown == len(terms) else "the strongest terms of its sum"
    last = place == len(trace.model.layers) - 1
    if last:
        which = "greatest" if layer.outputs > 1 else "only"
        story.say(f"The {which} output is {name}; {whole}:")
    else:
        story.say(f"The loudest voice for what will be recognized is {name}; {whole}:")
    story.table(("", "input", "weight", "product"), rows)
    if not last:
        value = trace.inputs(place + 1)[number]
        story.say(f"{total} * {layer.multiplier} / {1 << layer.shift}, activated, gives {value}.")


def _outputs(story: Story, trace: Trace) -> None:
    """Tell what the sums of the last layer mean, the greatest first."""
    layer = trace.model.layers[-1]
    order = np.argsort(-trace.sums(len(trace.model.layers) - 1), kind="stable")
    if layer.activation == "softmax":
        _shares(story, trace, order)
    else:
        _levels(story, trace, order)


def _shares(story: Story, trace: Trace, order: np.ndarray) -> None:
    """Tell softmax as the board computes it, so that each confidence can be computed again."""
    sums, confidences = _results(trace)
    below, powers = trace.numbers["below"], trace.numbers["powers"]
    layer, total = trace.model.layers[-1], sum(powers)
    story.say(
        "Softmax turns the sums into shares of 1: the higher a sum, the larger its share, and each"
        " step down divides it by 2.718 (the number e). What counts is only how far"
        f" a sum lies below the best one: (best sum - sum) * {layer.multiplier} /"
        f" {1 << layer.shift}, rounded, is that in {LOGIT_UNIT}ths of a step. The board has a"
        f" table of the powers of e: {EXPONENTIALS[0]} (it stands for 1) for 0, and for each"
        f" {LOGIT_UNIT}th more {EXPONENTIALS[1] / EXPONENTIALS[0]:.4f} times as much; beyond"
        f" {SPAN} it is 0. Here all powers together are {total}. A confidence is power *"
        f" {LEVEL} / {total}, rounded: {LEVEL} is a share of 1."
    )
    rows = [
        (
            trace.model.labels[at],
            str(sums[at]),
            str(below[at]),
            str(powers[at]),
            str(confidences[at]),
            f"{100 * confidences[at] / LEVEL:.0f} %",
        )
        for at in order
    ]
    story.table(("", "sum", "below the best", "power", "confidence", ""), rows)


def _levels(story: Story, trace: Trace, order: np.ndarray) -> None:
    sums, levels = _results(trace)
    layer, logits = trace.model.layers[-1], trace.numbers["logits"]
    story.say(
        f"sum * {layer.multiplier} / {1 << layer.shift} goes through the activation"
        f" ({_activation(layer.activation)}). Each output is a level of its own: 0 is 0, {LEVEL}"
        " is 1, and what lies beyond is held there."
    )
    rows = [
        (trace.model.labels[at], str(sums[at]), str(logits[at]), str(levels[at])) for at in order
    ]
    story.table(("", "sum", "scaled", "level"), rows)


def _results(trace: Trace) -> tuple[list[int], list[int]]:
    """Return sums and confidences of the labels."""
    last = len(trace.model.layers) - 1
    return trace.numbers[f"sums {last}"], trace.numbers["confidences"]


def _decision(story: Story, trace: Trace) -> None:
    model, case = trace.model, trace.case
    best, confidence, detected = trace.numbers["decision"]
    label = model.labels[best]
    story.heading("The decision")
    surely = f"{confidence} of {LEVEL} ({100 * confidence / LEVEL:.0f} %)"
    threshold = model.thresholds[best]
    limit = f"the threshold of {threshold} ({100 * threshold / LEVEL:.0f} %)"
    distance, most = trace.numbers["distance"] or (0, 0)
    if detected >= 0 and not threshold:
        text = f"The greatest output is the answer, however great: the board reports {label}."
    elif detected >= 0:
        text = f"{label} has {surely} and so reaches {limit}: the board reports {label}."
    elif distance > most:
        text = (
            f"{label} has {surely}. But what went into the network is {distance} away from the"
            f" middle of the examples of {label}, more than its limit of {most}: it counts as"
            f" {model.labels[model.unknown]}, and the board reports nothing."
        )
    elif confidence < threshold:
        text = f"{label} has only {surely}, below {limit}: the board reports nothing."
    elif best == model.idle:
        text = f"{label} has {surely}. It stands for stillness, which is never reported."
    elif best == model.unknown:
        text = f"{label} has {surely}: none of the gestures, and so the board reports nothing."
    else:
        text = (
            f"{label} has {surely}, enough for {limit}, but is not reported now: a movement that"
            f" lasts needs {model.repeats} equal results in a row and is reported once."
        )
    if case.label and case.label != label:
        text += f" It was performed as {case.label}, so the network is mistaken."
    elif case.label:
        text += f" {case.label} is what was performed."
    story.say(text)
