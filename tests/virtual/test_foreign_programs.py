"""Boards that run programs of others: what the host says in the end, and that its advice works."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from main import HELD, OFF
from tinyspark.board import greeting, installation
from tinyspark.cli import main
from tinyspark.virtual.client import VirtualBoard

SWALLOWS = """
import time
while True:
    try:
        while True:
            time.sleep_ms(10)
    except BaseException:
        pass
"""
PRINTS = """
number = 0
while True:
    print("line", number)
    number += 1
"""
PATIENCE = greeting._PATIENCE, greeting._START
LOOPS = "while True:\n    pass\n"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that answers nothing is given up soon."""
    for name in ("_PATIENCE", "_START"):
        monkeypatch.setattr(greeting, name, 0.3)


def put(board: VirtualBoard, place: str, program: str, folder: Path) -> None:
    """Copy a program to the board and press the reset button."""
    file = folder / "program.py"
    file.write_text(program)
    steps = ["connect", board.port, "resume", "fs", "cp", str(file), f":{place}"]
    subprocess.run([sys.executable, "-m", "mpremote", *steps], check=True, capture_output=True)
    board.hard_reset()


def await_port(board: VirtualBoard) -> None:
    """Wait until the port of a board in a reset is back."""
    wait_for(lambda: Path(board.port).exists())


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def refused(board: VirtualBoard, capsys: pytest.CaptureFixture[str], *command: str) -> str:
    """Run a command that fails; return the two lines that it says."""
    assert main([*command, "--port", board.port]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 2 and "Traceback" not in said, said
    return said


@pytest.mark.fault(29, "main.py swallows Ctrl-C in an endless loop")
def test_a_program_that_swallows_ctrl_c(
    bare_board: VirtualBoard,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(greeting, "_BANNER", 0.2)
    put(bare_board, "/main.py", SWALLOWS, tmp_path)
    await_port(bare_board)
    said = refused(bare_board, capsys, "boards")
    assert "swallows Ctrl-C" in said
    assert "hold Button 2, press RESET" in said and "tinyspark install --help" in said


@pytest.mark.long
@pytest.mark.fault(29, "main.py swallows Ctrl-C while files are to be copied")
def test_files_for_a_program_that_swallows_ctrl_c(
    bare_board: VirtualBoard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(bare_board, "/main.py", SWALLOWS, tmp_path)
    await_port(bare_board)
    said = refused(bare_board, capsys, "install")
    assert "swallows Ctrl-C" in said and "hold Button 2, press RESET" in said


@pytest.mark.long
@pytest.mark.fault(29, "main.py swallows Ctrl-C, but not in its first seconds")
def test_what_listens_at_first_is_replaced_right_after_a_reset(
    bare_board: VirtualBoard, tmp_path: Path
) -> None:
    put(bare_board, "/main.py", "import time\ntime.sleep(3)\n" + SWALLOWS, tmp_path)
    bare_board.hard_reset()
    await_port(bare_board)
    assert main(["install", "--port", bare_board.port]) == 0


@pytest.mark.long
@pytest.mark.fault(29, "a program of an app swallows Ctrl-C behind our loader: Button 2")
def test_an_app_that_swallows_ctrl_c_is_replaced_in_safe_mode(
    bare_board: VirtualBoard, tmp_path: Path
) -> None:
    installation.install(bare_board.port)
    put(bare_board, "/kit_a/app.py", SWALLOWS, tmp_path)
    bare_board.press(2)
    for color in (HELD, OFF):  # until the pink pixels go dark
        wait_for(lambda color=color: bare_board.pixels == [color] * 5)
    bare_board.release(2)
    assert main(["install", "--port", bare_board.port]) == 0


@pytest.mark.fault(28, "main.py prints for ever")
def test_a_program_that_prints_for_ever(
    bare_board: VirtualBoard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(bare_board, "/main.py", PRINTS, tmp_path)
    await_port(bare_board)
    said = refused(bare_board, capsys, "boards")
    assert "a program not of ours" in said and "tinyspark install --port" in said


@pytest.mark.long
@pytest.mark.fault(28, "main.py prints for ever, reads nothing, and is asked again and again")
def test_a_program_that_reads_nothing_is_asked_again(
    bare_board: VirtualBoard,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, seconds in zip(("_PATIENCE", "_START"), PATIENCE, strict=True):
        monkeypatch.setattr(greeting, name, seconds)  # so many questions fill its port
    put(bare_board, "/main.py", PRINTS, tmp_path)
    await_port(bare_board)
    for _ in range(2):
        assert "a program not of ours" in refused(bare_board, capsys, "boards")
    assert main(["install", "--port", bare_board.port]) == 0


@pytest.mark.long
@pytest.mark.fault(28, "main.py prints for ever while files are copied over it")
def test_a_program_that_prints_for_ever_is_replaced(
    bare_board: VirtualBoard, tmp_path: Path
) -> None:
    put(bare_board, "/main.py", PRINTS, tmp_path)
    await_port(bare_board)
    assert installation.install(bare_board.port).imu == "ok"


@pytest.mark.fault(28, "boot.py never ends, so that USB does not start")
def test_a_board_that_never_appears(
    bare_board: VirtualBoard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(bare_board, "/boot.py", LOOPS, tmp_path)
    said = refused(bare_board, capsys, "boards")
    assert (
        "There is no port" in said
        and "key u" in said
        and "not seen: tinyspark install --help" in said
    )


def test_the_way_out_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["install", "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert "swallows Ctrl-C or a boot.py that never ends" in said
    assert "--micropython IMAGE.bin" in said and "ROM loader" in said
