"""A model -> the same model with a golden window, which boards try before they use it."""

import array

import numpy as np

from gesturekit import golden
from gesturekit.model_format import Model


def add(model: Model, window: np.ndarray) -> Model:
    """Return the model with the window int [values, axes] and what must come out of it.

    window: means of `average` samples; of a take that a button starts, its counts.
    """
    data = array.array("h", window.T.astype(np.int16).tobytes())
    return model._replace(golden=golden.of(model, len(window), data))
