"""Recordings that somebody brings: kept apart, read by the importers, shown, and then merged.

Files lie in a folder of their own until they are added or dropped. Knows no page.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tinyspark.dataset import INFO, Dataset, joining
from tinyspark.dataset.dataset import DatasetError
from tinyspark.dataset.identities import Identities
from tinyspark.dataset.merging import Merge
from tinyspark.dataset.naming import NamingError, path_inside, shown
from tinyspark.dataset.settings import difference
from tinyspark.dataset.shelf import Shelf
from tinyspark.errors import UserError
from tinyspark.importers import ImportOptions, import_recordings
from tinyspark.importers.files import Files
from tinyspark.importers.report import facts_of, reading
from tinyspark.importers.source import NotToldError
from tinyspark.learning.verdicts import judge_all
from tinyspark.terminal.screen import clean, counted

MAX_UPLOAD = 64 << 20  # bytes of one file
MAX_TOTAL = 250 << 20  # bytes of all files, which come at once: less than the guard lets in
MAX_FILES = 200
FOLDERS = (".npy",)  # files that importers expect in a folder


class Brought(NamedTuple):
    """What was read; ours: it was a dataset of this kit, so its ids mean something."""

    takes: Dataset
    name: str
    told: list[str]
    ours: bool


class Incoming:
    """The files of one import."""

    def __init__(self) -> None:
        self._room = TemporaryDirectory(prefix="tinyspark-import-")
        self.folder = Path(self._room.name, "files")
        self.folder.mkdir()
        self.names: list[str] = []
        self._unreadable = False  # what is here

    def place(self, name: str, size: int) -> Path:
        """Return where to put a file of this name; UserError for one that is not let in."""
        if self._unreadable:  # it would spoil what comes now, too
            self._drop()
        if "/" in name or name.startswith("."):
            raise NamingError(f"The file name {shown(name)} is not allowed.\nRename the file.")
        path = path_inside(self.folder, name)
        if size > MAX_UPLOAD:
            raise DatasetError(
                f"{shown(name)} is too big ({size >> 20} MB, at most {MAX_UPLOAD >> 20}).\n"
                "Use `tinyspark dataset import`."
            )
        if name not in self.names:
            self.names.append(name)
        if len(self.names) > MAX_FILES:
            raise DatasetError(f"More than {MAX_FILES} files at once.\nPack them into a zip.")
        return path

    def read(self, options: ImportOptions) -> Brought:
        """Read everything; NotToldError for what nobody may guess, or another UserError."""
        if not self.names:
            raise DatasetError("There is no file yet.\nChoose one.")
        try:
            with TemporaryDirectory(dir=self._room.name) as folder:
                return self._read(options, Path(folder))
        except NotToldError as error:
            raise NotToldError(self._plain(error), error.missing) from error
        except UserError as error:
            self._unreadable = True
            raise DatasetError(self._plain(error)) from error

    def close(self) -> None:
        """Forget the files."""
        self._room.cleanup()

    def _drop(self) -> None:
        for name in self.names:
            (self.folder / name).unlink(missing_ok=True)
        self.names, self._unreadable = [], False

    def _read(self, options: ImportOptions, folder: Path) -> Brought:
        alone = len(self.names) == 1 and not self.names[0].lower().endswith(FOLDERS)
        source = self.folder / self.names[0] if alone else self.folder
        name = clean(source.stem if alone else ", ".join(self.names[:3]))
        if alone and _unpacked(source, folder / "ours"):
            dataset = Dataset.open(folder / "ours")
            told = f"{counted(len(dataset.recordings), 'take')}: {', '.join(dataset.labels)}"
            return Brought(dataset, name, [told], True)
        imported = import_recordings(source, folder / "made", options)
        lines = reading(facts_of(imported, options))
        return Brought(imported.dataset, name, [self._plain(line) for line in lines], False)

    def _plain(self, text: object) -> str:
        """Return a message without our folder in it."""
        return str(text).replace(f"{self.folder}/", "").replace(str(self.folder), "The upload")


def add(shelf: Shelf, brought: Brought) -> Merge:
    """Add what the dataset does not hold yet, as a merge does; UserError."""
    before = shelf.rows()
    here = [Dataset.open(shelf.folder, known=shelf.known())] if shelf.exists else []
    there = [take for dataset in here for take in dataset.recordings]
    takes = brought.takes.recordings
    if words := misfit(shelf, brought):
        raise DatasetError(words)
    if not brought.ours:
        fresh = Identities(row.id for row in before)
        takes = [replace(take, id=fresh.new(take.digest)) for take in takes]
        verdicts = judge_all([*there, *takes], brought.takes.settings)
        takes = [verdicts.noted(take) for take in takes]
    merge = Merge(there)
    merge.bring(takes)
    what = f"added {counted(len(merge.added), 'take')} of {brought.name}"
    joining.join(shelf.folder, before, [brought.takes], merge, what)
    return merge


def misfit(shelf: Shelf, brought: Brought) -> str:
    """Say why takes cannot be added to the dataset, whose settings are others; "" if they can."""
    if not shelf.exists or brought.takes.settings == shelf.settings():
        return ""
    ours, theirs = difference(shelf.settings(), brought.takes.settings)
    return (
        f"Your dataset has {ours}, {brought.name} has {theirs}. They do not go together.\n"
        "Start the studio with the name of a new folder, and import them there."
    )


def _unpacked(archive: Path, folder: Path) -> bool:
    """Unpack a dataset of this kit; False when the file is anything else."""
    if archive.suffix.lower() != ".zip":
        return False
    files = Files(archive)
    names = files.names("")
    homes = [PurePosixPath(name).parent for name in names if PurePosixPath(name).name == INFO]
    if len(homes) != 1:
        return False
    for name in _below(homes[0], names):
        target = path_inside(folder, PurePosixPath(name).relative_to(homes[0]).as_posix())
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files.read(name))
    return True


def _below(home: PurePosixPath, names: Collection[str]) -> list[str]:
    return [name for name in names if PurePosixPath(name).is_relative_to(home)]
