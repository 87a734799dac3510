"""A training and its files: the model, beside it the report, as numbers and as a page.

`tinyspark train` and the studio make them alike, by make(). Prints nothing.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tinyspark.errors import UserError
from tinyspark.pictures.report.scored_on import SPLIT_WORDS
from tinyspark.whole_files import check_place, write_file

if TYPE_CHECKING:
    from tinyspark.dataset import Dataset
    from tinyspark.learning.epochs import Listen
    from tinyspark.learning.training import Options, Result

Progress = Callable[[str, float | None], None]


@dataclass(frozen=True)
class Places:
    """Where the files go; page: None where none is wanted."""

    model: Path
    page: Path | None

    @classmethod
    def of(cls, model: Path) -> "Places":
        """Return the usual places: all beside the model."""
        return cls(model, model.with_suffix(".html"))

    @property
    def numbers(self) -> Path:
        """The report as JSON."""
        return self.model.with_name(self.model.name + ".report.json")

    def check(self) -> None:
        """UserError unless all can be written; to be called before the long work."""
        check_place(self.model)
        check_place(self.numbers)
        if self.page is None:
            return
        if self.page.resolve() in (self.model.resolve(), self.numbers.resolve()):
            raise UserError(
                f"The report would be written over {self.page}.\n"
                "Name another file with `--report`."
            )
        check_place(self.page)


def make(
    dataset: "Dataset",
    options: "Options",
    places: Places,
    progress: Progress,
    listen: "Listen | None" = None,
) -> dict[str, Any]:
    """Train, write the files when all is done, return the report; UserError.

    listen: is handed the epochs of the trainings, see learning/epochs.py.
    """
    from tinyspark.learning.training import train

    places.check()
    result = train(dataset, options, progress, listen)
    progress("drawing the report", None)
    drawn = _drawn(dataset, result, places.model.name) if places.page else b""
    report = {
        **result.report,
        "model": str(places.model),
        "report": places.page and str(places.page),
    }
    write_file(places.model, result.model)
    write_file(places.numbers, json.dumps(report, indent=1).encode())
    if places.page:
        write_file(places.page, drawn)
    return report


def _drawn(dataset: "Dataset", result: "Result", file: str) -> bytes:
    """Return the page of the report."""
    from gesturekit import model_format
    from tinyspark.pictures.report import page

    model = model_format.load(result.model)
    scored_on = SPLIT_WORDS[result.report["split"]]
    trained = page.Trained(result.report, dataset, model, file, scored_on)
    return page.make(trained).encode(errors="replace")
