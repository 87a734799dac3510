"""What mpremote's endings mean, and that it never sees the user's configuration."""

import subprocess
import sys
from pathlib import Path

import pytest
import small_models
from app_link import AppLink
from fakes import IMU_ADDRESS, FakeBoard
from scripted import ScriptedBoard

from app import App
from tinyspark.board import board_image, board_scripts, bounded, flash, mpremote, ports
from tinyspark.board.board_image import Form
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_device

RAW = "mpremote.transport.TransportError: could not enter raw repl"


@pytest.mark.parametrize(
    ("facts", "out", "err", "words"),
    [
        ({"room": False, "free": 12}, "", "Traceback", "flash is full: 12 bytes"),
        ({}, "b''", f"Traceback\n{RAW}", "swallows Ctrl-C"),
        ({}, "", "mpremote: failed to access /dev/null (it may be in use...)", "another program"),
        ({}, "OSError: 5\x1b[2J", "", r"failed: OSError: 5\?\[2J"),
        ({}, "", "", "no reason given"),
        ({}, "OSError: [Errno 5] EIO", "", "failed: OSError"),
        ({}, "", "OSError: [Errno 5] Input/output error", "is gone: unplugged"),
        ({}, "", "SerialException: ... (device disconnected or ...)", "is gone: unplugged"),
    ],
)
def test_failures_in_plain_words(facts: dict, out: str, err: str, words: str) -> None:
    said = mpremote._explain("/dev/null", facts, out, err)
    assert said.count("\n") == 1
    with pytest.raises(LinkError, match=words):
        raise LinkError(said)


@pytest.mark.skipif(sys.platform == "win32", reason="there ports are no files")
def test_a_port_that_is_gone_is_not_in_use() -> None:
    for facts, words in (({}, "There is no port /dev/x"), ({"free": 1}, "/dev/x is gone: unplug")):
        said = mpremote._explain("/dev/x", facts, "", "mpremote: failed to access /dev/x")
        assert words in said and said.count("\n") == 1
        assert "unplugged, or in a reset" in said and "othing on it is lost" in said


@pytest.mark.fault(7, "power goes while an app is copied: what tells that it is whole comes last")
def test_the_file_that_makes_an_app_whole_comes_last() -> None:
    assert list(board_image.contents(Form.SOURCE, ""))[-1] == board_image.FIRST


def test_another_interpreter_is_named() -> None:
    with pytest.raises(LinkError, match="runs circuitpython"):
        mpremote._check_interpreter("/dev/x", "circuitpython")


def test_a_board_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*arguments: object, **options: object) -> None:
        raise subprocess.TimeoutExpired("mpremote", 1)

    monkeypatch.setattr(bounded, "run", hang)
    with pytest.raises(LinkError, match="stopped answering"):
        mpremote.run("/dev/x", ["exec", "1"], 1, "good")


@pytest.mark.skipif(sys.platform != "linux", reason="where the configuration is elsewhere")
def test_the_user_s_configuration_is_not_executed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "mpremote" / "config.py"
    config.parent.mkdir()
    config.write_text(f"open({str(tmp_path / 'executed')!r}, 'w')")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    code, _, err = mpremote._mpremote("/dev/no-such-port", ["exec", "1"], 30)
    assert code == 1 and "failed to access" in err
    assert not (tmp_path / "executed").exists()


def test_reports_are_found_among_other_output() -> None:
    output = 'tinyspark:{"free": 1}\r\nnoise\ntinyspark:{"free": 2, "good": true}\n'
    assert board_scripts.reported(output) == {"free": 2, "good": True}


@pytest.mark.parametrize(
    "line",
    ["tinyspark:", "tinyspark:{", "tinyspark:[1]", "tinyspark:1", "tinyspark:" + "[" * 100_000],
    ids=len,
)
def test_a_damaged_report_is_no_report(line: str) -> None:
    assert board_scripts.reported(line) == {}


def test_scripts_are_python() -> None:
    for script in (
        board_scripts.look(["it's.py"], ["/it's.py"]),
        board_scripts.make_way(["it's.py"], ["drivers"], ["app.py"]),
        board_scripts.settle({"/it's.py": "00"}, "/main.tmp", "app", "/model.tsm"),
        board_scripts.clean(["/it's.py"], ["/lib"]),
        board_scripts.make_room("/m.tmp", 1),
        board_scripts.try_model("/m.tmp", "00"),
    ):
        compile(script, "script", "exec")


def test_trouble_with_a_script_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"trouble": "MemoryError()\x1b[2J"}
    monkeypatch.setattr(mpremote, "run", lambda *_: said)
    with pytest.raises(LinkError, match=r"MemoryError\(\).*\n.*tinyspark install") as caught:
        flash.compute("port", "")
    assert "\x1b" not in str(caught.value)


@pytest.mark.fault(
    14, "the sensor of a model is absent, and the board tells of an exception of old"
)
def test_old_trouble_is_not_blamed_for_a_sensor(monkeypatch: pytest.MonkeyPatch) -> None:
    board = ScriptedBoard()
    board.hello_fields |= {"model_hash": bytes(31) + b"\1", "trouble": "started again after x"}
    monkeypatch.setattr(ports, "SerialLink", lambda port: board)
    monkeypatch.setattr(flash, "PATIENCE", 0.0)
    monkeypatch.setattr(flash, "_restarted", lambda port, before: before)
    with open_device("x") as device:
        said = device.hello()
    with pytest.raises(LinkError, match="did not run it"):
        flash._accept("x", said, said.model_hash)


@pytest.mark.fault(14, "the sensor of a new model answers only some time after the restart")
def test_a_sensor_that_is_late_costs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    board = FakeBoard()
    chip = board.i2c.chips.pop(IMU_ADDRESS)
    link = AppLink(App(board, small_models.put(small_models.imu())))
    monkeypatch.setattr(ports, "SerialLink", lambda port: link)
    monkeypatch.setattr(flash, "_RETRY", 0.0)
    with open_device("x") as device:
        said = device.hello()
    board.i2c.chips[IMU_ADDRESS] = chip
    assert said.mode == "idle"
    assert flash._accept("x", said, said.model_hash).mode == "classify"
    small_models.remove()
