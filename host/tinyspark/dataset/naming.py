"""Texts and paths that come from outside: labels, persons, sessions, file names.

Knows what may stand in a dataset and be shown in a terminal, a file or a page; writes no files.
Texts are never used as file names.
"""

import os
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from tinyspark.errors import UserError

LABEL_CHARACTERS = 32
LABEL_BYTES = 48  # a label also travels in the model file and in the board's hello
DETAIL_CHARACTERS = 80
VERDICT_CHARACTERS = 600
NAME_CHARACTERS = 255  # of a file with the folders that lead to it

# Labels of a board at rest, in lower case.
IDLE_LABELS = ("idle", "still", "stillness", "rest", "nothing", "none")

# The label of "no gesture" and of "a movement that is none of the gestures".
REST_LABELS = ("idle", "unknown")

# Control, format (bidi marks, zero-width), surrogate, private, unassigned; line, paragraph ends.
_FORBIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


class NamingError(UserError):
    """A label, a detail or a path that cannot be used."""


def check_label(text: str) -> str:
    """Return the label in its one normal form (NFC, trimmed).

    Raises NamingError unless it has 1..32 visible characters, at most 48 bytes in UTF-8.
    """
    label = _normal(text, "label")
    if not label:
        raise NamingError("A label is empty.\nGive every recording a name, such as circle.")
    if len(label) > LABEL_CHARACTERS or len(label.encode()) > LABEL_BYTES:
        raise NamingError(
            f"The label {shown(label)} is too long.\n"
            f"Use at most {LABEL_CHARACTERS} letters, fewer with those such as ä or 手."
        )
    return label


def check_detail(text: str, what: str, most: int = DETAIL_CHARACTERS) -> str:
    """Return a subject, session or verdict in its normal form; it may be empty."""
    detail = _normal(text, what)
    if len(detail) > most:
        raise NamingError(
            f"The {what} {shown(detail)} is too long.\nUse at most {most} characters."
        )
    return detail


def shown(text: str) -> str:
    """Return a text from outside fit for a one-line message: quoted, escaped, short."""
    return repr(text if len(text) <= 40 else text[:37] + "...")


def path_inside(folder: Path, name: str) -> Path:
    """Return folder/name; raises NamingError when it would lie outside of the folder."""
    pure = PurePosixPath(name)
    strange = not name.isprintable() or "\\" in name or ".." in pure.parts
    if (
        not 1 <= len(name) <= NAME_CHARACTERS
        or strange
        or pure.is_absolute()
        or PureWindowsPath(name).drive
    ):
        raise NamingError(
            f"The file name {shown(name)} is not allowed.\n"
            "Use names below the folder itself, such as recordings/1.csv."
        )
    path = folder / pure
    real = Path(os.path.realpath(path))  # follows symbolic links, minds no loops
    if not real.is_relative_to(os.path.realpath(folder)):
        raise NamingError(f"The file {shown(name)} lies outside of its folder.\nCopy it there.")
    return path


def _normal(text: str, what: str) -> str:
    normal = unicodedata.normalize("NFC", text).strip()
    for character in normal:
        if unicodedata.category(character) in _FORBIDDEN:
            raise NamingError(
                f"The {what} {shown(normal)} holds the invisible character U+{ord(character):04X}."
                "\nUse visible characters only."
            )
    return normal
