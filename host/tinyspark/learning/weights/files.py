"""Weights in files: .npz with plain names, .pt and .pth of PyTorch. Never pickle.

weights_0 [inputs, outputs]  bias_0 [outputs]  weights_1 ...  of layer after layer, or no bias
activations [layers]    relu behind hidden layers and softmax at the end, where it is missing
labels [outputs]        of the outputs; where it is missing, those of the recordings, sorted
"""

import io
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tinyspark.importers import npz_arrays
from tinyspark.importers.npz_arrays import ANY, NUMBERS, TEXTS
from tinyspark.learning.weights import torch_file
from tinyspark.learning.weights.checks import WeightsError
from tinyspark.learning.weights.objects import of_state
from tinyspark.learning.weights.weights import Weights, assemble

TORCH = (".pt", ".pth")
MEMBERS = {
    r"weights_\d{1,3}": (NUMBERS, ANY),
    r"bias_\d{1,3}": (NUMBERS, ANY),
    "activations": (TEXTS, 1),
    "labels": (TEXTS + "iu", 1),
}


def load(path: Path, activations: Sequence[str] | None = None) -> Weights:
    """Return the weights in a file; WeightsError and other UserErrors for what holds none.

    activations: one for each layer, where the file does not say or says it wrongly.
    """
    suffix = path.suffix.lower()
    if suffix in TORCH:
        return of_state(torch_file.read(path), activations)
    if suffix != ".npz":
        raise WeightsError(
            f"{path} is no file of weights that can be read here: .npz, .pt and .pth are.\n"
            "Of scikit-learn: `save(PATH, of_sklearn(network))` of tinyspark.learning.weights."
        )
    arrays = npz_arrays.read(path, MEMBERS)
    if activations is None and "activations" in arrays:
        activations = [str(name) for name in arrays["activations"]]
    labels = [str(label) for label in arrays["labels"]] if "labels" in arrays else None
    return assemble(_row(arrays, "weights"), _row(arrays, "bias"), activations, labels)


def save(path: str | Path, weights: Weights) -> None:
    """Write weights to a file; its ending .npz, .pt or .pth says how. WeightsError for others."""
    Path(path).write_bytes(encode(Path(path).name, weights))


def encode(name: str, weights: Weights) -> bytes:
    """Return the bytes of a file of that name; raises WeightsError."""
    file = io.BytesIO()
    if name.lower().endswith(TORCH):
        torch_file.write(file, _state(weights))
        return file.getvalue()
    if not name.lower().endswith(".npz"):
        raise WeightsError(
            f"{name!r} does not say how to write the weights.\n"
            "Choose a name that ends with .npz, .pt or .pth."
        )
    arrays = {f"weights_{place}": table for place, table in enumerate(weights.weights)}
    arrays |= {f"bias_{place}": bias for place, bias in enumerate(weights.biases or ())}
    arrays["activations"] = np.array(weights.activations)
    if weights.labels is not None:
        arrays["labels"] = np.array(weights.labels)
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def _row(arrays: dict[str, np.ndarray], what: str) -> list[np.ndarray]:
    """Return what_0, what_1 and so on; WeightsError unless none of them is missing."""
    numbers = sorted(int(name[len(what) + 1 :]) for name in arrays if re.match(f"{what}_", name))
    if what == "weights" and not numbers:
        raise WeightsError(
            "The file holds no weights: an array weights_0 [inputs, outputs] is missing.\n"
            "Name the layers weights_0, bias_0, weights_1 and so on."
        )
    if numbers != list(range(len(numbers))):
        missing = next(n for n in range(len(numbers)) if n not in numbers)
        raise WeightsError(
            f"The file holds {what}_{numbers[-1]}, but no {what}_{missing}.\n"
            + (
                "Number the layers from 0 on, without a gap."
                if what == "weights"
                else "Give every layer a bias (zeros where it has none), or leave all of them out."
            )
        )
    return [arrays[f"{what}_{number}"] for number in numbers]


def _state(weights: Weights) -> dict[str, np.ndarray]:
    """Return a state dictionary for Linear layers with an activation behind each."""
    state = {}
    for place, table in enumerate(weights.weights):
        state[f"{2 * place}.weight"] = table.T
        if weights.biases is not None:
            state[f"{2 * place}.bias"] = weights.biases[place]
    return state
