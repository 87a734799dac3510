"""The results of windows by the numpy twins, which training uses."""

import numpy as np

from gesturekit.model_format import Model
from parity.cases import Block, Cases, of_window
from tinyspark.learning import feature_twin, inference_twin


def results(cases: Cases) -> bytes:
    """Return what runner.py writes for the windows."""
    return b"".join(of_block(cases.models[each.model], each).tobytes() for each in cases.windows)


def of_block(model: Model, block: Block) -> np.ndarray:
    """Return the results of a block, as records."""
    gestures = block.values.transpose(0, 2, 1)
    if model.feature_set == "raw":
        vectors = feature_twin.raw(gestures)
    else:
        vectors = feature_twin.gesture(gestures, model.axes)
    sums = inference_twin.sums(model, vectors)
    confidences = inference_twin.levels(model.layers[-1], sums)
    best = sums.argmax(axis=1)
    sure = np.take_along_axis(confidences, best[:, None], axis=1)[:, 0] >= model.threshold
    found = np.empty(len(vectors), of_window(model))
    found["features"] = vectors
    found["sums"] = sums
    found["confidences"] = confidences
    found["best"] = best
    found["detection"] = np.where(sure & (best != model.idle), best, -1)
    return found
