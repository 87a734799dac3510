"""Text folded to the width of the terminal that shows it; files and pipes are as one wishes."""

import argparse
import shutil
import textwrap
from typing import TextIO

from tinyspark.terminal.screen import printable

_TOGETHER = "\N{NO-BREAK SPACE}%"  # a number and its percent sign stay in one line


def fold(text: str, stream: TextIO, columns: int | None = None) -> str:
    """Return text with long lines broken between words; what follows keeps the indentation.

    columns: how wide a file or a pipe is; None leaves its lines as they are. What is invisible
    comes out as '?': names from files and boards may stand in the text.
    """
    text = printable(text)
    if stream.isatty():
        columns = shutil.get_terminal_size().columns
    if columns is None:
        return text
    return "\n".join(_folded(line, columns - 1) for line in text.split("\n"))


def hanging(head: str, text: str, stream: TextIO) -> str:
    """Return a row of a table: head, and text folded beside it; head ends with its own space.

    A word too long for that place stands in a line of its own, as far left as it must.
    """
    whole = fold(" " * len(head) + text, stream)
    first, *others = whole.split("\n")
    lines = [head + first[len(head) :]]
    if stream.isatty():
        columns = shutil.get_terminal_size().columns
        others = [line if len(line) < columns else f"  {line.strip()}" for line in others]
    return "\n".join(line.rstrip() for line in (*lines, *others))


class HelpFormatter(argparse.HelpFormatter):
    """Folds paragraphs of a description to the terminal; indented ones stay as they are."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        paragraphs = text.strip("\n").split("\n\n")
        return "\n\n".join(
            paragraph if "\n " in f"\n{paragraph}" else textwrap.fill(paragraph, width)
            for paragraph in paragraphs
        )


def _folded(line: str, width: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    folded = textwrap.fill(
        line.replace(" %", _TOGETHER),
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return folded.replace(_TOGETHER, " %")
