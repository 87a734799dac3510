"""Start weights of the course: the random numbers that its documents drew, number for number.

Knows numpy's old generator, whose stream the documents used; everything else in the kit draws from
numpy.random.default_rng.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np


def weights(seed: int, sizes: Sequence[int]) -> list[np.ndarray]:
    """Return uniform weights in -1..1, [inputs, outputs] float64, for each layer in turn.

    The numbers are those of numpy.random.seed(seed) and 2 * numpy.random.random(shape) - 1.
    """
    stream = np.random.RandomState(seed)
    return [2 * stream.random_sample(shape) - 1 for shape in pairwise(sizes)]
