"""Dataset -> model and report: the honest score by cross-validation, then the final model.

Every fold chooses gates, normalization and weights from its training takes alone, and its
integer model scores the rest. Knows no files; the file of a model is the caller's.
"""

import functools
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gesturekit import model_format
from gesturekit.model_format import MAX_LABELS, MAX_OUTPUTS, MAX_TAKE, Model
from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.learning import fitting, scoring, splits
from tinyspark.learning.fitting import Fitted, Shape
from tinyspark.learning.report import certainty, yardstick
from tinyspark.learning.splits import Split

Progress = Callable[[str, float], None]  # what is being done, and the share of all that is done
COURSE = Shape(hidden=2, activation="linear", epochs=1000, bias=False)  # the course's 3-2-2
PROXIMITY = Shape(hidden=8, activation="relu", epochs=1000)
IMU = Shape(hidden=32, activation="relu", epochs=30, decay=1.0)


@dataclass(frozen=True)
class Options:
    """What a user can choose; None leaves the choice to the dataset."""

    split: str | None = None
    seed: int = 1
    hidden: int | None = None
    activation: str | None = None
    epochs: int | None = None
    learning_rate: float | None = None
    decay: float | None = None


@dataclass(frozen=True)
class Result:
    """The bytes of the model file, and the report (see the README's table of JSON keys)."""

    model: bytes
    report: dict[str, Any]


def train(dataset: Dataset, options: Options, progress: Progress | None = None) -> Result:
    """Score by cross-validation and train the final model; raises UserError."""
    begun = time.perf_counter()
    check(dataset)
    generator = np.random.default_rng(options.seed)
    recordings = dataset.recordings
    split = splits.make(recordings, options.split or splits.hardest(recordings), generator)
    shuffled = split if split.name == "random" else splits.make(recordings, "random", generator)
    rounds = len(split.folds) + (len(shuffled.folds) if shuffled is not split else 0) + 2
    counter = _Counter(rounds, progress)
    work = _Work(dataset, options, counter)
    scored = work.score(split)
    random_accuracy = (scored if shuffled is split else work.score(shuffled))["integer_accuracy"]
    part = functools.partial(counter.count, "comparing takes", 1 / yardstick.PARTS)
    nearest = yardstick.scores(recordings, dataset.settings, (split, shuffled), part)
    final = work.fit(split.folds[0].train if split.name == "given" else np.arange(len(recordings)))
    data = model_format.dump(_signed(final.model, dataset, options.seed, scored["accuracy"]))
    return Result(
        data,
        {
            **scored,
            **certainty.of(scored, options.seed),
            "random_accuracy": random_accuracy,
            "dtw_accuracy": nearest[0],
            "dtw_random_accuracy": nearest[1],
            "model_bytes": len(data),
            "model_hash": hashlib.sha256(data).hexdigest(),
            "dataset_hash": dataset.hash(),
            "seed": options.seed,
            "notes": _notes(dataset, split),
            "seconds": round(time.perf_counter() - begun, 3),
        },
    )


def check(dataset: Dataset) -> None:
    """Raise UserError for a dataset that no network can learn from."""
    if not dataset.recordings:
        raise UserError(
            f"{dataset.name} holds no recordings.\n"
            "Record some with `tinyspark record LABEL --dataset DIR`."
        )
    if len(dataset.labels) < 2:
        raise UserError(
            f"{dataset.name} has only the label {dataset.labels[0]!r}: nothing to tell apart.\n"
            "Record a second gesture, or some idle time as `idle`."
        )
    if len(dataset.labels) > MAX_LABELS:
        raise UserError(
            f"{dataset.name} has {len(dataset.labels)} labels; a model holds {MAX_LABELS}.\n"
            "Train on fewer gestures."
        )
    lengths = {len(recording.samples) for recording in dataset.recordings}
    if dataset.settings.sensor == "proximity" and (len(lengths) > 1 or max(lengths) > MAX_TAKE):
        raise UserError(
            f"The proximity takes have {min(lengths)} to {max(lengths)} samples.\n"
            f"All takes of a dataset need the same number, at most {MAX_TAKE}."
        )


class _Counter:
    """Tells how much of the work is done; a fit is one round of it."""

    def __init__(self, rounds: int, progress: Progress | None) -> None:
        self._rounds = rounds
        self._progress = progress
        self._done = 0.0

    def count(self, what: str, rounds: float = 1.0) -> None:
        self._done += rounds
        if self._progress:
            self._progress(what, self._done / self._rounds)


class _Work:
    """The dataset, ready for fitting again and again."""

    def __init__(self, dataset: Dataset, options: Options, counter: _Counter) -> None:
        self._recordings = dataset.recordings
        self._labels = dataset.labels
        self._settings = dataset.settings
        self._shape = shape(options, dataset)
        self._seed = options.seed
        self._counter = counter
        self._takes = fitting.prepare(dataset.recordings, dataset.labels, dataset.settings)

    def fit(self, chosen: np.ndarray, what: str = "the final model") -> Fitted:
        """Train on the chosen takes."""
        takes = [self._takes[number] for number in chosen]
        fitted = fitting.fit(takes, self._labels, self._settings, self._shape, self._seed)
        self._counter.count(what)
        return fitted

    def score(self, split: Split) -> dict[str, Any]:
        """Return the report's figures for a split, from models that never saw what they score."""
        answers = np.full((len(self._takes), 2), scoring.NOTHING)
        tested = np.concatenate([fold.test for fold in split.folds])
        for fold in split.folds:
            fitted = self.fit(fold.train, f"scoring, split by {split.name}")
            for number in fold.test:
                answers[number] = fitted.predict(self._takes[number])
        recordings = [self._recordings[number] for number in tested]
        figures = scoring.figures(recordings, answers[tested, 1], self._labels)
        plain = scoring.figures(recordings, answers[tested, 0], self._labels)
        return {
            **figures,
            "split": split.name,
            "folds": len(split.folds),
            "float_accuracy": plain["accuracy"],
            "integer_accuracy": figures["accuracy"],
        }


def shape(options: Options, dataset: Dataset) -> Shape:
    """Return the network's shape: what the options say, else what suits the sensor; UserError."""
    if dataset.settings.continuous:
        default = IMU
    else:
        default = COURSE if len(dataset.labels) == 2 else PROXIMITY
    chosen = {
        name: getattr(options, name)
        for name in ("hidden", "activation", "epochs", "learning_rate", "decay")
        if getattr(options, name) is not None
    }
    return _possible(replace(default, **chosen))


def _possible(shape: Shape) -> Shape:
    """Return the shape; UserError for one that no model can hold or that cannot be trained."""
    if shape.hidden > MAX_OUTPUTS:
        raise UserError(
            f"A model holds at most {MAX_OUTPUTS} neurons in a layer, not {shape.hidden}.\n"
            "Choose a smaller hidden layer."
        )
    if shape.learning_rate * shape.decay >= 1:
        raise UserError(
            f"A learning rate of {shape.learning_rate:g} with a decay of {shape.decay:g} takes all"
            " off the weights at a step, or more.\n"
            f"Choose a decay below {1 / shape.learning_rate:g}, or a smaller learning rate."
        )
    return shape


def _signed(model: Model, dataset: Dataset, seed: int, accuracy: float) -> Model:
    return model._replace(
        seed=seed, score=round(accuracy * 10000), dataset=bytes.fromhex(dataset.hash())
    )


def _notes(dataset: Dataset, split: Split) -> list[str]:
    notes = [split.note] if split.note else []
    marked = sum(recording.split == "test" for recording in dataset.recordings)
    if marked and split.name != "given":
        notes.append(
            f"the model also learned from {marked} takes marked test; "
            "`--split given` keeps them out"
        )
    return notes
