"""The model that could be put on the board: what it is, what it costs, whether it fits."""

from dataclasses import dataclass, field
from pathlib import Path

from gesturekit import model_format
from gesturekit.model_format import Model
from tinyspark.board.fit import check_fit
from tinyspark.board.flash import sha256
from tinyspark.board.identity import Hello
from tinyspark.board.link import LinkError
from tinyspark.learning import cost
from tinyspark.learning.cost import Cost
from tinyspark.learning.model_file import read_model


@dataclass(frozen=True)
class Proposal:
    """A model file as it was read; digest: as a board tells it."""

    data: bytes = field(repr=False, compare=False)
    digest: str
    model: Model = field(repr=False, compare=False)
    cost: Cost

    @property
    def microseconds(self) -> float:
        """Predicted for a hop with movement, or for a take of the buttons."""
        return sum(self.cost.microseconds.values())


def read(path: Path) -> Proposal:
    """Return what is in a model file; UserError."""
    data = read_model(path)
    return Proposal(data, sha256(data), model_format.load(data), cost.predict(data))


def misfit(proposal: Proposal, said: Hello) -> str:
    """Return why this board could not run it, and what to do; "" when it can."""
    try:
        check_fit(proposal.model, said)
    except LinkError as error:
        return str(error)
    return ""
