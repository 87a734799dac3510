"""The files of a source: a folder, a zip archive, or one file alone.

Knows names, sizes and bytes; what they mean is the formats'. Unpacks nothing onto the disk, reads
no more than fits into memory, and refuses names that lead out of the source.
"""

import os
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from tinyspark.dataset.naming import path_inside, shown
from tinyspark.importers.source import ImportFailedError

MAX_FILES = 100_000
MAX_FILE = 64 << 20  # bytes of one file
MAX_BYTES = 256 << 20  # bytes of all files together
_DAMAGE = (
    EOFError,
    OSError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # a compression that zipfile does not know
    RuntimeError,  # encrypted
)


class Files:
    """The files below a path, by names with slashes; hidden files are left alone."""

    def __init__(self, path: Path) -> None:
        """List the files; raises ImportFailedError for what cannot be listed."""
        self.path = path
        self._sizes: dict[str, int] = {}
        self._archive: zipfile.ZipFile | None = None
        try:
            if path.is_file() and path.suffix.lower() == ".zip":
                self._archive = zipfile.ZipFile(path)
            self._list()
        except _DAMAGE as error:
            raise self._damaged("", error) from error

    @property
    def alone(self) -> bool:
        """Whether the source is one file and no archive."""
        return self.path.is_file() and self._archive is None

    def names(self, *suffixes: str) -> list[str]:
        """Return the sorted names that end so; raises ImportFailedError when it is too much."""
        found = sorted(name for name in self._sizes if name.lower().endswith(suffixes))
        size = sum(self._sizes[name] for name in found)
        largest = max((self._sizes[name] for name in found), default=0)
        if len(found) > MAX_FILES or size > MAX_BYTES or largest > MAX_FILE:
            raise ImportFailedError(
                f"{self.path} holds {len(found)} files of {size >> 20} MB in all, the largest of "
                f"{largest >> 20} MB.\nSplit it: {MAX_FILES} files, {MAX_BYTES >> 20} MB in all "
                f"and {MAX_FILE >> 20} MB each can be read."
            )
        return found

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; never more than were listed for it."""
        try:
            if self._archive:
                return self._archive.read(name)
            return self._place(name).read_bytes()
        except KeyError as error:
            raise self._damaged(name, FileNotFoundError(2, "No such file")) from error
        except _DAMAGE as error:
            raise self._damaged(name, error) from error

    def where(self, name: str) -> str:
        """Name a file in a message."""
        return str(self.path if self.alone else self.path / name)

    def _list(self) -> None:
        if self._archive:
            entries = [(entry.filename, entry.file_size) for entry in self._archive.infolist()]
            self._keep(entry for entry in entries if not entry[0].endswith("/"))  # not a folder
        elif self.path.is_dir():
            self._keep((name, self._place(name).stat().st_size) for name in _below(self.path))
        elif self.path.is_file():
            self._keep([(self.path.name, self.path.stat().st_size)])

    def _keep(self, files: Iterable[tuple[str, int]]) -> None:
        for name, size in files:
            path_inside(self.path, name)
            if name in self._sizes:
                raise ImportFailedError(
                    f"{self.path} holds two files of the name {shown(name)}.\nPack it again."
                )
            if not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts):
                self._sizes[name] = size

    def _place(self, name: str) -> Path:
        return path_inside(self.path, name) if self.path.is_dir() else self.path

    def _damaged(self, name: str, error: Exception) -> ImportFailedError:
        reason = str(getattr(error, "strerror", "") or error)[:80] or type(error).__name__
        return ImportFailedError(
            f"{self.where(name) if name else self.path} cannot be read: {reason}.\n"
            "Copy or export it again."
        )


def _below(folder: Path) -> Iterable[str]:
    """Yield the names of the files below a folder; links to folders are not followed."""
    for place, folders, files in os.walk(folder):
        folders.sort()
        for file in files:
            path = Path(place, file)
            if path.is_file() or path.is_symlink():  # a pipe would be waited for
                yield path.relative_to(folder).as_posix()
