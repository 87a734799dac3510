"""Importers asked about damaged files: one UserError, or a dataset that can be read again.

Whatever happens, nothing is written outside of the dataset's own folder.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import foreign_files as made
import numpy as np
from host_targets import CSV_WORDS, JSON_WORDS, Target, expect_user_error
from json_mutation import JsonMutator
from mutation import Mutator

from tinyspark.dataset import Dataset
from tinyspark.importers import ImportOptions, import_recordings

TOLD = ImportOptions(rate=104, accel_unit="g", gyro_unit="dps")
NPY_WORDS = (b"'<f8'", b"'|O'", b"'<U9'", b"(9, 3)", b"(0, 3)", b"(10**9, 3)", b"-1", b"True")
_SAMPLES = np.round(np.sin(np.arange(18).reshape(6, 3)), 3)


class Case(NamedTuple):
    """place: what is imported; file: what the input replaces, made by `whole`."""

    place: Path
    write: Callable[[bytes], None]
    mutator: Callable[[int, list[bytes], tuple[bytes, ...]], Any]
    examples: list[bytes]
    words: tuple[bytes, ...]


def target(case: Case, folder: Path) -> Target:
    """Import what the input makes of the source, into a folder of its own."""
    out = folder / "out"
    out.mkdir(exist_ok=True)

    def read(data: bytes) -> None:
        case.write(data)
        before = set(folder.iterdir())
        expect_user_error(lambda: _imported(case.place, out / "set"))
        assert {path.name for path in out.iterdir()} <= {"set"}
        assert set(folder.iterdir()) == before
        if (out / "set").exists():
            shutil.rmtree(out / "set")

    return read


def _imported(place: Path, destination: Path) -> None:
    added = import_recordings(place, destination, TOLD).added
    assert len(Dataset.open(destination).recordings) == added > 0


def cases(folder: Path) -> dict[str, Case]:
    """One source of each format below folder, and what of it is damaged."""
    values = _SAMPLES.tolist()
    measured = json.dumps(made.edge_impulse(values=values)).encode()
    labels = [made.listed("a.json", {"type": "label", "label": "up"}, metadata={"person": "p"})]
    parts = [{"startIndex": 0, "endIndex": 2, "label": "up"}]
    several = [made.listed("a.json", {"type": "multi-label", "labels": parts})]
    pages = [
        json.dumps(made.createai(made.xyz(5))).encode(),
        json.dumps(made.createai(made.vectors(*values))).encode(),
    ]
    table = b"aX,aY,aZ\n" + b"\n".join(b"%.2f,%.2f,%.2f" % tuple(row) for row in values) + b"\n"
    index = b"file,label,subject,session,split\nr/1.csv,up,anna,1,train\nr/1.csv,down,,,\n"
    infos = [json.dumps(made.info(*files)).encode() for files in (labels, several)]
    good = {"a.json": measured}
    plain = {"r/1.csv": table, "index.csv": index}
    return {
        "edge impulse": _in_folder(folder / "ei", {}, "a.json", [measured]),
        "info.labels": _in_folder(folder / "labels", good, "info.labels", infos),
        "cbor": _in_folder(folder / "cbor", {}, "a.cbor", [_cbor(values)], bare=True),
        "micro:bit": _in_folder(folder / "pages", {}, "a.json", pages),
        "plain index": _in_folder(folder / "index", plain, "index.csv", [index], bare=True),
        "plain take": _in_folder(folder / "take", plain, "r/1.csv", [table], bare=True),
        "arduino": _in_folder(
            folder / "arduino", {}, "up.csv", [table + b"\n" + table], bare=True
        ),
        "npy": _in_folder(folder / "npy", {}, "up.npy", [made.npy(_SAMPLES)], bare=True),
        "npz member": _members(folder / "members.npz"),
        "zip": _archive(folder / "whole.zip", good),
    }


def _in_folder(
    place: Path, others: dict[str, bytes], name: str, examples: list[bytes], bare: bool = False
) -> Case:
    """A folder in which one file is damaged; bare: it is no JSON."""
    made.write(place, {**others, name: examples[0]})
    words = CSV_WORDS + NPY_WORDS if bare else JSON_WORDS
    return Case(
        place, (place / name).write_bytes, Mutator if bare else JsonMutator, examples, words
    )


def _archive(place: Path, files: dict[str, bytes]) -> Case:
    """A zip archive that is damaged itself."""
    good = made.write(place, files).read_bytes()
    examples = [good, made.nameless(good)]
    return Case(place, place.write_bytes, Mutator, examples, (b"PK\x01\x02", b"../", b"\xff\xff"))


def _members(place: Path) -> Case:
    """An archive of arrays that is whole, while one of its members is damaged."""
    arrays = {
        "data": _SAMPLES,
        "offsets": np.array([0, 2, 6]),
        "labels": np.array(["up", "down"]),
        "channels": np.array(["ax", "ay", "az"]),
        "rate": np.array(104.0),
        "units": np.array("g"),
    }
    names = list(arrays)
    good = {name: made.npy(array) for name, array in arrays.items()}

    def write(data: bytes) -> None:
        number = data[0] % len(names) if data else 0
        changed = {**good, names[number]: data[1:]}
        made.write(place.with_suffix(".zip"), {f"{name}.npy": changed[name] for name in names})
        place.with_suffix(".zip").replace(place)

    examples = [bytes([number]) + good[name] for number, name in enumerate(names)]
    return Case(place, write, Mutator, examples, NPY_WORDS)


def _cbor(values: list[list[float]]) -> bytes:
    """A CBOR file of the least that is needed, written by hand: numbers become 8-byte floats."""
    import struct

    rows = b"".join(
        b"\x83" + b"".join(b"\xfb" + struct.pack(">d", number) for number in row) for row in values
    )
    axes = b"".join(b"\xa1\x64name\x62a" + axis for axis in (b"x", b"y", b"z"))
    payload = b"\xa2\x67sensors\x83" + axes + b"\x66values" + bytes([0x80 + len(values)]) + rows
    return b"\xa1\x67payload" + payload
