"""Bombs and endless input on this computer: what they take stays below a bound, whatever they say.

Memory is what Python allocates (tracemalloc); that of numpy counts, too.
"""

import json
import socket
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import foreign_files as made
import pytest

from gesturekit import framing, model_format, take_file
from gesturekit.errors import KitError
from tinyspark.board import board_scripts
from tinyspark.board.inbox import Inbox
from tinyspark.errors import UserError
from tinyspark.importers import ImportOptions, import_recordings, values
from tinyspark.learning.weights import files as weight_files
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.control_socket import MAX_LINE
from tinyspark.virtual.options import CONTROL_NAME

MB = 1 << 20
TOLD = ImportOptions(rate=104, accel_unit="g", gyro_unit="dps")


@contextmanager
def below(megabytes: float) -> Iterator[None]:
    """Fail if what happens here takes more memory than that at any moment."""
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes * MB, f"{peak / MB:.1f} MB"


def refused(action: Callable[[], object]) -> None:
    with pytest.raises((UserError, KitError)):
        action()


@pytest.mark.fault(24, "a line without end to the host, in pieces of 1 byte to 64 kB")
@pytest.mark.parametrize("size", [1, 64, 4096, 65536])
def test_an_endless_line(size: int) -> None:
    inbox = Inbox()
    pieces = min(10 * MB // size, 5_000)
    piece = b"$" * size
    with below(0.1 + 5 * size / MB):
        for _ in range(pieces):
            inbox.feed(piece, 0.0)
            inbox.flush()


@pytest.mark.fault(24, "lines and messages without end, none of which is read")
def test_endless_messages() -> None:
    inbox = Inbox()
    noise = b"".join(framing.encode(framing.TO_HOST, bytes((n, 0, 0))) for n in range(250))
    inbox.feed(noise, 0.0)
    with below(1):
        for second in range(20):
            inbox.feed(noise + b"\x1b[2J\n" * 100, float(second))


@pytest.mark.fault(12, "a model file that says it is huge; one that is")
def test_models_and_takes_are_refused_before_anything_is_made() -> None:
    huge = model_format.MAGIC + b"\xff" * (model_format.MAX_BYTES - 4)
    take = take_file.MAGIC + b"\x01" + b"\xff" * 100_000
    with below(0.5):
        refused(lambda: model_format.load(huge))
        refused(lambda: take_file.decode(take))


def write_bomb(place: Path, name: str, piece: bytes, megabytes: int) -> Path:
    """An archive of one file that repeats a piece."""
    with (
        zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as file,
    ):
        for _ in range(megabytes):
            file.write(piece * (MB // len(piece)))
    return place


@pytest.mark.fault(25, "JSON of ten million lists, tables, texts in a small archive")
@pytest.mark.parametrize(
    "piece",
    [b"{},", *(pytest.param(each, marks=pytest.mark.long) for each in (b"[[", b'"ab",', b"1,"))],
)
def test_json_bombs(piece: bytes, tmp_path: Path) -> None:
    source = write_bomb(tmp_path / "a.zip", "a.json", piece, 20)
    with below(150):
        refused(lambda: import_recordings(source, tmp_path / "set", TOLD))
    assert source.stat().st_size < MB // 5
    assert not (tmp_path / "set").exists()


def test_what_the_limit_of_json_leaves_room_for() -> None:
    rows = json.dumps(made.edge_impulse(values=[[1.25, -2.5, 9.75]] * 20_000)).encode()
    assert sum(map(rows.count, (b",", b"[", b"{"))) < values.MAX_VALUES / 40
    assert values.parse_json(rows, "x")["payload"]["values"][-1] == [1.25, -2.5, 9.75]


@pytest.mark.long
@pytest.mark.fault(25, "arrays of weights that unpack to 500 MB")
def test_weights(tmp_path: Path) -> None:
    header = made.npy_header("(10000, 25000)")
    place = write_bomb(tmp_path / "w.npz", "weights_0.npy", b"\0" * 1024, 500)
    with zipfile.ZipFile(place, "a") as archive:
        archive.writestr("bias_0.npy", header)
    with below(20):
        refused(lambda: weight_files.load(place))


@pytest.mark.fault(24, "what a board prints while mpremote listens: 10 MB in one line, deep JSON")
def test_reports() -> None:
    line = "tinyspark:" + "[" * (10 * MB)
    with below(60):
        assert board_scripts.reported(line) == {}
        assert board_scripts.reported('tinyspark:{"a": ' + "9" * 5000 + "}") == {}


@pytest.mark.skipif(sys.platform == "win32", reason="no virtual board there")
@pytest.mark.fault(24, "a control channel's line without end")
def test_the_control_channel() -> None:
    with VirtualBoard(stepped=True) as board, socket.socket(socket.AF_UNIX) as channel:
        channel.connect(str(board._folder / CONTROL_NAME))
        channel.settimeout(20)
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            for _ in range(2 * MAX_LINE // MB):
                channel.sendall(b"x" * MB)
        assert board.state()["powered"]
