"""Files that are written whole or not at all: looked for a place before, renamed into it at last.

Knows places and errors of a disk; not what is in a file. Tells when one has changed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tinyspark.errors import UserError

Version = tuple[int, int, int] | None


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file or none: first beside it, then renamed; raises UserError.

    What a link points to is written; devices and pipes are written to, not replaced.
    """
    with _written_beside(path) as part:
        if _is_special(path):
            path.write_bytes(data)
        else:
            part.write_bytes(data)
            part.replace(path.resolve())


def file_version(path: Path) -> Version:
    """Return what differs whenever a file has changed; None without the file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def check_place(path: Path) -> None:
    """UserError unless a file could be written there; nothing is left behind."""
    if not path.resolve().parent.is_dir():
        raise UserError(f"The folder {path.resolve().parent} does not exist.\nMake it first.")
    if os.path.isdir(path):  # unlike Path.is_dir, it raises for no name
        raise UserError(f"{path} is a folder.\nName a file, such as {path / 'gestures.tsm'}.")
    if _is_special(path):
        return
    with _written_beside(path) as part:
        part.touch()


def _is_special(path: Path) -> bool:
    """Is something there that is neither a file nor a folder, such as a device?"""
    # Unlike those of Path, these answer for names that are too long.
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


@contextmanager
def _written_beside(path: Path) -> Iterator[Path]:
    """The name of a file beside path that is gone afterwards; an OSError becomes a UserError."""
    whole = path.resolve()
    part = whole.parent / (whole.name + ".tmp")
    try:
        yield part
    except OSError as error:
        raise UserError(
            f"Cannot write {path}: {error.strerror}.\nChoose another place."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
