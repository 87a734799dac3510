"""The map of a model file: every byte once, and at each offset what the model holds there."""

import array
import struct

import numpy as np
import pytest
from random_models import buttons, gated, imu, proximity

from gesturekit import model_format
from gesturekit.model_format import HEADER, MAGIC, Golden, Model, ModelError
from gesturekit.sample import AXES
from tinyspark.learning import golden_window
from tinyspark.learning.model_map import Piece, pieces

GOLDEN = np.arange(6 * 30).reshape(30, 6)
MODELS = {
    "imu": imu(),
    "imu, golden": golden_window.add(imu(), GOLDEN),
    "accelerometer": imu(axes=AXES["imu"][:3], idle=2, hidden=1),
    "course": golden_window.add(proximity(), np.array([[100], [200], [300]])),
    "buttons": buttons(("tanh", "step", "sigmoid"), outputs=3),
    "gates": golden_window.add(gated(imu(), 900, 1), GOLDEN),
    "one label": buttons(labels=("\N{SNOWMAN} on",)),
}


def by_name(data: bytes) -> dict[tuple[str, str], Piece]:
    return {(piece.section, piece.field): piece for piece in pieces(data)}


@pytest.mark.parametrize("name", MODELS)
def test_every_byte_is_told_once_in_order(name: str) -> None:
    data = model_format.dump(MODELS[name])
    covered = [
        at for piece in pieces(data) for at in range(piece.offset, piece.offset + piece.size)
    ]
    assert covered == list(range(len(data)))
    assert len(by_name(data)) == len(pieces(data))


@pytest.mark.parametrize("name", MODELS)
def test_values_at_the_offsets_are_those_of_the_model(name: str) -> None:
    data = model_format.dump(MODELS[name])
    model = model_format.load(data)
    found = by_name(data)
    for piece in found.values():
        read = struct.unpack_from("<" + piece.code, data, piece.offset)
        assert piece.value == (read if isinstance(piece.value, tuple) else read[0])
    assert found["magic", "magic"].value == MAGIC
    assert found["dataset", "SHA-256"].value == model.dataset
    assert [found["counts", each].value for each in ("features", "layers", "labels")] == [
        len(model.centers),
        len(model.layers),
        len(model.labels),
    ]
    for each in ("centers", "multipliers", "shifts"):
        assert found["normalization", each].value == tuple(getattr(model, each))
    _check_header(model, found)
    _check_layers(model, found)
    _check_end(model, found)


def _check_header(model: Model, found: dict[tuple[str, str], Piece]) -> None:
    for name, code, _, _ in HEADER:
        piece, value = found["header", name], getattr(model, name)
        assert piece.code == code
        if name == "axes":
            chosen = [
                axis for bit, axis in enumerate(AXES[model.sensor]) if piece.value >> bit & 1
            ]
            assert tuple(chosen) == value and piece.meaning == " ".join(value)
        elif isinstance(value, str):
            assert piece.meaning == value
        else:
            assert piece.value == value and piece.meaning == ""


def _check_layers(model: Model, found: dict[tuple[str, str], Piece]) -> None:
    for number, layer in enumerate(model.layers, 1):
        for name, value in layer._asdict().items():
            piece = found[f"layer {number}", name]
            if name == "activation":
                assert piece.meaning == value
            else:
                assert piece.value == (value if isinstance(value, int) else tuple(value))


def _check_end(model: Model, found: dict[tuple[str, str], Piece]) -> None:
    for number, label in enumerate(model.labels, 1):
        assert found["labels", f"label {number}"].value.decode() == label
        assert found["labels", f"length {number}"].value == len(label.encode())
    for name in ("thresholds", "limits", "prototypes"):
        values = tuple(getattr(model, name))
        assert not values or found["gates", name].value == values
    golden = model.golden or Golden(0, array.array("h"), array.array("i"), b"")
    assert found["golden window", "count"].value == golden.count
    for name in ("data", "sums", "confidences"):
        if golden.count:
            assert found["golden window", name].value == tuple(getattr(golden, name))
        else:
            assert ("golden window", name) not in found
    assert found["checksum", "CRC-32"].size == 4


@pytest.mark.parametrize("damage", [b"", b"no model", b"TSM\x03" + bytes(400)])
def test_what_is_no_model_has_no_map(damage: bytes) -> None:
    with pytest.raises(ModelError):
        pieces(damage)


def test_types_are_told_in_words() -> None:
    found = by_name(model_format.dump(MODELS["imu"]))
    assert found["header", "gate"].type == "uint32"
    assert found["layer 1", "weights"].type == f"{6 * len(MODELS['imu'].centers)} x int8"
    assert found["labels", "label 1"].type == "bytes"
