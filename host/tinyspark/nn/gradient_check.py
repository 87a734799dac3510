"""The gradients of backward() beside those found by trying: the test of every trainer.

(loss(p + h) - loss(p - h)) / 2h needs nothing but forward(). Networks should be in float64.
"""

import numpy as np

from tinyspark.nn.loss import Loss
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples

STEP = 1e-5  # rounding and curvature disturb least


def numeric(network: Network, examples: Examples, loss: Loss) -> np.ndarray:
    """Return the gradient of the loss for the parameters, [P] or [K, P], by trying."""
    found = np.zeros_like(network.parameters)
    for place in range(network.parameters.shape[-1]):
        values = network.parameters[..., place]
        kept = values.copy()
        above = _moved(network, examples, loss, (place, kept + STEP))
        below = _moved(network, examples, loss, (place, kept - STEP))
        network.parameters[..., place] = kept
        found[..., place] = (above - below) / (2 * STEP)
    return found


def _moved(
    network: Network, examples: Examples, loss: Loss, move: tuple[int, np.ndarray]
) -> np.ndarray:
    network.parameters[..., move[0]] = move[1]
    return np.asarray(loss.value(network.forward(examples.inputs), examples.targets))


def check(network: Network, examples: Examples, loss: Loss) -> float:
    """Return relative() of the gradients computed and tried, of K networks that of the worst."""
    network.backward(loss.gradient(network.forward(examples.inputs), examples.targets))
    computed = network.gradients.copy()
    return relative(computed, numeric(network, examples, loss))


def relative(computed: np.ndarray, tried: np.ndarray) -> float:
    """Return |computed - tried| / (|computed| + |tried|), of K gradients that of the worst.

    |...| is the length of the whole gradient. Right rules give about 1e-9, wrong ones about 1.
    """
    length = np.linalg.norm(computed, axis=-1) + np.linalg.norm(tried, axis=-1)
    apart = np.linalg.norm(computed - tried, axis=-1)
    return float((apart / np.where(length > 0, length, 1)).max())
