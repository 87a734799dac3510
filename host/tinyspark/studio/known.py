"""The models that this studio has read, by their hash: what a board runs can be told by name.

A model with other thresholds is known by the one that it was. Draws nothing.
"""

import array
from pathlib import Path

from gesturekit import model_format
from tinyspark.studio import proposal
from tinyspark.studio.proposal import Proposal


class Known:
    """Remembers as long as the studio runs."""

    def __init__(self) -> None:
        self._models: dict[str, Proposal] = {}

    def read(self, path: Path) -> Proposal:
        """Return what is in a model file, and keep it in mind; UserError."""
        found = proposal.read(path)
        if found.trained is None:
            found = self._by_thresholds(found)
        self._models[found.digest] = found
        return found

    def of(self, digest: str) -> Proposal | None:
        """Return the model with this hash, None if it was never read here."""
        return self._models.get(digest)

    def _by_thresholds(self, found: Proposal) -> Proposal:
        """Return it with the facts of the trained one from which only its thresholds differ."""
        for other in self._models.values():
            thresholds = array.array("B", other.model.thresholds)
            alike = len(thresholds) == len(found.model.thresholds) and other.trained is not None
            if alike and other.data == model_format.dump(
                found.model._replace(thresholds=thresholds)
            ):
                return proposal.varied(found, other)
        return found
