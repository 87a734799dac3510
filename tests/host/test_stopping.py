"""Ctrl-C in the middle of an update: answered at once, and what runs now is said in any case.

And while modules are loaded: heard behind that.
"""

import signal

import pytest
from scripted import ScriptedBoard

from tinyspark.board import installation, ports
from tinyspark.board.link import LinkLostError
from tinyspark.terminal import stopping


@pytest.mark.fault(9, "Ctrl-C, and once more while it is found out what runs now")
def test_the_outcome_is_said_in_any_case() -> None:
    said: list[str] = []
    before = signal.getsignal(signal.SIGINT)

    def outcome() -> str:
        assert "Stopping" in said[0]
        signal.raise_signal(signal.SIGINT)
        return "It runs."

    with pytest.raises(KeyboardInterrupt), stopping.told(said.append, outcome):
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("it was not heard")
    assert said[1:] == ["It runs."]
    assert signal.getsignal(signal.SIGINT) is before


def test_nothing_is_said_without_it() -> None:
    said: list[str] = []
    with stopping.told(said.append, lambda: "never"):
        assert said == []
    with pytest.raises(ValueError, match="x"), stopping.told(said.append, lambda: "never"):
        raise ValueError("x")
    assert said == []


@pytest.mark.parametrize(
    ("before", "words"), [("a", "firmware it had"), ("b", "new firmware"), ("", "Repeat the")]
)
def test_firmware_in_words(monkeypatch: pytest.MonkeyPatch, before: str, words: str) -> None:
    board = ScriptedBoard(lambda request: False)
    board.hello_fields["app_slot"] = 1
    monkeypatch.setattr(ports, "SerialLink", lambda port: board)
    assert installation.slot_in_use("x") == "a"
    assert words in installation.in_use("x", before)


def test_a_board_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(port: str) -> ScriptedBoard:
        raise LinkLostError("gone\nPlug it in.")

    monkeypatch.setattr(ports, "SerialLink", gone)
    monkeypatch.setattr(installation.flash, "PATIENCE", 0.01)
    assert installation.in_use("x", "a").startswith("Repeat the command")


def test_ctrl_c_while_modules_are_loaded_is_heard_behind_that() -> None:
    loaded = []
    with pytest.raises(KeyboardInterrupt), stopping.later():
        signal.raise_signal(signal.SIGINT)
        loaded.append("all")
    assert loaded == ["all"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stopping.later():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
