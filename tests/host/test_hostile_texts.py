"""Texts that want to be obeyed, from files and from the board: no command lets a terminal do so.

What each command prints is looked at sign by sign, on both streams, with --json and without.
"""

import json
import os
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

import foreign_files as made
import numpy as np
import pytest
import random_models
from scripted import ScriptedBoard

from gesturekit import messages, model_format
from gesturekit.messages import Message
from tinyspark.board import ports
from tinyspark.cli import main
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.errors import UserError
from tinyspark.exporters import edge_impulse
from tinyspark.importers import ImportOptions, import_recordings

ESCAPES = "\x1b[2J\x1b]0;title\x07\x9b31m\u202etxt\u200b\x7f\x00\r"
LONG = "x" * 10_000
HTML = "<script>alert(1)</script>"
Captured = pytest.CaptureFixture[str]


def check(text: str) -> None:
    assert all(sign.isprintable() or sign == "\n" for sign in text), ascii(text)
    assert max(map(len, text.split("\n"))) < 5_000


def run(capsys: Captured, *words: str, status: int | None = None) -> str:
    """Run a command; return what it printed, which is harmless."""
    ended = main(list(words))
    printed = capsys.readouterr()
    check(printed.out)
    check(printed.err)
    assert status is None or ended == status, printed.err
    return printed.out + printed.err


@pytest.fixture
def hostile_set(tmp_path: Path) -> Path:
    """A dataset whose own texts and folder are hostile; its takes are good."""
    folder = tmp_path / ("evil\x1b[2J\u202e" if os.name == "posix" else "evil")
    dataset = Dataset.create(folder, IMU)
    samples = np.random.default_rng(1).integers(-9000, 9000, (150, 6))
    for label in ("CON", HTML, "../../up", "=1+1"):
        dataset.add(samples, label, subject="$(reboot)", session="`x`")
    info = json.loads((folder / "dataset.json").read_text())
    info |= {"name": ESCAPES + HTML, "licence": ESCAPES + LONG[:3000], "notes": ESCAPES}
    (folder / "dataset.json").write_text(json.dumps(info))
    if os.name == "posix":
        (folder / "recordings" / "\x1b[2J\u202e.csv").write_text("ax\n1\n")
    return folder


@pytest.mark.fault(23, "terminal escapes, RTL marks and HTML in a dataset's own texts")
@pytest.mark.fault(22, "labels CON, ../../up, =1+1 and markup; a folder called by an escape")
def test_datasets(hostile_set: Path, tmp_path: Path, capsys: Captured) -> None:
    place, out = str(hostile_set), str(tmp_path / "out")
    before = sorted(tmp_path.iterdir())
    for command in (
        ["show", place],
        ["show", place, "--json"],
        ["check", place],
        ["check", place, "--json"],
        ["relabel", place, "--label", "CON", "--to", "NUL"],
        ["undo", place, "--list"],
        ["undo", place],
        ["trim", place, "--all", "-n"],
        ["split", place, "--all", "-n"],
        ["delete", place, "--label", "../../up", "-n"],
        ["merge", out, place],
        ["show", out],
    ):
        run(capsys, "dataset", *command)
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "out"])
    for form, suffix in (
        ("edge-impulse", ""),
        ("createai", ".json"),
        ("npz", ".npz"),
        ("csv", ""),
    ):
        target = str(tmp_path / f"as-{form}{suffix}")
        run(capsys, "dataset", "export", out, "--as", form, "-o", target, status=0)
    takes = [path.name for path in (tmp_path / "out" / "recordings").iterdir()]
    assert len(takes) == 4 and all(name[:6].isdigit() for name in takes)


@pytest.mark.fault(22, "labels that are names of devices, in names of exported files")
@pytest.mark.parametrize("label", ["CON", "nul", "Com1", "LPT9", "AUX"])
def test_no_exported_file_is_called_as_a_device(label: str, tmp_path: Path) -> None:
    dataset = Dataset.create(tmp_path / "set", IMU)
    dataset.add(np.zeros((4, 6), int), label)
    name = next(iter(edge_impulse.make(dataset).files))
    assert name.split("/")[-1].startswith(f"{label}_.")


@pytest.mark.fault(22, "texts of dataset.json that are lists, numbers, half letters")
@pytest.mark.parametrize("value", [["x"], 7, None, {"a": 1}, "\ud800"])
@pytest.mark.parametrize("entry", ["name", "licence", "notes"])
def test_what_is_no_text_is_refused(
    entry: str, value: object, tmp_path: Path, capsys: Captured
) -> None:
    folder = Dataset.create(tmp_path / "set", IMU).folder
    info = json.loads((folder / "dataset.json").read_text())
    (folder / "dataset.json").write_text(json.dumps({**info, entry: value}))
    for command in (["show", str(folder)], ["merge", str(tmp_path / "out"), str(folder)]):
        run(capsys, "dataset", *command, status=1)


@pytest.mark.fault(12, "labels of a model with RTL marks, zero-width signs, nothing to see")
@pytest.mark.fault(23, "labels of a model with RTL marks, in each command that shows them")
@pytest.mark.parametrize("label", ["\u202eleft", "a\u200bb", "\ufeff", " ", "\u2028"])
def test_models(label: str, tmp_path: Path, capsys: Captured) -> None:
    model = tmp_path / "m.tsm"
    model.write_bytes(model_format.dump(random_models.proximity(labels=(label, "away"))))
    for command in (
        ["model", "show", str(model)],
        ["model", "show", str(model), "--json"],
        ["export", str(model), "--as", "python", "-o", str(tmp_path / "m.py")],
        ["bench", str(model)],
        ["model", "weights", str(model), "-o", str(tmp_path / "w.npz")],
        ["deploy", str(model), "--port", "/dev/none"],
    ):
        assert "cannot be used" in run(capsys, *command, status=1)
    assert [path.name for path in tmp_path.iterdir()] == ["m.tsm"]


def hostile_board(request: Callable[[Message], bool] | None = None) -> ScriptedBoard:
    board = ScriptedBoard(request)
    board.hello_fields |= {
        "machine": ESCAPES[:40],
        "firmware": ESCAPES[:40],
        "trouble": ESCAPES[:40],
        "feature_versions": ESCAPES[:40],
        "model_hash": b"h" * 32,
        "model_rate": 104,
        "labels": f"{ESCAPES}\n{HTML}\n../../x\n{'y' * 100}".encode(),
    }
    board.say(ESCAPES.encode() + b"\xff\xfe\n" + b"Traceback: \x1b[2J\n")
    return board


@pytest.mark.fault(
    23, "terminal escapes in every text of the board, in each command that shows it"
)
def test_boards(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def detect(request: Message) -> bool:
        if request.name != "classify":
            return False
        board.send("ack", request.seq, messages.NO_ERROR, "")
        for label in range(6):
            board.send("detection", 1000 + label, label, 200, 40)
        return True

    for command in (
        ["boards", "--port", "x"],
        ["boards", "--port", "x", "--json"],
        ["live", "--port", "x", "--seconds", "0.2"],
        ["live", "--port", "x", "--seconds", "0.2", "--json"],
        ["monitor", "--port", "x", "--seconds", "0.1"],
    ):
        board = hostile_board(detect)
        monkeypatch.setattr(ports, "SerialLink", lambda port, board=board: board)
        assert "script" in run(capsys, *command) or command[0] == "monitor"


@pytest.mark.fault(4, "what a board refuses with, in terminal escapes")
def test_refusals(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    def refuse(request: Message) -> bool:
        if request.name == "ask_hello":
            return False
        board.send("ack", request.seq, messages.BAD_VALUE, ESCAPES)
        return True

    board = hostile_board(refuse)
    monkeypatch.setattr(ports, "SerialLink", lambda port: board)
    run(capsys, "monitor", "--port", "x", status=1)


@pytest.mark.fault(23, "terminal escapes in the message of an error that nobody caught")
def test_tracebacks() -> None:
    try:
        raise UserError(f"There is no {ESCAPES}.\nName another.")
    except UserError as error:
        check("".join(traceback.format_exception_only(error)).rstrip())
        check(repr(error))


@pytest.mark.fault(23, "terminal escapes in the header of an array, for numpy's warnings")
@pytest.mark.parametrize("kind", ["L", "\\\x9b31m", "\\Z", "\x1b[2J"])
def test_warnings(kind: str, tmp_path: Path, capsys: Captured) -> None:
    header = f"{{'descr': '<i2', 'fortran_order': False, 'shape': (3{kind}, 3), }}\n".encode(
        "latin-1"
    )
    data = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(18)
    source = made.write(tmp_path / "src", {"a.npy": data})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            import_recordings(source, tmp_path / "set", ImportOptions(rate=104, accel_unit="g"))
        except UserError as error:
            check(str(error))
    printed = capsys.readouterr()
    assert printed.out == printed.err == ""


@pytest.mark.skipif(os.name != "posix", reason="such names are not possible there")
@pytest.mark.fault(22, "an archive whose own name is no text")
def test_names_of_sources(tmp_path: Path, capsys: Captured) -> None:
    files = {"a.json": made.edge_impulse()}
    archive = made.write(tmp_path / "a.zip", files)
    hostile = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[2J.zip"))
    archive.rename(hostile)
    run(capsys, "dataset", "import", str(hostile), str(tmp_path / "set"), status=0)
    run(capsys, "dataset", "show", str(tmp_path / "set"), status=0)
    check(Dataset.open(tmp_path / "set").name)
