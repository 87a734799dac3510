"""Dataset -> the board's side of a network that is trained elsewhere: examples, and a template.

The same preparation as for our own trainer, or that of a model which is there already. Knows no
weights and no file formats.
"""

import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from gesturekit.model_format import NO_LABEL, Model
from gesturekit.plain_network import MOST
from tinyspark.dataset import Dataset
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError
from tinyspark.learning import evaluate, fitting, front_end, gates, quantize, splits, training
from tinyspark.learning.examples import Source, gather
from tinyspark.learning.fitting import Material
from tinyspark.learning.front_end import ButtonFront, FrontEnd, Take, main_pieces
from tinyspark.learning.glass_box import names
from tinyspark.learning.quantize import Normalization
from tinyspark.learning.recipe import MOVEMENT
from tinyspark.learning.task import Task
from tinyspark.nn.layers import Dense
from tinyspark.nn.network import Network

FRONT = ("average", "lag", "quiet", "hop", "holdoff", "window", "gate", "least", "peak", "idle")


@dataclass(frozen=True)
class Preparation:
    """Takes of all recordings, numbers of those that train and test, and what is made of them.

    template: a model with everything but weights that mean something.
    """

    dataset: Dataset
    takes: list[Take]
    train: np.ndarray
    test: np.ndarray
    material: Material
    template: Model
    seed: int

    @property
    def labels(self) -> tuple[str, ...]:
        """What the outputs of the network stand for, in their order."""
        return tuple(self.template.labels)

    def windows(self, numbers: Sequence[int] | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the features [windows, size] of takes as they are, and the take of each."""
        source = self.material.source
        found = [(number, main_pieces(self.takes[number], source.front)) for number in numbers]
        rows = [source.of_take(self.takes[number], each) for number, each in found if each]
        places = [number for number, each in found for _ in each]
        size = self.material.examples.inputs.shape[1]
        return np.concatenate([np.zeros((0, size), np.int64), *rows]), np.array(places, int)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what a file of examples holds; see commands/model_examples.py."""
        vectors, tested = self.windows(self.test)
        inputs = [self.material.examples.inputs, self.material.normalization.inputs(vectors)]
        rows = self.material.rows
        trained, varied = self.train[rows.takes], ~rows.performed
        takes = np.append(trained, tested).astype(int)
        recordings = [self.dataset.recordings[take] for take in takes]
        targets = np.array([self.takes[take].label for take in takes])
        return {
            "inputs": np.concatenate(inputs),
            "labels": np.array(self.labels)[targets],
            "targets": targets,
            "label_names": np.array(self.labels),
            "split": np.repeat(["train", "test"], (len(trained), len(tested))),
            "varied": np.append(varied, np.zeros(len(tested), bool)),
            "takes": np.array([recording.id for recording in recordings]),
            "subjects": np.array([recording.subject for recording in recordings]),
            "sessions": np.array([recording.session for recording in recordings]),
            "features": np.array([feature.name for feature in names.of(self.template)]),
            "unit": np.array(self.material.normalization.unit),
        }


def prepare(dataset: Dataset, given: bool, seed: int, like: Model | None = None) -> Preparation:
    """Make the examples of the takes marked train (given), or of all; raises UserError.

    like: take normalization, gates and labels of this model; else they are chosen by the takes,
    as `tinyspark train` does with the same seed.
    """
    training.check(dataset)
    generator = np.random.default_rng(seed)
    recordings = dataset.recordings
    train, test = np.arange(len(recordings)), np.zeros(0, int)
    if given:
        fold = splits.make(recordings, "given", generator).folds[0]
        train, test = fold.train, fold.test
    if like is None:
        takes = fitting.prepare(recordings, dataset.labels, dataset.settings)
        chosen = [takes[number] for number in train]
        task = Task(tuple(dataset.labels), dataset.settings, open=False)
        recipe = training.recipe(training.Options(), dataset)
        material = fitting.learn_from(chosen, task, recipe, generator)
        model = _template(material)
        return Preparation(dataset, takes, train, test, material, model, seed)
    evaluate.check(like, recordings, dataset.settings)
    like = _closed(like, dataset)
    source = Source(_front(like), tuple(like.axes), like.feature_set)
    takes = [_take(recording, dataset, like) for recording in recordings]
    chosen = [takes[number] for number in train]
    material = _like(like, source, chosen, dataset.settings, generator)
    return Preparation(dataset, takes, train, test, material, like, seed)


def normalization(model: Model) -> Normalization:
    """Return the normalization of a model; what one unit of it is, each kind of input fixes."""
    if model.sensor == "buttons":
        unit = 1 / MOST
    else:
        usual = quantize.standard(np.zeros((1, 1))) if model.zero else quantize.course(1)
        unit = usual.unit
    return Normalization(
        np.array(model.centers, np.int16),
        np.array(model.multipliers, np.uint8),
        np.array(model.shifts, np.uint8),
        unit,
        model.zero,
    )


def _template(material: Material) -> Model:
    examples = material.examples
    size, count = examples.inputs.shape[1], examples.targets.shape[1]
    nothing = Network([Dense(np.zeros((size, count)), np.zeros((1, count)))])
    return fitting.join(nothing, material).model


def _closed(model: Model, dataset: Dataset) -> Model:
    """Return the model without a label that no take has: `unknown`, made up by the trainer."""
    unknown = model.unknown
    if unknown == NO_LABEL or model.labels[unknown] in dataset.labels:
        return model
    kept = [number for number in range(len(model.labels)) if number != unknown]
    limits, prototypes = gates.none(len(kept))
    return model._replace(
        unknown=NO_LABEL,
        labels=tuple(model.labels[number] for number in kept),
        thresholds=array.array("B", [model.thresholds[number] for number in kept]),
        limits=limits,
        prototypes=prototypes,
    )


def _front(model: Model) -> FrontEnd | ButtonFront:
    if model.trigger == "button":
        return ButtonFront(model.take)
    return FrontEnd(**{name: getattr(model, name) for name in FRONT})


def _take(recording: Recording, dataset: Dataset, model: Model) -> Take:
    """Return a recording as the model sees it: its axes alone, and means where it makes means."""
    label = model.labels.index(recording.label)
    columns = [dataset.settings.axes.index(axis) for axis in model.axes]
    samples = recording.samples[:, columns]
    front = _front(model)
    if isinstance(front, FrontEnd):
        return front_end.prepare(replace(recording, samples=samples), label, front)
    evaluate.check_take(model, samples)
    return Take(samples, np.zeros(0), label)


def _like(
    model: Model,
    source: Source,
    takes: Sequence[Take],
    settings: Settings,
    generator: np.random.Generator,
) -> Material:
    if not any(main_pieces(take, source.front) for take in takes):
        raise UserError(
            "No take holds a movement that the model would look at: all are too short or gentle.\n"
            "Choose the gates by these recordings: leave out --like."
        )
    task = Task(tuple(model.labels), settings, open=False)
    rows = gather(source, takes, task, MOVEMENT, generator)
    return Material(task, source, normalization(model), rows, source.typical(takes))
