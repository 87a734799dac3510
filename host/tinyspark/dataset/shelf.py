"""A dataset as pages look at it: the list at once, takes when they are wanted, news by themselves.

Other programs may change the dataset meanwhile. A take that cannot be read is named, and the
others are there. Changes nothing; may be used by several threads.
"""

import threading
from pathlib import Path

from tinyspark.dataset import dataset_rows
from tinyspark.dataset.dataset import INFO, Dataset, read_info
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.recording import Recording, read_recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError
from tinyspark.whole_files import Version, file_version


class Shelf:
    """The takes of one folder; all methods raise UserError for a list that cannot be read.

    faults: why takes that were wanted cannot be used, by row; problems: the same of all takes,
    and the traces of a crash, since dataset() was called.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: dict[Row, str] = {}
        self.problems: list[str] = []
        self._takes: dict[Row, Recording] = {}
        self._rows: tuple[Version, tuple[Row, ...]] = (None, ())
        self._settings: tuple[Version, Settings] | None = None
        self._dataset: tuple[tuple[Row, ...], Dataset] | None = None
        self._lock = threading.Lock()
        self._opening = threading.Lock()  # its own: nobody waits for the list meanwhile

    @property
    def exists(self) -> bool:
        """Whether there is a dataset at all."""
        return (self.folder / INFO).is_file()

    def rows(self) -> tuple[Row, ...]:
        """Return the list of takes as it is on the disk now: the same tuple while it is equal."""
        if not self.exists:
            return ()
        version = file_version(self.folder / dataset_rows.NAME)
        with self._lock:
            if version is None or version != self._rows[0]:
                rows = tuple(row for _, row in dataset_rows.read(self.folder)[0])
                if rows == self._rows[1]:
                    rows = self._rows[1]
                else:
                    self._forget(set(rows))
                self._rows = (version, rows)
            return self._rows[1]

    def settings(self) -> Settings:
        """Return what the numbers of the takes mean."""
        version = file_version(self.folder / INFO)
        if self._settings is None or version is None or version != self._settings[0]:
            _, settings = read_info(self.folder)
            if self._settings and settings != self._settings[1]:
                self._forget(set())
            self._settings = (version, settings)
        return self._settings[1]

    def take(self, row: Row) -> Recording | None:
        """Return the take of a row; None, and a word in faults, when it cannot be read."""
        found = self._takes.get(row)
        if found is None:
            try:
                found = self._takes[row] = read_recording(self.folder, row, self.settings())
                self.faults.pop(row, None)
            except UserError as error:
                self.faults[row] = str(error).splitlines()[0]
        return found

    def known(self) -> dict[Row, Recording]:
        """Return the takes that were read so far."""
        return dict(self._takes)

    def dataset(self) -> Dataset | None:
        """Return the takes that can be read as a dataset; None if there is none yet."""
        if not self.exists:
            return None
        rows = self.rows()
        with self._opening:
            if self._dataset is None or self._dataset[0] is not rows:
                for row in rows:
                    self.take(row)
                problems: list[str] = []
                self._dataset = (rows, Dataset.open(self.folder, problems, self._takes))
                self.problems = problems
            return self._dataset[1]

    def _forget(self, rows: set[Row]) -> None:
        """Keep nothing of takes that are no longer listed."""
        takes, faults = list(self._takes.items()), list(self.faults.items())  # others may add
        self._takes = {row: take for row, take in takes if row in rows}
        self.faults = {row: text for row, text in faults if row in rows}
