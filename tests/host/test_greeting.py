"""What is on a port: our app, a prompt, another Python, silence; all played by scripts."""

import pytest
from scripted import ScriptedBoard

from gesturekit.messages import Message
from tinyspark.board import greeting
from tinyspark.board.device import Device
from tinyspark.board.greeting import greet
from tinyspark.board.link import LinkError, LinkLostError

MICROPYTHON = b'MicroPython v1.29 on 2026-01-01; TinySpark\r\nType "help()" for more.\r\n>>> '
CIRCUITPYTHON = b"Adafruit CircuitPython 8.1.0-rc.0 on 2023-04-17; TinySpark\r\n>>> "
TRACEBACK = (
    b"Traceback (most recent call last):\r\n"
    b'  File "main.py", line 1, in <module>\r\n'
    b"ImportError: no module named 'app\x1b[2J'\r\n"
    b"The app has stopped; the prompt is yours.\r\n>>> "
)


class Interpreter(ScriptedBoard):
    """A port behind which a Python waits; restart is what Ctrl-D prints, or "app" for our app."""

    def __init__(self, banner: bytes, restart: bytes = b"", state: str = "prompt") -> None:
        self.app_runs = False
        super().__init__(lambda request: not self.app_runs)
        self.banner = banner
        self.restart = restart
        self.state = state
        self.keys = b""

    def write(self, data: bytes) -> None:
        if not self.app_runs:
            self._key(data)
        super().write(data.translate(None, b"\x02\x03\x04\r"))

    def _key(self, data: bytes) -> None:
        keys = bytes(byte for byte in data if byte < 9)
        self.keys += keys
        if b"\x03" in keys and self.state == "program":
            self.say(b"Traceback (most recent call last):\r\nKeyboardInterrupt: \r\n>>> ")
            self.state = "prompt"
        elif b"\x02" in keys and self.state != "deaf":
            self.say(b"\r\n" + self.banner)
            self.state = "prompt"
        elif keys == b"\x04":
            self._restart()
        elif self.state == "prompt":
            self.say(data + b"\r\n>>> ")

    def _restart(self) -> None:
        self.say(b"MPY: soft reboot\r\n")
        if self.restart == b"app":
            self.app_runs = True
        else:
            self.say(self.restart + self.banner)


class Slow(Interpreter):
    """One whose prompt comes when it is asked to restart; its app hears the third question."""

    def __init__(self) -> None:
        super().__init__(MICROPYTHON.removesuffix(b">>> "), b"app")
        self.asked = 0
        self._on_request = self._starting

    def _restart(self) -> None:
        self.say(b">>> ")
        super()._restart()

    def _starting(self, request: Message) -> bool:
        self.asked += self.app_runs
        return self.asked < 3


class Resetting(Interpreter):
    """One whose restart prints something and ends in a reset of the whole board."""

    def _restart(self) -> None:
        self.say(self.restart)
        self.unplugged = True


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_QUICK", "_PATIENCE", "_START", "_BANNER"):
        monkeypatch.setattr(greeting, name, 0.05)


def problem(board: ScriptedBoard) -> str:
    with pytest.raises(LinkError) as caught:
        greet(Device(board))
    assert str(caught.value).count("\n") == 1
    return str(caught.value)


def test_our_app_is_not_disturbed() -> None:
    board = ScriptedBoard()
    assert greet(Device(board)).machine == "scripted"
    assert not set(board.written) & {1, 2, 3, 4, 5}


@pytest.mark.parametrize("state", ["prompt", "raw", "program"])
def test_micropython_without_our_app(state: str) -> None:
    board = Interpreter(MICROPYTHON, state=state)
    words = "without the TinySpark app.\nPut the TinySpark app there: tinyspark install --port"
    assert words in problem(board)


@pytest.mark.parametrize("state", ["prompt", "raw", "program"])
def test_our_app_is_started_where_it_only_was_stopped(state: str) -> None:
    said: list[str] = []
    board = Interpreter(MICROPYTHON, b"app", state)
    assert greet(Device(board), said.append).machine == "scripted"
    assert said == ["The app on the board was not running; it has been started."]


def test_a_prompt_that_comes_late_is_not_taken_for_the_end_of_our_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(greeting, "_START", 20.0)
    assert greet(Device(Slow())).machine == "scripted"


@pytest.mark.fault(27, "CircuitPython, at a prompt, in a raw REPL, in a program")
@pytest.mark.parametrize("state", ["prompt", "raw", "program"])
def test_circuitpython(state: str) -> None:
    board = Interpreter(CIRCUITPYTHON, state=state)
    assert "runs CircuitPython" in problem(board)
    assert board.keys.endswith(b"\x04")  # its program runs again


def test_an_app_that_does_not_start() -> None:
    said = problem(Interpreter(MICROPYTHON, TRACEBACK))
    assert "ImportError: no module named 'app?[2J'\nPut a fresh one there" in said


@pytest.mark.fault(13, "the app crashes when it is started, and the loader resets the board")
def test_an_app_that_crashes_and_starts_again() -> None:
    said = problem(Resetting(MICROPYTHON, TRACEBACK.removesuffix(b">>> ")))
    assert "crashes, and the board starts again: ImportError: no module named 'app?[2J'" in said
    with pytest.raises(LinkLostError, match="gone"):
        greet(Device(Resetting(MICROPYTHON)))


def test_safe_mode() -> None:
    said = problem(Interpreter(MICROPYTHON, b"Safe mode: Button 2 was held at the start.\r\n"))
    assert "Press RESET on it without Button 2." in said


@pytest.mark.fault(4, "a modem, noise, half frames, silence")
@pytest.mark.parametrize("noise", [b"", b"$$$$\n" * 9, b"AT\r\nOK\r\n", bytes(range(256)) * 40])
def test_something_else(noise: bytes) -> None:
    def chatter(request: Message) -> bool:
        board.say(noise)
        return True

    board = ScriptedBoard(chatter)
    assert "no TinySpark, or a program on it swallows Ctrl-C" in problem(board)
