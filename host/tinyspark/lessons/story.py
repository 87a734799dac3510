"""Story: what a lesson tells, collected, and handed on part by part while it is told.

Knows words, tables, programs, figures, pictures and networks; not how they are printed, drawn or
deployed.
"""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from tinyspark.nn.network import Network


@dataclass(frozen=True)
class Heading:
    """Begins a section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Plain words without line breaks."""

    text: str


@dataclass(frozen=True)
class Table:
    """Columns under their names; every cell is text that is ready to be shown."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Next:
    """What to try next."""

    text: str


@dataclass(frozen=True)
class Program:
    """A short program to run and to change, line by line."""

    text: str


@dataclass(frozen=True)
class Picture:
    """A picture to draw: draw(path, **data) of the module `draw` in tinyspark.pictures.lessons."""

    draw: str
    data: dict[str, Any]


class Trained(NamedTuple):
    """A network that can go onto the board: the axes it reads, the labels of its outputs."""

    network: Network
    inputs: tuple[str, ...]
    labels: tuple[str, ...]


Part = Heading | Paragraph | Table | Next | Program | Picture
Number = float | list[Any]  # a number, or numbers in lists


def _ignore(part: Part) -> None:
    """Nobody listens."""


def _no_bar(what: str, share: float | None) -> None:
    """Nobody waits."""


class Story:
    """One telling of one lesson; listen is handed each part when the lesson comes to it.

    parts, figures and networks hold everything told so far. progress is handed what is going on
    and the share of it that is done, 0..1, or None where that is unknown.
    """

    def __init__(
        self,
        listen: Callable[[Part], None] = _ignore,
        progress: Callable[[str, float | None], None] = _no_bar,
    ) -> None:
        self.parts: list[Part] = []
        self.figures: dict[str, Number] = {}
        self.networks: dict[str, Trained] = {}
        self._listen = listen
        self._progress = progress

    def heading(self, text: str) -> None:
        self._tell(Heading(text))

    def say(self, text: str) -> None:
        """Tell a paragraph; line breaks and indentation of a long text mean nothing."""
        self._tell(Paragraph(" ".join(text.split())))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self._tell(Table(header, rows))

    def next(self, text: str) -> None:
        """Say what to try next."""
        self._tell(Next(" ".join(text.split())))

    def program(self, text: str) -> None:
        """Give a short program to try: it runs as it stands, wherever the package is."""
        self._tell(Program(textwrap.dedent(text).strip()))

    def figure(self, name: str, value: Any) -> None:
        """Note a figure in full precision: a number, an array or (nested) lists of numbers."""
        if name in self.figures:
            raise ValueError(f"two figures are called {name!r}")
        self.figures[name] = np.asarray(value).tolist()

    def picture(self, draw: str, **data: Any) -> None:
        """Have a picture drawn by the module `draw` of tinyspark.pictures.lessons."""
        self.progress("drawing")
        self._tell(Picture(draw, data))

    def network(
        self, name: str, network: Network, inputs: Sequence[str], labels: Sequence[str]
    ) -> None:
        """Offer a trained network for the board; inputs are axes of one sensor."""
        self.networks[name] = Trained(network, tuple(inputs), tuple(labels))

    def progress(self, what: str, share: float | None = None) -> None:
        """Say what is going on, and which share (0..1) of it is done, if that is known."""
        self._progress(what, share)

    def _tell(self, part: Part) -> None:
        self.parts.append(part)
        self._listen(part)
