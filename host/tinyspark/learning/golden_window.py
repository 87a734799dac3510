"""A model -> the same model with a golden window, which boards try before they use it."""

import array

import numpy as np

from gesturekit import features, golden
from gesturekit.model_format import Model
from tinyspark.learning import inference_twin


def add(model: Model, window: np.ndarray) -> Model:
    """Return the model with the window int [values, axes] and what must come out of it.

    window: means of `average` samples; of a take that a button starts, its counts.
    """
    data = array.array("h", window.T.astype(np.int16).tobytes())
    return model._replace(golden=golden.of(model, len(window), data))


def distances(model: Model) -> list[int]:
    """Return how far the model's golden window is from each label's prototype; 0 without one."""
    window, computed = model.golden, features.of(model)
    computed.compute(window.data, 0, window.count, window.count)
    vector = np.array([computed.vector], dtype=np.int64)
    return [int(distance) for distance in inference_twin.distances(model, vector)[0]]
