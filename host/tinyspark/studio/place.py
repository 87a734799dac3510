"""Where the dataset of a studio is, or will be: looked at before anything starts, and kept alone.

Two studios that write into one dataset would get in each other's way; a lock that ends with its
process tells the second one so. It lies in the system's temporary folder, not among the takes.
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path

from tinyspark.dataset import INFO
from tinyspark.errors import UserError


class Place:
    """folder: absolute, and this studio's alone until the process ends; UserError says why not."""

    def __init__(self, given: Path) -> None:
        self.folder = Path(os.path.abspath(given))
        _check(self.folder)
        path = os.path.normcase(os.path.realpath(self.folder))
        owner = f"{os.getuid()}-" if sys.platform != "win32" else ""
        name = hashlib.sha256(path.encode(errors="surrogateescape")).hexdigest()[:16]
        lock = Path(tempfile.gettempdir()) / f"tinyspark-studio-{owner}{name}.lock"
        self._lock = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        if not _taken(self._lock):
            os.close(self._lock)
            raise UserError(
                f"Another studio works with {self.folder}.\n"
                "Use its page, or end it with Ctrl-C first."
            )


def _check(folder: Path) -> None:
    """Raise UserError unless a dataset is there or can be made there."""
    name = str(folder).encode(errors="replace").decode()
    if name != str(folder):
        raise UserError(
            f"The name {name} has signs that no page can show.\nName another folder, or rename it."
        )
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    if not folder.name or not there.is_dir():
        kind = "is a file" if folder.name else "is the top of everything"
        raise UserError(
            f"{there} {kind}, not a folder for takes.\n"
            "Name another folder, such as: tinyspark studio gestures"
        )
    if not os.access(there, os.W_OK | os.X_OK):
        raise UserError(
            f"{there} cannot be written.\nName a folder of your own, or change its rights."
        )
    if there == folder and any(folder.iterdir()) and not (folder / INFO).is_file():
        raise UserError(
            f"{folder} holds other files and no dataset.\n"
            "Name a new folder; it is made with the first take."
        )


def _taken(lock: int) -> bool:
    """Whether nobody else has this lock; it is ours then, until the file is closed."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
