"""A serial program for tests: MicroPython's prompts, spoken through pyserial with time-outs."""

import time
from typing import Self

import serial

from tinyspark.virtual.client import VirtualBoard

PATIENCE = 60.0  # seconds before a test gives up


def plug(board: VirtualBoard) -> None:
    """Plug the board in and wait until its port is there."""
    board.plug()
    await_state(board, "running", True)


def await_state(board: VirtualBoard, name: str, value: object) -> None:
    """Wait until the board's state has this value."""
    deadline = time.monotonic() + PATIENCE
    while board.state()[name] != value:
        assert time.monotonic() < deadline, f"{name} is still {board.state()[name]}"
        time.sleep(0.005)


class Prompt:
    """The port of a board, opened as mpremote opens it."""

    def __init__(self, port: str) -> None:
        self.serial = serial.Serial(port, 115200, timeout=0.05, exclusive=True)
        self._seen = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.serial.close()

    def write(self, data: bytes) -> None:
        self.serial.write(data)

    def until(self, text: bytes) -> bytes:
        """Read up to and with text; what comes after it stays for the next call."""
        deadline = time.monotonic() + PATIENCE
        while text not in self._seen:
            assert time.monotonic() < deadline, f"no {text!r} in {self._seen[-500:]!r}"
            self._seen += self.serial.read(max(1, self.serial.in_waiting))
        end = self._seen.index(text) + len(text)
        got, self._seen = self._seen[:end], self._seen[end:]
        return got

    def rest(self, quiet: float = 0.3) -> bytes:
        """Everything that comes until it is quiet for that many seconds."""
        last = time.monotonic()
        while time.monotonic() - last < quiet:
            if data := self.serial.read(4096):
                self._seen += data
                last = time.monotonic()
        got, self._seen = self._seen, b""
        return got

    def raw(self) -> None:
        """Stop what runs and enter the raw prompt."""
        self.write(b"\r\x03\x03\r\x01")
        self.until(b"raw REPL; CTRL-B to exit\r\n>")

    def run(self, code: str) -> str:
        """Run code at the raw prompt; return what it printed, AssertionError for its errors."""
        self.start(code)
        output = self.until(b"\x04")[:-1]
        error = self.until(b"\x04>")[:-2]
        assert not error, error.decode()
        return output.decode()

    def start(self, code: str) -> None:
        self.write(code.encode() + b"\x04")
        self.until(b"OK")

    def start_blindly(self, code: str) -> None:
        """Run code at the raw prompt, whatever comes back."""
        self.write(code.encode() + b"\x04")

    def until_gone(self) -> bytes:
        """Everything that comes until the port is gone."""
        deadline = time.monotonic() + PATIENCE
        try:
            while time.monotonic() < deadline:
                self._seen += self.serial.read(max(1, self.serial.in_waiting))
        except OSError:  # and what pyserial makes of it
            pass
        got, self._seen = self._seen, b""
        return got
