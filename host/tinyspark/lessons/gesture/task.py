"""The course's gesture: its ten takes, its 3-2-2 network and the weights that it published.

Knows data and networks; what becomes of them is told elsewhere.
"""

import numpy as np

from tinyspark import bundle
from tinyspark.dataset import Dataset
from tinyspark.nn.layers import Dense
from tinyspark.nn.loss import SquaredError
from tinyspark.nn.network import Network
from tinyspark.nn.train import Examples

LABELS = ("closer", "away")  # of the two outputs
INPUTS = ("proximity",) * 3  # 500 ms ago, 250 ms ago, now
LOSS = SquaredError(mean=False)
STEP = 0.01
START = 0.1  # start weights lie within +- this
_PARTS_OF_A_COUNT = 8  # the course reads counts / 8 ...
_SCALE = 100  # ... and divides that by 100 before the network sees it

# The course lists the weights of each neuron in turn: a row here is a neuron.
_HIDDEN = [
    [0.664838063268332, 0.14475863419970098, 0.39798479496743655],
    [-0.1996792640967368, -0.10042784907697525, -0.38665016231765525],
]
_OUTPUT = [
    [0.19784347834163832, -0.7106415457739413],
    [0.6545148412015216, 0.1258938146460059],
]


def takes() -> Examples:
    """Return the ten takes that come with the kit, [10, 3] in the course's units, and [10, 2]."""
    recordings = Dataset.open(bundle.folder("datasets") / "proximity-course").recordings
    counts = np.array([recording.samples[:, 0] for recording in recordings], float)
    targets = np.array(
        [[recording.label == label for label in LABELS] for recording in recordings]
    )
    return Examples(counts / _PARTS_OF_A_COUNT / _SCALE, targets.astype(float))


def network(hidden: list[list[float]], output: list[list[float]]) -> Network:
    """Return a linear network; a row is a neuron with its weights."""
    return Network([Dense(np.array(hidden).T), Dense(np.array(output).T)])


def published() -> Network:
    """Return the network with the weights that the course printed."""
    return network(_HIDDEN, _OUTPUT)


def at_random(seed: int, within: float = START, output: type[Dense] = Dense) -> Network:
    """Return a 3-2-2 network with uniform start weights; output: the class of its last layer."""
    generator = np.random.default_rng(seed)
    first = generator.uniform(-within, within, (len(INPUTS), len(_HIDDEN)))
    second = generator.uniform(-within, within, (len(_HIDDEN), len(LABELS)))
    return Network([Dense(first), output(second)])


def right(outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return how many of the takes are recognized, [] or [K]: the greatest output decides."""
    with np.errstate(invalid="ignore"):
        known = np.isfinite(outputs).all(axis=-1)
        return (known & (outputs.argmax(axis=-1) == targets.argmax(axis=-1))).sum(axis=-1)
