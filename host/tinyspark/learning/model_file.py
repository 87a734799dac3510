"""Reads a model file, or says in plain words why it cannot be used. Knows no board."""

import binascii
from pathlib import Path

from gesturekit import golden, model_format, plain
from tinyspark.dataset.naming import NamingError, check_label
from tinyspark.errors import UserError


def read_model(path: Path) -> bytes:
    """Return the bytes of a model file that a board could load; raises UserError."""
    try:
        with path.open("rb") as file:
            data = file.read(model_format.MAX_BYTES + 1)
        model = model_format.load(data)
        for label in model.labels:
            check_label(label)
        golden.working(model, plain)
    except OSError as error:
        raise UserError(
            f"Cannot read the model {path}: {error.strerror}.\nMake one with `tinyspark train`."
        ) from error
    except model_format.ModelError as error:
        raise UserError(_unusable(path, data, error)) from error
    except NamingError as error:
        raise UserError(f"{path} cannot be used. {error}") from error
    return data


def _unusable(path: Path, data: bytes, error: model_format.ModelError) -> str:
    """Say in two lines why the bytes are no model for this kit, and what to do."""
    magic, known = model_format.MAGIC[:3], model_format.MAGIC[3]
    ours = data.startswith(magic) and len(data) > len(magic)
    if ours and data[3] > known:
        return (
            f"{path} was made by a newer version of the kit: its format version is {data[3]}, this"
            f" kit reads {known}.\n"
            "Update the kit (git pull, then run its set-up again), or train the model anew."
        )
    if ours and data[3] < known:
        return (
            f"{path} was made by an older version of the kit: its format version is {data[3]},"
            f" this kit reads {known}.\nTrain the model again with `tinyspark train`."
        )
    if ours and len(data) <= model_format.MAX_BYTES and not _is_whole(data):
        return (
            f"{path} cannot be used: it is cut off or damaged (its checksum is wrong).\n"
            "Copy it again, or make a model with `tinyspark train`."
        )
    reason = str(error).removeprefix("model check failed: ")
    return f"{path} cannot be used: {reason}.\nMake a model with `tinyspark train`."


def _is_whole(data: bytes) -> bool:
    return binascii.crc32(data[:-4]) == int.from_bytes(data[-4:], "little")
