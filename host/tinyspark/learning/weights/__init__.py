"""Networks of other libraries for the board, and ours for them.

    from tinyspark.learning.weights import of_sklearn, save
    save("weights.npz", of_sklearn(network))

then `tinyspark model import weights.npz --dataset DATASET -o mine.tsm`.
"""

from tinyspark.learning.weights.checks import WeightsError
from tinyspark.learning.weights.files import encode, load, save
from tinyspark.learning.weights.objects import of_sklearn, of_state, of_torch
from tinyspark.learning.weights.of_model import of_model
from tinyspark.learning.weights.weights import Weights

__all__ = [
    "Weights",
    "WeightsError",
    "encode",
    "load",
    "of_model",
    "of_sklearn",
    "of_state",
    "of_torch",
    "save",
]
