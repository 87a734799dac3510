"""The parts of a story as text for a terminal, an empty line between; its pictures in a folder.

Knows how a heading and a table look; folding and where the text goes are the caller's.
"""

import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

from tinyspark.errors import UserError
from tinyspark.lessons.story import Heading, Next, Paragraph, Part, Picture, Program, Table
from tinyspark.pictures.lessons import draw

PICTURE = "Picture: "


class Teller:
    """Listens to a story: says each part, draws each picture.

    say prints a text (None: nothing is said); folder takes the pictures (None: none is drawn).
    pictures holds the files that were written.
    """

    def __init__(self, say: Callable[[str], None] | None, folder: Path | None) -> None:
        self.pictures: list[str] = []
        self._say = say
        self._folder = folder
        self._last = ""

    def __call__(self, part: Part) -> None:
        if not isinstance(part, Picture):
            self.say(as_text(part))
        elif self._folder:
            make_folder(self._folder)
            path = draw(part, self._folder)
            self.pictures.append(str(path))
            self.say(f"{PICTURE}{path}")

    def say(self, text: str) -> None:
        """Print text under an empty line; only pictures stand together."""
        if not self._say:
            return
        together = text.startswith(PICTURE) and self._last.startswith(PICTURE)
        self._say(text if together or not self._last else f"\n{text}")
        self._last = text


def as_text(part: Heading | Paragraph | Table | Next | Program) -> str:
    """Return the part as lines; a paragraph is one line, for the terminal to fold."""
    if isinstance(part, Heading):
        return f"{part.text}\n{'-' * len(part.text)}"
    if isinstance(part, Table):
        return "\n".join(aligned(part.header, part.rows))
    if isinstance(part, Next):
        return f"What to try next: {part.text}"
    if isinstance(part, Program):
        how = f"Save this as try.py and run it with `{sys.executable} try.py`:"
        return f"{how}\n\n{textwrap.indent(part.text, '  ')}"
    return part.text


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return lines with the first column to the left, the others to the right."""
    lines = [header, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    texts = ["  " + _row(cells, widths) for cells in lines]
    return [texts[0], "  " + "-" * (len(texts[0]) - 2), *texts[1:]]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = cells[0].ljust(widths[0])
    return "   ".join(
        [first] + [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
    )


def make_folder(folder: Path) -> None:
    """Make it unless it is there; raises UserError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise UserError(
            f"{folder} is a file, not a folder.\nChoose another folder with -o."
        ) from error
    except OSError as error:
        raise UserError(
            f"Cannot use {folder}: {error.strerror}.\nChoose another folder with -o."
        ) from error
