"""Model file -> what every byte of it is: offset, size, section, field, value.

It walks along the tables that gesturekit.model_format itself reads by, and along the arrays of
the loaded model, so that it cannot tell of another format than the one that boards load.
"""

import array
import struct
from dataclasses import dataclass
from typing import Any

from gesturekit import model_format
from gesturekit.model_format import COUNTS, HEADER, LAYER_HEAD, MAGIC, Layer, Model

TYPES = {"B": "uint8", "b": "int8", "H": "uint16", "h": "int16", "I": "uint32", "i": "int32"}


@dataclass(frozen=True)
class Piece:
    """The bytes of one field; code is that of struct, little-endian, such as H, 96b or 32s.

    value: a number, a tuple of them, or bytes; meaning: what the number stands for, or "".
    """

    offset: int
    section: str
    field: str
    code: str
    value: Any
    meaning: str = ""

    @property
    def size(self) -> int:
        """Bytes."""
        return struct.calcsize("<" + self.code)

    @property
    def type(self) -> str:
        """The type in words, such as uint16, 96 x int8, or bytes."""
        count, name = self.code[:-1], TYPES.get(self.code[-1], "bytes")
        return f"{count} x {name}" if count and name != "bytes" else name


def pieces(data: bytes) -> list[Piece]:
    """Return the pieces of a model file in their order, without gaps; ModelError if it is none."""
    model = model_format.load(data)
    walk = _Walk(data)
    walk.take("magic", "magic", f"{len(MAGIC)}s", f"format version {MAGIC[3]}")
    for name, code, _, _ in HEADER:
        walk.take("header", name, code, _meaning(model, name))
    walk.take("dataset", "SHA-256", f"{len(model.dataset)}s")
    for name, code in zip(("features", "layers", "labels"), COUNTS.strip("<"), strict=True):
        walk.take("counts", name, code)
    for name in ("centers", "multipliers", "shifts"):
        walk.array("normalization", name, getattr(model, name))
    for number, layer in enumerate(model.layers, 1):
        walk.layer(f"layer {number}", layer)
    for number, label in enumerate(model.labels, 1):
        size = walk.take("labels", f"length {number}", "B")
        walk.take("labels", f"label {number}", f"{size}s", label)
    for name in ("thresholds", "limits", "prototypes"):
        walk.array("gates", name, getattr(model, name))
    walk.take("golden window", "count", "H")
    if model.golden:
        walk.array("golden window", "data", model.golden.data)
        walk.array("golden window", "sums", model.golden.sums)
        walk.array("golden window", "confidences", array.array("B", model.golden.confidences))
    walk.take("checksum", "CRC-32", "I")
    return walk.pieces


def _meaning(model: Model, name: str) -> str:
    """Return what a number of the header stands for, where the model has a name for it."""
    value = getattr(model, name)
    return value if isinstance(value, str) else " ".join(value) if name == "axes" else ""


class _Walk:
    """Takes piece after piece of a file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self.pieces: list[Piece] = []

    def take(self, section: str, field: str, code: str, meaning: str = "") -> Any:
        """Add the next piece and return its value."""
        values = struct.unpack_from("<" + code, self._data, self._at)
        several = code[-1] != "s" and code[:-1]
        value = values if several else values[0]
        self.pieces.append(Piece(self._at, section, field, code, value, meaning))
        self._at += self.pieces[-1].size
        return value

    def array(self, section: str, field: str, values: array.array) -> None:
        """Add a piece for an array of the model, unless nothing is in it."""
        if len(values):
            self.take(section, field, f"{len(values)}{values.typecode}")

    def layer(self, section: str, layer: Layer) -> None:
        """Add the pieces of a layer; its first fields are those of the head."""
        for name, code in zip(Layer._fields, LAYER_HEAD.strip("<"), strict=False):
            self.take(section, name, code, layer.activation if name == "activation" else "")
        self.array(section, "weights", layer.weights)
        self.array(section, "biases", layer.biases)
