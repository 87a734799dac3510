"""Measure what each part of the training is worth: variations, the choice of a recipe, the gates.

usage: python tools/measure_choices.py DATASET [--split SPLIT] [--strange DATASET]

Accuracy is that of takes which the models have not seen, by the given split. `reported` are the
gestures that a board reports among them, `strange` the recordings of --strange that it takes for
a gesture (those of the person who tests, where it has some). Thresholds are 50 % everywhere.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from gesturekit.model_format import MAX_BIAS, Model
from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.learning import fitting, gates, live, splits, training
from tinyspark.learning.evaluate import verdict
from tinyspark.learning.fitted import Fitted, detections
from tinyspark.learning.front_end import Take
from tinyspark.learning.splits import Fold, Split
from tinyspark.learning.work import Counter, Work

THRESHOLD = 128  # of 255
SEED = 1


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--split", choices=splits.SPLITS)
    parser.add_argument("--strange", type=Path)
    options = parser.parse_args()
    dataset = Dataset.open(options.dataset)
    name = options.split or splits.hardest(dataset.recordings)
    split = splits.make(dataset.recordings, name, np.random.default_rng(SEED))
    print(f"{dataset.name}: {len(dataset.recordings)} takes, split by {name}\n")
    _print_recipes(dataset, split)
    _print_gates(dataset, split, Dataset.open(options.strange) if options.strange else None)


def _work(dataset: Dataset, options: training.Options, alternatives: bool) -> Work:
    tried = training.alternatives(options, dataset) if alternatives else []
    return Work(dataset, training.recipe(options, dataset), tried, SEED, Counter(1, None))


def _print_recipes(dataset: Dataset, split: Split) -> None:
    """Print the accuracy without variations, with them, and with a recipe chosen in each fold."""
    cases = {
        "no variations of the takes": (training.Options(variation=0.0), False),
        "variations": (training.Options(), False),
        "recipe chosen in each fold": (training.Options(), True),
    }
    print(f"{'':<28}{'accuracy':>10}")
    for name, (options, alternatives) in cases.items():
        heard = _work(dataset, options, alternatives).score(split)
        right = np.mean([each.answer.label == each.label for each in heard])
        print(f"{name:<28}{100 * right:>8.1f} %")


def _print_gates(dataset: Dataset, split: Split, strange: Dataset | None) -> None:
    """Print what a board reports without and with each of its gates."""
    work = _work(dataset, training.Options(), False)
    recipe = training.recipe(training.Options(), dataset)
    others = strange.recordings if strange else []
    takes = fitting.prepare(others, strange.labels, strange.settings) if strange else []
    counts = {name: np.zeros(4) for name in GATES}
    for fold in split.folds:
        fitted = work.fit([work.takes[place] for place in fold.train], work.task, recipe, "")
        tested = [work.takes[place] for place in fold.test]
        heard = [takes[place] for place in _of_fold(fold, dataset, others)]
        for name, change in GATES.items():
            model = live.with_threshold(change(fitted.model), THRESHOLD)
            counts[name] += _counted(replace(fitted, model=model), tested, heard)
    print(f"\n{'':<28}{'reported':>10}{'strange':>10}")
    for name, (right, gestures, accepted, heard_of) in counts.items():
        share = f"{100 * accepted / heard_of:>8.1f} %" if heard_of else ""
        print(f"{name:<28}{100 * right / gestures:>8.1f} %{share}")


def _of_fold(fold: Fold, dataset: Dataset, others: Sequence[Recording]) -> list[int]:
    """Return the places of the strange recordings of those who test; all if nobody is known."""
    tested = {dataset.recordings[place].subject for place in fold.test}
    known = {recording.subject for recording in dataset.recordings}
    if not known & {recording.subject for recording in others}:
        return list(range(len(others)))
    return [place for place, recording in enumerate(others) if recording.subject in tested]


def _counted(fitted: Fitted, tested: Sequence[Take], heard: Sequence[Take]) -> np.ndarray:
    """Return [4]: gestures that are reported, gestures, strange ones that are, strange ones."""
    model = fitted.model
    gestures = [take for take in tested if take.label not in (model.idle, model.unknown)]
    found = [
        verdict(model, take.label, detections(model, fitted.answer(take).results))
        for take in gestures
    ]
    accepted = [bool(detections(model, fitted.answer(take).results)) for take in heard]
    return np.array([found.count("right"), len(gestures), sum(accepted), len(accepted)])


def _closed(model: Model) -> Model:
    """Return the model without unknown and without limits: softmax and threshold alone."""
    *first, last = model.layers
    biases = last.biases[:]
    biases[model.unknown] = -MAX_BIAS
    return _unlimited(model._replace(layers=[*first, last._replace(biases=biases)]))


def _unlimited(model: Model) -> Model:
    limits, prototypes = gates.none(len(model.labels))
    return model._replace(limits=limits, prototypes=prototypes)


GATES = {
    "threshold alone": _closed,
    "and unknown": _unlimited,
    "and distance": lambda model: model,
}

if __name__ == "__main__":
    main()
