"""How the board stands, in plain values: what every page reads and none changes."""

from dataclasses import dataclass
from typing import Any

from gesturekit.messages import Message
from tinyspark.board import sensor_trouble, trouble
from tinyspark.board.identity import Hello

NOBODY, THERE, GONE, BUSY = "nobody", "there", "gone", "busy"


@dataclass(frozen=True)
class Standing:
    """A new one for every change, so that a page may compare them.

    state: NOBODY, THERE, GONE (its cable is out) or BUSY (an order is done). hello: what it said
    last. words: what is going on, or went wrong, in plain words; share: how far that is, 0..1;
    steps: all that the latest job with the port for itself has said.
    trouble: a line for each thing that is wrong with it; rate: samples a second of its motion
    sensor, as it measures them; room: takes that its flash still holds; happened: what befell the
    sensor since the board's start, by name, and how often.
    """

    state: str = NOBODY
    port: str = ""
    hello: Hello | None = None
    words: str = ""
    share: float | None = None
    steps: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    rate: float | None = None
    room: int = 0
    happened: tuple[tuple[str, int], ...] = ()


def health(said: Hello, status: Message) -> dict[str, Any]:
    """Return what the hello and a status message of a board say, as values of a Standing."""
    counts = sensor_trouble.counts(status)
    return {
        "hello": said,
        "trouble": tuple(trouble.problems(said, status)),
        "rate": round(status.fields.rate / 1000, 1) or None,
        "room": status.fields.room,
        "happened": tuple((what, count) for what, count in counts.items() if count),
    }
