"""The results of windows by the numpy twins, which training uses."""

import numpy as np

from gesturekit import features
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
        number = features.NAMES.index(model.feature_set)
        vectors = feature_twin.gesture(gestures, model.axes, number)
    sums = inference_twin.sums(model, vectors)
    best, confidences = inference_twin.answers(model, vectors)
    sure = confidences[np.arange(len(best)), best] >= np.array(model.thresholds)[best]
    never = (best == model.idle) | (best == model.unknown)
    found = np.empty(len(vectors), of_window(model))
    found["features"] = vectors
    found["sums"] = sums
    found["confidences"] = confidences
    found["best"] = best
    found["detection"] = np.where(sure & ~never, best, -1)
    return found
