"""Files that outlive a power cut of this computer. Knows no dataset."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def settle(files: Iterable[Path]) -> None:
    """Wait until these files, and the names of all folders above, are on the disk; OSError."""
    folders: set[Path] = set()
    for file in files:
        folders.update(file.resolve().parents)
        flush(file)
    for folder in folders:
        with suppress(OSError):  # Windows has no such thing, and needs none
            _wait(folder, os.O_RDONLY)


def flush(file: Path) -> None:
    """Wait until what the file holds is on the disk; OSError."""
    _wait(file, os.O_RDWR)  # Windows flushes nothing that was opened for reading alone


def _wait(path: Path, how: int) -> None:
    opened = os.open(path, how)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
