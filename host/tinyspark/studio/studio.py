"""Everything that outlives a reload of the page: which dataset, which model, the board, the work.

One for the whole program; pages read it and change it through its methods. Draws nothing.
"""

import threading
from pathlib import Path

from tinyspark.dataset import Dataset
from tinyspark.dataset.shelf import Shelf
from tinyspark.learning.training import Options
from tinyspark.studio.data.browsing import Browsing
from tinyspark.studio.known import Known
from tinyspark.studio.live import Live
from tinyspark.studio.looking import Looking
from tinyspark.studio.performer import Performer
from tinyspark.studio.recorder import Recorder
from tinyspark.studio.seat import Seat
from tinyspark.studio.telling import Telling
from tinyspark.studio.toy import Toy
from tinyspark.studio.work import Work


class Studio:
    """folder: of the one dataset that pages show; files elsewhere are not touched.

    options: what was chosen for the next training; glass: what the page Inside looks at;
    lesson: the one that was begun last; known: the models that were read here, now or before.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dark: bool | None = None  # as the system
        self.seat = Seat()
        self.work = Work()
        self.shelf = Shelf(folder)
        self._toy: Toy | None = None
        self._toy_lock = threading.Lock()
        self.recorder = Recorder(self.shelf, self.seat)
        self.options = Options()
        self.live = Live(folder, self.model, self.seat.tape)
        self.browsing = Browsing(self.shelf)
        self.glass = Looking()
        self.known = Known(self.model)
        self.lesson: Telling | None = None
        self.performer = Performer()
        self.recorder.on_ready = self._ready
        self.recorder.on_begun = self._begun

    @property
    def model(self) -> Path:
        """Where the model of this dataset is, or will be."""
        return self.folder.with_name(self.folder.name + ".tsm")

    @property
    def report(self) -> Path:
        """Where the report of the training is, or will be."""
        return self.model.with_suffix(".html")

    def dataset(self) -> Dataset | None:
        """Return the dataset as it is on the disk now; None if there is none yet; UserError.

        Takes that cannot be read are left out; shelf.faults names them.
        """
        return self.shelf.dataset()

    def toy(self) -> Toy | None:
        """Return the virtual board to play with, None if there is none. Takes a moment."""
        with self._toy_lock:
            board = self.seat.virtual
            if board is None or self._toy is None or self._toy.board is not board:
                self._toy = None if board is None else Toy(board)
            return self._toy

    def _ready(self) -> None:
        toy, plan = self.toy(), self.recorder.plan
        if toy is not None:
            self.performer.ready(toy, plan.sensor, plan.button)

    def _begun(self) -> None:
        toy = self.toy()
        if toy is not None:
            self.performer.begun(toy, self.recorder.plan.sensor)

    def close(self) -> None:
        """End everything that runs."""
        self.work.close()
        self.recorder.stop()
        self.seat.close()
