"""Dataset -> model and report: the honest score by cross-validation, then the final model.

Every fold chooses recipe, gates, normalization and weights from its training takes alone, and its
integer model scores the rest. Knows no files; the file of a model is the caller's.
"""

import functools
import hashlib
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from gesturekit import features, model_format
from gesturekit.model_format import MAX_LABELS, MAX_OUTPUTS, MAX_TAKE, Model
from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.learning import choice, familiarity, openness, scoring, splits, strangers
from tinyspark.learning.epochs import Listen
from tinyspark.learning.live import HeldOut
from tinyspark.learning.recipe import BUTTON, COURSE, MOVEMENT, Recipe
from tinyspark.learning.report import certainty, closer, yardstick
from tinyspark.learning.splits import Split
from tinyspark.learning.task import UNKNOWN, Task
from tinyspark.learning.work import CHOICE, INNER_FOLDS, Counter, Progress, Work

MUCH_UNKNOWN = 0.2  # of the gestures, before a note tells
MUCH_STRANGE = 0.3  # of strange gestures, likewise
MOST_NUMBERS = 8000  # weights and prototypes: keeps the file below 10 kB


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
    features: str | None = None
    variation: float | None = None
    unknown: bool | None = None


@dataclass(frozen=True)
class Result:
    """The bytes of the model file, and the report.

    Its keys: those of scoring.figures, certainty.of, openness.measure and closer.measure; recipe
    and tried (choice.Trial); and the ones that train() adds itself.
    """

    model: bytes
    report: dict[str, Any]


def train(
    dataset: Dataset,
    options: Options,
    progress: Progress | None = None,
    listen: Listen | None = None,
) -> Result:
    """Score by cross-validation and train the final model; raises UserError.

    listen: is handed the epochs of its trainings.
    """
    begun = time.perf_counter()
    check(dataset)
    generator = np.random.default_rng(options.seed)
    recordings = dataset.recordings
    split = splits.make(recordings, options.split or splits.hardest(recordings), generator)
    shuffled = split if split.name == "random" else splits.make(recordings, "random", generator)
    counter = Counter(_rounds(dataset, split, shuffled), progress, listen)
    usual, seed = recipe(options, dataset), options.seed
    work = Work(dataset, usual, alternatives(options, dataset), seed, counter)
    heard = work.score(split)
    taught = split.folds[0].train if split.name == "given" else np.arange(len(recordings))
    chosen, trials = work.choose(taught, "choosing the recipe")
    fitted = work.fit(
        [work.takes[place] for place in taught], work.task, chosen, "the final model"
    )
    again = heard if shuffled is split else work.score(shuffled, chosen)
    part = functools.partial(counter.count, "comparing takes", 1 / yardstick.PARTS)
    nearest = yardstick.scores(recordings, dataset.settings, (split, shuffled), part)
    opened = openness.measure(work, split, heard, chosen, fitted)
    scored = _figures(opened.heard, split, dataset)
    looked = closer.measure(work, split, heard, chosen, fitted)
    counter.finish()
    data = model_format.dump(_signed(opened.model, dataset, seed, scored["accuracy"]))
    return Result(
        data,
        {
            **scored,
            **certainty.of(scored, options.seed),
            "random_accuracy": float(np.mean([each.label == each.answer.label for each in again])),
            "dtw_accuracy": nearest[0],
            "dtw_random_accuracy": nearest[1],
            **opened.figures,
            **looked,
            "recipe": asdict(chosen),
            "tried": [asdict(trial) for trial in trials],
            "model_bytes": len(data),
            "model_hash": hashlib.sha256(data).hexdigest(),
            "dataset_hash": dataset.hash(),
            "seed": options.seed,
            "notes": _notes(dataset, split, opened.figures),
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
            "Record takes of another: a gesture, or stillness as `idle`."
        )
    task = Task.of(dataset.labels, dataset.settings)
    if len(task.names) > MAX_LABELS:
        beside = f", one of them `{UNKNOWN}`" if len(task.names) > len(task.labels) else ""
        raise UserError(
            f"{dataset.name} has {len(task.labels)} labels; a model holds {MAX_LABELS}{beside}.\n"
            "Train on fewer gestures."
        )
    lengths = {len(recording.samples) for recording in dataset.recordings}
    if dataset.settings.sensor == "proximity" and (len(lengths) > 1 or max(lengths) > MAX_TAKE):
        raise UserError(
            f"The proximity takes have {min(lengths)} to {max(lengths)} samples.\n"
            f"All takes of a dataset need the same number, at most {MAX_TAKE}."
        )


def recipe(options: Options, dataset: Dataset) -> Recipe:
    """Return what the options say, else what suits the sensor; UserError if it is impossible."""
    if dataset.settings.continuous:
        default = MOVEMENT
    else:
        default = COURSE if len(dataset.labels) == 2 else BUTTON
    return _possible(replace(default, **_told(options)))


def _told(options: Options) -> dict[str, Any]:
    """Return what of a recipe the options decide."""
    told = {name: getattr(options, name, None) for name in Recipe.__dataclass_fields__}
    return {name: value for name, value in told.items() if value is not None}


def alternatives(options: Options, dataset: Dataset) -> list[dict[str, Any]]:
    """Return what may be tried: nothing that the options decide, and no large networks."""
    if not dataset.settings.continuous:
        return []
    size = features.size(features.GESTURE, dataset.settings.axes, 0)
    beside = familiarity.HIDDEN + len(dataset.labels)
    free = [each for each in choice.ALTERNATIVES if not each.keys() & _told(options).keys()]
    return [each for each in free if size * (each.get("hidden", 0) + beside) <= MOST_NUMBERS]


def _possible(wanted: Recipe) -> Recipe:
    """Return the recipe; UserError for one that no model can hold or that cannot be trained."""
    if wanted.hidden > MAX_OUTPUTS:
        raise UserError(
            f"A model holds at most {MAX_OUTPUTS} neurons in a layer, not {wanted.hidden}.\n"
            "Choose a smaller hidden layer."
        )
    if wanted.learning_rate * wanted.decay >= 1:
        raise UserError(
            f"A learning rate of {wanted.learning_rate:g} with a decay of {wanted.decay:g} takes"
            " all off the weights at a step, or more.\n"
            f"Choose a decay below {1 / wanted.learning_rate:g}, or a smaller learning rate."
        )
    return wanted


def _rounds(dataset: Dataset, split: Split, shuffled: Split) -> float:
    """Return how many trainings the work is about as long as."""
    folds = len(split.folds)
    trainings = folds + (len(shuffled.folds) if shuffled is not split else 0) + 2
    trainings += closer.rounds(dataset, split)
    if not dataset.settings.continuous:
        return trainings
    trainings += INNER_FOLDS if folds == 1 else 0  # for the threshold
    return trainings + CHOICE * (folds + 1) + strangers.parts_of(range(len(dataset.labels)))


def _figures(heard: Sequence[HeldOut], split: Split, dataset: Dataset) -> dict[str, Any]:
    """Return the figures of the score."""
    recordings = [dataset.recordings[each.place] for each in heard]
    answers = np.array([(each.answer.label, each.answer.plain) for each in heard])
    labels = Task.of(dataset.labels, dataset.settings).labels
    figures = scoring.figures(recordings, answers[:, 0], labels)
    plain = scoring.figures(recordings, answers[:, 1], labels)
    return {
        **figures,
        "split": split.name,
        "folds": len(split.folds),
        "float_accuracy": plain["accuracy"],
        "integer_accuracy": figures["accuracy"],
    }


def _signed(model: Model, dataset: Dataset, seed: int, accuracy: float) -> Model:
    return model._replace(
        seed=seed, score=round(accuracy * 10000), dataset=bytes.fromhex(dataset.hash())
    )


def _notes(dataset: Dataset, split: Split, figures: dict[str, Any]) -> list[str]:
    """Return what else to know of the score; figures: those of openness.py."""
    notes = [split.note] if split.note else []
    marked = sum(recording.split == "test" for recording in dataset.recordings)
    if marked and split.name != "given":
        notes.append(
            f"the model also learned from {marked} takes marked test; "
            "`--split given` keeps them out"
        )
    reported, strange = figures["live"], figures["strange"]
    if reported["n"] and reported["unknown"] > MUCH_UNKNOWN:
        notes.append(
            f"a board would take {100 * reported['unknown']:.0f} % of these gestures for unknown"
            " movement: record more of how differently they are made (persons, days, how the board"
            " is held); `--no-unknown` makes a model that takes every movement for a gesture"
        )
    if strange and strange["share"] > MUCH_STRANGE:
        notes.append(
            f"a board would report {100 * strange['share']:.0f} % of strange gestures, too: record"
            " other movement as `unknown`, or, in a terminal, `tinyspark calibrate`"
        )
    return notes
