"""The gradient check on the very network of a trace: computed by the rules, and found by trying.

The network is the model's, in float64; the example is the take that was traced.
"""

from typing import NamedTuple

import numpy as np

from tinyspark.learning.glass_box.trace import Trace
from tinyspark.learning.weights.of_model import of_model
from tinyspark.learning.weights.preparation import normalization
from tinyspark.nn.gradient_check import numeric, relative
from tinyspark.nn.loss import Loss, SoftmaxCrossEntropy, SquaredError
from tinyspark.nn.train import Examples

SHOWN = 5


class Checked(NamedTuple):
    """What came of it, see gradient_check.relative().

    weights: how many, biases among them; apart: relative difference; loss: of the take; greatest:
    the slopes furthest from 0, (computed, tried).
    """

    weights: int
    apart: float
    loss: float
    greatest: list[tuple[float, float]]


def check(trace: Trace) -> Checked:
    """Compare all slopes of the loss, for the label performed, else for the one recognized."""
    model = trace.model
    network = of_model(model).network()
    label = trace.case.label
    wanted = model.labels.index(label) if label in model.labels else trace.best
    inputs = trace.inputs(0)[None] * normalization(model).unit
    outputs = model.layers[-1].outputs
    examples = Examples(inputs, np.eye(outputs)[[min(wanted, outputs - 1)]])
    loss: Loss = SquaredError()
    if model.layers[-1].activation == "softmax":
        loss = SoftmaxCrossEntropy()
    answer = network.forward(examples.inputs)
    network.backward(loss.gradient(answer, examples.targets))
    computed = network.gradients.copy()
    tried = numeric(network, examples, loss)
    order = np.argsort(-np.abs(computed), kind="stable")[:SHOWN]
    return Checked(
        len(computed),
        relative(computed, tried),
        float(loss.value(answer, examples.targets)),
        [(float(computed[at]), float(tried[at])) for at in order],
    )
