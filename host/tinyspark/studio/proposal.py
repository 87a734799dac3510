"""The model that could be put on the board: what it is, what it costs, whether it fits."""

import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gesturekit import model_format
from gesturekit.model_format import Model
from tinyspark.board.fit import check_fit
from tinyspark.board.flash import sha256
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.learning import cost
from tinyspark.learning.cost import Cost
from tinyspark.learning.model_file import read_model
from tinyspark.training_files import Places


@dataclass(frozen=True)
class Proposal:
    """A model file as it was read; digest: as a board tells it.

    written: when the file was, trained: when the model was, in seconds since 1970; score: the
    share of right answers, 0..1. Both are None without a report of this very model.
    """

    data: bytes = field(repr=False, compare=False)
    digest: str
    model: Model = field(repr=False, compare=False)
    cost: Cost
    written: float = 0.0
    trained: float | None = None
    score: float | None = None

    @property
    def microseconds(self) -> float:
        """Predicted for a hop with movement, or for a take of the buttons."""
        return sum(self.cost.microseconds.values())


def read(path: Path) -> Proposal:
    """Return what is in a model file; UserError."""
    data = read_model(path)
    digest = sha256(data)
    costs, when = cost.predict(data), path.stat().st_mtime
    found = Proposal(data, digest, model_format.load(data), costs, when)
    report = _report(Places.of(path).numbers)
    score = report.get("accuracy")
    if report.get("model_hash") != digest or not isinstance(score, int | float):
        return found
    return replace(found, trained=when, score=float(score))


def varied(found: Proposal, origin: Proposal) -> Proposal:
    """Return a model with the facts of the training of another one."""
    return replace(found, trained=origin.trained, score=origin.score)


def _report(path: Path) -> dict[str, Any]:
    """Return the numbers of a training, none when they are not there or make no sense."""
    try:
        report = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return report if isinstance(report, dict) else {}


def misfit(proposal: Proposal, said: Hello) -> str:
    """Return why this board could not run it, and what to do; "" when it can."""
    try:
        check_fit(proposal.model, said)
    except LinkError as error:
        return str(error)
    return ""
