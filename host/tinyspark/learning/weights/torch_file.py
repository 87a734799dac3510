"""State dictionaries of PyTorch in files; the only place that imports it, an extra of the kit.

Only tensors are read (weights_only): a file cannot run code.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from types import ModuleType
from typing import IO, Any

import numpy as np

from tinyspark.importers.npz_arrays import MAX_BYTES
from tinyspark.learning.weights.checks import WeightsError

NESTED = ("state_dict", "model_state_dict", "model")  # where checkpoints keep it


def read(path: Path) -> dict[str, np.ndarray]:
    """Return the arrays of a saved state dictionary; WeightsError for any other file."""
    torch = _torch()
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # of any kind: the pickles in damaged files are run step by step
        raise WeightsError(
            f"{path} {_reason(error)}.\nSave one with `torch.save(network.state_dict(), FILE)`."
        ) from error
    state = _inner(state)
    if not isinstance(state, dict) or not all(_plain(torch, each) for each in state.values()):
        raise WeightsError(
            f"{path} holds something else beside tensors of plain numbers.\n"
            "Save the weights with `torch.save(network.state_dict(), FILE)`."
        )
    count = sum(tensor.numel() for tensor in state.values())
    if 8 * count > MAX_BYTES:  # a small file may hold large tensors, which repeat what they store
        raise WeightsError(
            f"{path} holds {count} numbers, far more than a network for a board.\n"
            "Train a smaller one, and save its network.state_dict()."
        )
    return {str(name): tensor.detach().to(torch.float64).numpy() for name, tensor in state.items()}


def _plain(torch: ModuleType, value: Any) -> bool:
    """Tell whether a value is a tensor that numpy can have."""
    if not torch.is_tensor(value) or value.layout != torch.strided or value.device.type != "cpu":
        return False
    return not (value.is_quantized or value.is_complex())


def write(file: IO[bytes], state: Mapping[str, np.ndarray]) -> None:
    """Save arrays as a state dictionary of float32 tensors."""
    torch = _torch()
    torch.save({name: torch.tensor(array).float() for name, array in state.items()}, file)


def _torch() -> ModuleType:
    try:
        import torch
    except ImportError:
        raise WeightsError(
            "Files of PyTorch need PyTorch, which is not installed.\n"
            f"Install it: {sys.executable} -m pip install torch; or save the weights as .npz."
        ) from None
    return torch


def _inner(state: Any) -> Any:
    """Return the state dictionary inside a checkpoint, or the thing itself."""
    if isinstance(state, dict):
        for name in NESTED:
            if isinstance(state.get(name), dict):
                return state[name]
    return state


def _reason(error: Exception) -> str:
    """Say why a file was not read; PyTorch tells long stories, to those who write programs."""
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return f"cannot be read: {error.strerror}"
    if isinstance(error, UnpicklingError):
        return (
            "holds more than a state dictionary, such as a whole network, or is damaged; what"
            " could run code is not loaded"
        )
    return "cannot be read as a file of PyTorch: it is cut off, damaged or something else"
