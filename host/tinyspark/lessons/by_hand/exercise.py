"""An exercise for pencil and paper; the trainer finds the solution, which is told backwards."""

import numpy as np

from tinyspark.lessons.plain import plain
from tinyspark.lessons.story import Story
from tinyspark.nn.layers import Dense
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples, train

EXERCISE = Examples(np.array([[0.5, -1.0]]), np.array([[1.0]]))
WEIGHTS = np.array([[0.2], [0.4]])


def tell(story: Story) -> None:
    """Give the exercise and, from right to left, its solution."""
    found = solution()
    for name, values in found.items():
        story.figure(f"exercise, {name}", values)
    backwards = "; ".join(_shown(values)[::-1] for values in found.values())
    story.next(
        f"""Take pencil and paper: inputs 0.5 and -1, weights 0.2 and 0.4, answer 1, a step of 1.
        What are {", ".join(found)}? By which share did the error shrink, and could you have said
        so before? The solution in this order, each to be read from right to left: {backwards}.
        The lesson `step-size` goes on with whole networks."""
    )


def solution() -> dict[str, np.ndarray]:
    """Return every number of one update, as the trainer finds it."""
    network = Network([Dense(WEIGHTS.copy())])
    output = network.forward(EXERCISE.inputs)
    error = SquaredError(mean=False).gradient(output, EXERCISE.targets)
    train(network, EXERCISE, plain(1, 1.0))
    again = network.forward(EXERCISE.inputs)
    return {
        "output": output.ravel(),
        "error": error.ravel(),
        "deltas": network.gradients.copy(),
        "new weights": network.parameters.copy(),
        "new output": again.ravel(),
        "new error": (again - EXERCISE.targets).ravel(),
    }


def _shown(values: np.ndarray) -> str:
    return " / ".join(f"{value:.5g}" for value in values)
