"""The model that could be put on the board: what it is, what it costs, whether it fits."""

import array
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gesturekit import model_format
from gesturekit.model_format import Model
from gesturekit.plain_network import LEVEL
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
    found = of(read_model(path), path.stat().st_mtime)
    numbers = Places.of(path).numbers
    report = _report(numbers)
    score, digest = report.get("accuracy"), report.get("model_hash")
    if not isinstance(score, int | float):
        return found
    if digest == found.digest:
        return replace(found, trained=found.written, score=float(score))
    if digest == as_trained(found.model, report):
        return replace(found, trained=numbers.stat().st_mtime, score=float(score))
    return found


def of(data: bytes, written: float) -> Proposal:
    """Return what is in a model, without the facts of its training; UserError, KitError."""
    return Proposal(data, sha256(data), model_format.load(data), cost.predict(data), written)


def as_trained(model: Model, report: Mapping[str, Any]) -> str:
    """Return the hash of the model with the threshold that its training chose, "" if unknown.

    report: of the training; that is how one knows a model whose thresholds alone have changed.
    """
    try:
        threshold = round(report["live"]["threshold"] * LEVEL)
        chosen = array.array("B", [threshold] * len(model.thresholds))
    except (KeyError, TypeError, ValueError, OverflowError):
        return ""
    return sha256(bytes(model_format.dump(model._replace(thresholds=chosen))))


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
