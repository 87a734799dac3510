"""A line between host and board that loses, damages, cuts, doubles, delays and swaps lines.

What happens to each line is drawn from a seed, so it happens again in every run. Knows what a
line is, not what is in it.
"""

import random
from dataclasses import dataclass, fields

from tinyspark.board.link import Link

_LONGEST_DELAY = 12  # reads


@dataclass(frozen=True)
class Faults:
    """How likely each fault is, 0..1, for every line."""

    lost: float = 0.0
    damaged: float = 0.0  # one byte is another one, to the board none that a prompt obeys
    cut: float = 0.0  # its end is missing, the next line goes on where it stops
    doubled: float = 0.0
    swapped: float = 0.0  # it comes after the next one
    delayed: float = 0.0  # it and all that follows


class FaultyLine:
    """One direction. damage: the bytes that others may turn into.

    `happened` counts the faults by their names.
    """

    def __init__(self, faults: Faults, seed: int, damage: range) -> None:
        self._damage = damage
        self.faults = faults
        self._chance = random.Random(seed)
        self._half = b""  # a line that has not ended yet
        self._swapped = b""
        self._delayed = b""
        self._delay = 0
        self.happened = {fault.name: 0 for fault in fields(Faults)}

    def pass_on(self, data: bytes) -> bytes:
        """Return what comes out when data goes in; called now and then without any."""
        *lines, self._half = (self._half + data).split(b"\n")
        self._delayed += b"".join(self._line(line + b"\n") for line in lines)
        if self._delay:
            self._delay -= 1
            return b""
        out, self._delayed = self._delayed, b""
        return out

    def _line(self, line: bytes) -> bytes:
        before, self._swapped = self._swapped, b""
        if self._happens("lost"):
            line = b""
        if self._happens("damaged"):
            place = self._chance.randrange(len(line)) if line else 0
            line = line[:place] + bytes([self._chance.choice(self._damage)]) + line[place + 1 :]
        if self._happens("cut"):
            line = line[: self._chance.randrange(len(line) + 1)]
        if self._happens("doubled"):
            line += line
        if self._happens("delayed"):
            self._delay = self._chance.randrange(1, _LONGEST_DELAY)
        if self._happens("swapped"):
            line, self._swapped = b"", line
        return line + before

    def _happens(self, fault: str) -> bool:
        happens = self._chance.random() < getattr(self.faults, fault)
        self.happened[fault] += happens
        return happens


class FaultyLink:
    """A Link over two such lines."""

    def __init__(self, link: Link, faults: Faults, seed: int) -> None:
        self.port = link.port
        self._link = link
        self.to_board = FaultyLine(faults, 2 * seed, range(32, 127))
        self.to_host = FaultyLine(faults, 2 * seed + 1, range(256))

    def write(self, data: bytes) -> None:
        self._link.write(self.to_board.pass_on(data))

    def read(self, timeout: float) -> bytes:
        self._link.write(self.to_board.pass_on(b""))
        return self.to_host.pass_on(self._link.read(timeout))

    def close(self) -> None:
        self._link.close()
