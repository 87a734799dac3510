"""What a terminal shows: safe text, and a block of lines that is redrawn in place.

Knows plain ANSI only and nothing of boards. Text from outside (labels, console text) passes
clean() before it is shown, so that it cannot move the cursor or hide itself.
"""

import os
import shutil
from collections.abc import Sequence
from typing import TextIO

_SHORTENED = "…"


def clean(text: str | bytes, limit: int = 200) -> str:
    """Return text with everything invisible replaced by '?', at most limit characters long."""
    if isinstance(text, bytes):
        text = text[: 4 * limit].decode("utf-8", "replace")
    text = text if len(text) <= limit else text[: limit - 1] + _SHORTENED
    return printable(text).replace("\n", "?")


def printable(text: str) -> str:
    """Return text with everything invisible but ends of lines replaced by '?'."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def counted(number: int, noun: str) -> str:
    """Return "1 take" or "2 takes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def fit(text: str, width: int) -> str:
    """Return text cut or padded to exactly width characters."""
    return text.ljust(width) if len(text) <= width else text[: width - 1] + _SHORTENED


def size() -> tuple[int, int]:
    """Return columns and lines of the terminal."""
    return shutil.get_terminal_size((80, 24))


class Panel:
    """Lines that are drawn again and again in the same place of a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._height = 0
        if os.name == "nt":
            os.system("")  # makes Windows' console understand ANSI

    def draw(self, lines: Sequence[str]) -> None:
        """Show lines where the last ones were."""
        self._stream.write(self._back() + "".join(f"\x1b[2K{line}\n" for line in lines))
        self._stream.flush()
        self._height = len(lines)

    def say(self, line: str, lines: Sequence[str]) -> None:
        """Let line scroll away above the panel, which becomes lines."""
        self._stream.write(f"{self._back()}\x1b[0J{line}\n")
        self._height = 0
        self.draw(lines)

    def _back(self) -> str:
        return f"\x1b[{self._height}F" if self._height else ""
