"""How far a longer work is: one bar in one line of the terminal, the same for all commands.

Goes to stderr and shows nothing when that is no terminal, or when the work is done in a moment.
Knows nothing of the work, which calls the bar now and then or not at all.
"""

import os
import sys
import threading
from typing import Self, TextIO

from tinyspark.terminal.clock import Clock, seconds
from tinyspark.terminal.fold import fold
from tinyspark.terminal.screen import clean, fit

PATIENCE = 0.6  # seconds of work before the bar appears
EVERY = 0.1  # seconds between two drawings
_SPARE = 3  # columns for the ^C that a terminal writes behind the bar, and for the cursor
_LONGEST = 30  # characters of the bar


class Progress:
    """Shows the bar while its context lasts: `with Progress() as progress: work(progress)`.

    lines is where say() writes: stderr unless told otherwise; columns: how wide that is where it
    is no terminal (None: without end).
    """

    def __init__(self, lines: TextIO | None = None, columns: int | None = None) -> None:
        self._stream = sys.stderr
        self._lines = lines or sys.stderr
        self._columns = columns
        self._clock = Clock()
        self._what = ""
        self._shown = False
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._drawing = threading.Thread(target=self._draw_again_and_again, daemon=True)

    def __enter__(self) -> Self:
        if self._stream.isatty():
            self._drawing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        if self._drawing.is_alive():
            self._drawing.join()
        self._erase()

    def __call__(self, what: str, share: float | None = None) -> None:
        """Tell what is being done, and the share of it that is done (0..1, None: unknown)."""
        with self._lock:
            self._what = clean(what)
            self._clock.reached(share)

    def say(self, text: str) -> None:
        """Print text, folded to the terminal; the bar comes back below it."""
        with self._lock:
            self._erase()
            self._lines.write(fold(text, self._lines, self._columns) + "\n")
            self._lines.flush()

    def _draw_again_and_again(self) -> None:
        wait = PATIENCE
        while not self._ended.wait(wait):
            wait = EVERY
            with self._lock:
                self._write("\r" + _drawn(self._clock, self._what, self._width() - _SPARE))
                self._shown = True

    def _erase(self) -> None:
        if self._shown:
            self._write("\r" + " " * (self._width() - 1) + "\r")
            self._shown = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()

    def _width(self) -> int:
        """Return the columns of the terminal; some that are no real ones say 0."""
        return os.get_terminal_size(self._stream.fileno()).columns or 80


def _drawn(clock: Clock, what: str, width: int) -> str:
    """Return the bar, what is done and the time, in width characters."""
    length = min(_LONGEST, width // 3)
    if clock.share is None:
        past = clock.past()
        return _line(f"[{_wandering(past, length)}]  {what}", seconds(past), width)
    head = f"[{_filled(clock.share, length)}] {100 * clock.share:3.0f} %"
    left = clock.left()
    return _line(f"{head}  {what}", "" if left is None else f"{seconds(left)} left", width)


def _line(text: str, right: str, width: int) -> str:
    return fit(text, max(1, width - len(right) - 1)) + " " + right


def _filled(share: float, length: int) -> str:
    return ("#" * round(length * share)).ljust(length)


def _wandering(past: float, length: int) -> str:
    """Return a short piece of a bar that goes to and fro."""
    piece = "###"
    way = max(1, length - len(piece))
    place = round(past / EVERY) % (2 * way)
    return (" " * min(place, 2 * way - place) + piece).ljust(length)
