"""Text folded to the width of the terminal that shows it; files and pipes get it as it is."""

import argparse
import shutil
import textwrap
from typing import TextIO


def fold(text: str, stream: TextIO) -> str:
    """Return text with long lines broken between words; what follows keeps the indentation."""
    if not stream.isatty():
        return text
    width = shutil.get_terminal_size().columns - 1
    return "\n".join(_folded(line, width) for line in text.split("\n"))


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
    return textwrap.fill(
        line,
        width,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
