"""BFGS and L-BFGS by SciPy: they learn the curvature of the loss and stride ahead.

SciPy is an extra (`tinyspark[scipy]`). Nocedal and Wright, "Numerical optimization", 2006.
"""

import sys
from collections.abc import Callable

import numpy as np

from tinyspark.nn.errors import TrainingError
from tinyspark.nn.loss import Loss
from tinyspark.nn.network import Network
from tinyspark.nn.threads import one_thread
from tinyspark.nn.train import Examples

METHODS = {"BFGS": "BFGS", "L-BFGS": "L-BFGS-B"}  # our names, SciPy's names


def minimize(
    network: Network, examples: Examples, loss: Loss, method: str = "L-BFGS", steps: int = 200
) -> int:
    """Train a single network on all examples at once; return the number of steps done.

    TrainingError without SciPy, and for examples that are no numbers.
    """
    try:
        from scipy import optimize
    except ImportError:
        raise TrainingError(
            f"{method} needs SciPy, which is not installed.\n"
            f"Install it: {sys.executable} -m pip install scipy; or use another optimizer."
        ) from None
    examples = examples.checked(network.parameters.dtype)
    with one_thread():
        found = optimize.minimize(
            _loss_and_gradient(network, examples, loss),
            network.parameters.astype(np.float64),
            jac=True,
            method=METHODS[method],
            options={"maxiter": steps},
        )
    network.parameters[:] = found.x
    return int(found.nit)


def _loss_and_gradient(
    network: Network, examples: Examples, loss: Loss
) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    def compute(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        network.parameters[:] = parameters
        outputs = network.forward(examples.inputs, training=True)
        network.backward(loss.gradient(outputs, examples.targets))
        value = loss.value(outputs, examples.targets)
        return float(value), network.gradients.astype(np.float64)

    return compute
