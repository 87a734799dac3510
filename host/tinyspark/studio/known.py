"""The models that this dataset's studio has read, by hash: what a board runs can be told by name.

They are remembered in a file beside the model, so that the next lesson knows them, too; a file
that makes no sense is as good as none. Draws nothing.
"""

import base64
import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from gesturekit.errors import KitError
from tinyspark.errors import UserError
from tinyspark.studio import proposal
from tinyspark.studio.proposal import Proposal
from tinyspark.whole_files import write_file

MOST = 20  # models that are remembered: those that were new last
_LATEST = 1e11  # seconds since 1970; no time of a file is later


class Known:
    """model: the file of the dataset's model."""

    def __init__(self, model: Path) -> None:
        self._file = model.with_name(model.name + ".known.json")
        self._models: dict[str, Proposal] = {}
        self._recalled = False
        self._lock = threading.Lock()  # pages of two tabs read at once

    def read(self, path: Path) -> Proposal:
        """Return what is in a model file, and keep it in mind; UserError."""
        found = proposal.read(path)
        with self._lock:
            if not self._recalled:
                self._models, self._recalled = _recall(self._file), True
            if self._models.get(found.digest) != found:
                kept = [each for each in self._models.values() if each.digest != found.digest]
                self._models = {each.digest: each for each in [*kept[1 - MOST :], found]}
                self._remember()
        return found

    def of(self, digest: str) -> Proposal | None:
        """Return the model with this hash, None if it was never read here."""
        return self._models.get(digest)

    def _remember(self) -> None:
        entries = [
            {
                "model": base64.b64encode(each.data).decode(),
                "written": each.written,
                "trained": each.trained,
                "score": each.score,
            }
            for each in self._models.values()
        ]
        with suppress(UserError):  # a disk that is full; they are known until the studio ends
            write_file(self._file, json.dumps(entries, indent=1).encode())


def _recall(file: Path) -> dict[str, Proposal]:
    try:
        models = [_model(entry) for entry in json.loads(file.read_bytes())]
    except (OSError, ValueError, TypeError, KeyError, RecursionError, UserError, KitError):
        return {}
    return {each.digest: each for each in models}


def _model(entry: Mapping[str, Any]) -> Proposal:
    """Return what was remembered of a model; an error for what cannot be."""
    found = proposal.of(base64.b64decode(entry["model"]), _number(entry["written"], _LATEST))
    if entry["trained"] is None or entry["score"] is None:
        return found
    trained = _number(entry["trained"], _LATEST)
    return replace(found, trained=trained, score=_number(entry["score"], 1))


def _number(value: float, most: float) -> float:
    if not 0 <= value <= most:
        raise ValueError(value)
    return float(value)
