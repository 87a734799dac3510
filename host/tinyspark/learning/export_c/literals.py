"""Numbers and texts -> C literals. Knows C's traps with characters; knows no models."""

import re
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 96
_BYTES = {"int8_t": 1, "uint8_t": 1, "int16_t": 2, "uint16_t": 2, "int32_t": 4}


class Table(NamedTuple):
    """A constant array: type is that of C, such as int16_t; comment says what it holds.

    row: how many values belong together and begin a line; 0: all.
    """

    type: str
    name: str
    values: Sequence[int]
    comment: str
    row: int = 0

    @property
    def size(self) -> int:
        """Return how many bytes it takes on a board."""
        return _BYTES[self.type] * len(self.values)

    def text(self) -> str:
        """Return the definition, with the comment above."""
        count = len(self.values)
        row = self.row or count
        lines = "".join(_line(self.values[at : at + row]) for at in range(0, count, row))
        head = f"static const {self.type} {self.name}[{count}]"
        return f"/* {self.comment} */\n{head} = {{\n{lines}}};\n"


def _line(values: Sequence[int]) -> str:
    """Return numbers, each with its comma, as a line or several."""
    numbers = ", ".join(map(str, values)) + ","
    return textwrap.fill(numbers, WIDTH, initial_indent="    ", subsequent_indent="    ") + "\n"


def string(text: str) -> str:
    """Return a string literal that holds the UTF-8 of text, on every compiler.

    All but plain ASCII is written as three octal digits: these end by themselves, where a
    hexadecimal number would go on with the next letter. A ? might begin a trigraph.
    """
    plain = [
        chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\?' else f"\\{byte:03o}"
        for byte in text.encode()
    ]
    return f'"{"".join(plain)}"'


def remark(text: str) -> str:
    """Return text as it may stand in a comment: harmless ASCII that does not end it."""
    return ascii(re.sub(r"[^\w .,:+-]", "_", text))[1:-1]
