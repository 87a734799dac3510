"""A studio with the course's ten takes and a model trained on them, for tests of pages."""

import json
import shutil
from pathlib import Path
from typing import Any

from tinyspark import training_files
from tinyspark.dataset import Dataset
from tinyspark.learning.training import Options
from tinyspark.studio.studio import Studio
from tinyspark.training_files import Places

COURSE = Path(__file__).resolve().parent.parent.parent / "datasets" / "proximity-course"


def bring_takes(studio: Studio) -> Dataset:
    """Put the course's takes where the studio looks."""
    shutil.copytree(COURSE, studio.folder)
    return Dataset.open(studio.folder)


def train(studio: Studio) -> dict[str, Any]:
    """Bring the takes, train on them in a moment; return the report."""
    dataset = bring_takes(studio)
    places = Places.of(studio.model)
    return training_files.make(dataset, Options(epochs=20), places, lambda what, share: None)


def suspect(studio: Studio, place: int) -> dict[str, Any]:
    """Let the report suspect one take; return what it says."""
    take = Dataset.open(studio.folder).recordings[place]
    other = {"closer": "away", "away": "closer"}[take.label]
    said = {"id": take.id, "label": take.label, "suggested": other, "share": 0.97}
    numbers = Places.of(studio.model).numbers
    report = json.loads(numbers.read_text())
    report["takes"]["mislabels"] = [said]
    numbers.write_text(json.dumps(report))
    return said
