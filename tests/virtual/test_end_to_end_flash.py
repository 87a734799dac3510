"""Deploy with unmodified mpremote onto virtual boards, also in trouble."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import small_models
from unplugging import PowerClock

from gesturekit import model_format
from gesturekit.model_format import ModelError
from tinyspark.board import board_scripts, flash, greeting, installation
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_board
from tinyspark.cli import main
from tinyspark.virtual.client import VirtualBoard

pytest.importorskip("micropython_unix", reason="no MicroPython for this computer")

COURSE = model_format.dump(small_models.proximity())
WAVES = model_format.dump(small_models.imu())


@pytest.fixture
def board() -> Iterator[VirtualBoard]:
    """A board that is soon back from a reset."""
    with VirtualBoard(speed=5) as board:
        yield board


@pytest.fixture
def bare_board() -> Iterator[VirtualBoard]:
    """MicroPython and nothing else."""
    with VirtualBoard(firmware=False) as board:
        yield board


def mpremote(board: VirtualBoard, *steps: str) -> str:
    """Run mpremote as a user would; return what it prints."""
    command = [sys.executable, "-m", "mpremote", "connect", board.port, "resume", *steps]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return done.stdout


def reported(board: VirtualBoard, script: str) -> dict:
    """Run a script of board_scripts; return what it reports."""
    return board_scripts.reported(mpremote(board, "exec", script))


def hello(board: VirtualBoard) -> Hello:
    with open_board(board.port) as device:
        assert device.identity is not None
        return device.identity


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def restart(board: VirtualBoard) -> Hello:
    """Press the reset button; return what the board says when it is back."""
    board.hard_reset()
    return flash.come_back(board.port, lambda said: True)


def test_the_command(
    board: VirtualBoard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "m.tsm"
    file.write_bytes(WAVES)
    assert main(["live", "--port", board.port]) == 1
    assert f"tinyspark deploy MODEL --port {board.port}" in capsys.readouterr().err
    assert main(["deploy", str(file), "--port", board.port]) == 0
    assert f"Watch it: tinyspark live --port {board.port}\n" in capsys.readouterr().err
    assert main(["deploy", str(file), "--port", board.port, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["model_hash"], said["mode"]) == (digest(WAVES), "classify")
    assert main(["boards", "--port", board.port, "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert listed["model"]["hash"] == digest(WAVES)
    assert main(["live", "--port", board.port, "--seconds", "0.1", "--json"]) == 0


def test_what_does_not_fit_is_refused_before_anything_is_written(board: VirtualBoard) -> None:
    before = board.state()["resets"]
    for data, error in (
        (model_format.dump(small_models.imu(rate=208)), LinkError),
        (WAVES[:-1], ModelError),
        (b"", ModelError),
    ):
        with pytest.raises(error):
            flash.deploy(board.port, data)
    assert board.state()["resets"] == before
    assert hello(board).model_hash == ""


@pytest.mark.fault(9, "what a killed deploy left")
def test_what_a_killed_deploy_left_is_removed_and_the_old_model_stays(
    board: VirtualBoard, tmp_path: Path
) -> None:
    flash.deploy(board.port, COURSE)
    half = tmp_path / "half"
    half.write_bytes(WAVES[:100])
    mpremote(board, "fs", "cp", str(half), ":/model.tmp")
    assert restart(board).model_hash == digest(COURSE)
    assert flash.deploy(board.port, WAVES).model_hash == digest(WAVES)


def test_a_damaged_copy_is_never_used(
    board: VirtualBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    flash.deploy(board.port, COURSE)
    monkeypatch.setattr(flash, "sha256", lambda data: digest(data + b"!"))
    with pytest.raises(LinkError, match="damaged and is removed"):
        flash.deploy(board.port, WAVES)
    assert flash.come_back(board.port, lambda said: True).model_hash == digest(COURSE)
    assert ".tmp" not in mpremote(board, "fs", "ls", ":/")


@pytest.mark.fault(9, "a large part of a model that a killed deploy left, on a flash nearly full")
@pytest.mark.fault(7, "a file of a new app does not arrive whole")
def test_what_is_left_over_makes_room_and_what_is_damaged_is_not_used(board: VirtualBoard) -> None:
    mpremote(board, "exec", "with open('/model.tmp', 'wb') as file: file.write(bytes(40000))")
    free = reported(board, board_scripts.inventory())["free"]
    assert reported(board, board_scripts.make_room("/model.tmp", free + 20_000))["room"]
    assert not reported(board, board_scripts.settle({"/kit_b/app.py": "00"}, "", "b", ""))["good"]
    said = restart(board)
    assert (said.app_slot, said.trouble) == ("a", "")


@pytest.mark.fault(20, "not a block is free")
def test_a_full_flash_keeps_the_old_model(board: VirtualBoard) -> None:
    flash.deploy(board.port, COURSE)
    fill = (
        "f = open('/ballast', 'wb')\n"
        "import os\n"
        "while os.statvfs('/')[3] > 1: f.write(bytes(4096))\n"
        "f.close()"
    )
    mpremote(board, "exec", fill)
    restart(board)
    with pytest.raises(LinkError, match="flash is full"):
        flash.deploy(board.port, WAVES)
    assert flash.come_back(board.port, lambda said: True).model_hash == digest(COURSE)


def unplugged(board: VirtualBoard, model: bytes, count: int) -> bool:
    """Deploy, with the cable pulled after count bytes to the board; return whether it was."""
    board.unplug_after(count, "from_host")
    try:
        with patch.object(flash, "time", PowerClock(board)):
            flash.deploy(board.port, model)
    except LinkError as error:
        assert str(error).count("\n") == 1, error
        board.plug()
        return True
    return False


@pytest.mark.fault(7, "the cable, and so the power, goes while the model is copied")
def test_unplugged_while_deploying(board: VirtualBoard) -> None:
    flash.deploy(board.port, COURSE)
    assert unplugged(board, WAVES, 10_000)
    said = flash.come_back(board.port, lambda said: True)
    assert (said.model_hash, said.mode) == (digest(COURSE), "classify")


@pytest.mark.long
@pytest.mark.fault(7, "the cable goes after every 1000 bytes to the board; then a deploy")
def test_unplugged_anywhere(board: VirtualBoard) -> None:
    flash.deploy(board.port, COURSE)
    for count in range(50, 100_000, 1000):
        if not unplugged(board, WAVES, count):
            break
        said = flash.come_back(board.port, lambda said: True)
        assert said.model_hash in (digest(COURSE), digest(WAVES)) and said.mode == "classify"
        assert flash.deploy(board.port, COURSE).model_hash == digest(COURSE)
    assert 10_000 < count < 99_000


@pytest.mark.fault(21, "another program has the port")
def test_a_busy_port(board: VirtualBoard) -> None:
    with open_board(board.port), pytest.raises(LinkError, match="in use"):
        flash.deploy(board.port, WAVES)
    with open_board(board.port), pytest.raises(LinkError, match="in use by another program"):
        installation.install(board.port)


@pytest.mark.fault(6, "a greeting to a prompt, a raw REPL, paste mode, half a statement")
@pytest.mark.parametrize(
    "keys", [b"\r\x03", b"\r\x03\r\x01", b"\r\x03\x05", b"\r\x03if True:\r\n"]
)
def test_a_stopped_app_is_started_again(
    board: VirtualBoard, keys: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After Ctrl-C, in a raw REPL, in paste mode and in a half statement."""
    import serial

    monkeypatch.setattr(greeting, "_PATIENCE", 0.5)
    with serial.Serial(board.port, timeout=0.3) as port:
        port.write(keys)
        port.read(1000)
    told: list[str] = []
    with open_board(board.port, told.append) as device:
        assert device.identity is not None
    assert len(told) == 1


@pytest.mark.fault(6, "20 frames to a prompt, a raw REPL and paste mode")
def test_frames_do_nothing_at_a_prompt(bare_board: VirtualBoard) -> None:
    """Nothing of ours executes, soft-resets or hangs where no app runs."""
    import serial

    from gesturekit import framing, messages

    with serial.Serial(bare_board.port, timeout=0.3) as port:
        for mode in (b"\r\x03\x02", b"\r\x03\r\x01", b"\r\x02\x05"):
            port.write(mode)
            port.read(2000)
            for seq in range(20):
                payload = messages.encode("record", seq, 0, 100, 0)
                port.write(framing.encode(framing.TO_BOARD, payload))
            answer = port.read(10_000)
            assert b"Traceback" not in answer and b"soft reboot" not in answer
            port.write(b"\r\x03")
    assert bare_board.state()["resets"]["soft"] == 0
    assert "42" in mpremote(bare_board, "exec", "print(6 * 7)")
