"""Takes -> a trained model: cut, compute features, train the float network, quantize it.

Knows nothing of splits and scores; training.py calls it for every fold and once for all.
"""

import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from gesturekit import features
from gesturekit.model_format import Layer, Model
from gesturekit.sample import DEFAULT_ACCEL_RANGE, DEFAULT_GYRO_RANGE
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import familiarity, front_end, gates, golden_window, quantize
from tinyspark.learning.examples import Rows, Source, gather
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.front_end import ButtonFront, FrontEnd, Take
from tinyspark.learning.quantize import Normalization
from tinyspark.learning.recipe import Recipe
from tinyspark.learning.task import Task
from tinyspark.nn.network import Network, build
from tinyspark.nn.train import Examples, Watch, train

THRESHOLD = 102  # of 255: 40 %; right answers to held-out gestures are rarely below
REPEATS = 2
TIMES = ("average", "window", "hop", "lag", "quiet", "least", "gate", "peak", "holdoff")


@dataclass(frozen=True)
class Material:
    """What networks learn from, and how inputs are made from takes.

    typical: one of the gestures [means, axes]; of takes at a button, their counts; variation: the
    strength of the variations among the rows.
    """

    task: Task
    source: Source
    normalization: Normalization
    rows: Rows
    typical: np.ndarray
    variation: float = 1.0

    @property
    def examples(self) -> Examples:
        """The rows as a network is given them."""
        targets = np.eye(len(self.task.names), dtype=np.float32)[self.rows.labels]
        return Examples(self.normalization.inputs(self.rows.vectors), targets)


Look = Callable[[Material, Examples, Recipe], Watch]  # what watches a training


def prepare(
    recordings: Sequence[Recording], labels: Sequence[str], settings: Settings
) -> list[Take]:
    """Return takes ready for fit(); of a continuous recording also its movement."""
    takes = []
    front = front_end.start(settings.rate)
    for recording in recordings:
        label = labels.index(recording.label)
        if settings.continuous:
            takes.append(front_end.prepare(recording, label, front))
        else:
            takes.append(Take(recording.samples, np.zeros(0), label))
    return takes


def fit(
    takes: Sequence[Take], task: Task, recipe: Recipe, seed: int, look: Look | None = None
) -> Fitted:
    """Train on takes; everything drawn at random comes from seed."""
    generator = np.random.default_rng(seed)
    material = learn_from(takes, task, recipe, generator)
    return join(learn(material, recipe, generator, look), material)


def learn_from(
    takes: Sequence[Take], task: Task, recipe: Recipe, generator: np.random.Generator
) -> Material:
    """Choose gates and normalization by these takes; make examples of them."""
    source = _source(takes, task, recipe)
    rows = gather(source, takes, task, recipe, generator)
    known = rows.only(rows.labels < task.known)  # unknown movement counts for nothing here
    typical = source.typical(_known(takes, task))
    return Material(task, source, normalization(known, source), rows, typical, recipe.variation)


def learn(
    material: Material, recipe: Recipe, generator: np.random.Generator, look: Look | None = None
) -> Network:
    """Return a network that learned from the material."""
    examples = material.examples
    count = material.task.known
    known = material.rows.labels < count
    closed = Examples(examples.inputs[known], examples.targets[known][:, :count])
    sizes = [examples.inputs.shape[1], recipe.hidden, count]
    network = build(sizes, recipe.activation, generator, bias=recipe.bias)
    watch = look(material, closed, recipe) if look else None
    train(network, closed, recipe.plan, generator, watch)
    if len(material.task.names) > count:
        network = familiarity.add(network, examples, recipe, generator)
    return network


def join(network: Network, material: Material) -> Fitted:
    """Quantize a network that learned from this material; return it with all a board needs."""
    normalization = material.normalization
    inputs = normalization.inputs(material.rows.vectors)
    layers = quantize.layers(network, inputs, normalization.unit)
    model = golden_window.add(_model(material, layers), material.typical)
    return Fitted(network, model, material.source, normalization, len(material.task.labels))


def _known(takes: Sequence[Take], task: Task) -> list[Take]:
    """Return the takes that are not of unknown movement."""
    return [take for take in takes if take.label < task.known]


def _source(takes: Sequence[Take], task: Task, recipe: Recipe) -> Source:
    settings = task.settings
    if settings.continuous:
        floor = front_end.floor(settings.axes)
        front = front_end.choose(_known(takes, task), task.labels, settings.rate, floor)
        return Source(front, settings.axes, recipe.features)
    button = ButtonFront(len(takes[0].samples))
    return Source(button, settings.axes, features.NAMES[features.RAW])


def normalization(rows: Rows, source: Source) -> Normalization:
    """Return the normalization that suits the rows; a button's takes get the course's."""
    if isinstance(source.front, ButtonFront):
        return quantize.course(rows.vectors.shape[1])
    return quantize.standard(rows.vectors)


def _model(material: Material, layers: list[Layer]) -> Model:
    """Join everything a board needs; provenance is filled in by training.py."""
    task, front, normalization = material.task, material.source.front, material.normalization
    settings = task.settings
    number = features.NAMES.index(material.source.feature_set)
    share = gates.inside(material.variation)
    limits, prototypes = gates.learn(material.rows, normalization, task, front.idle, share)
    return Model(
        sensor=settings.sensor,
        axes=settings.axes,
        rate=settings.rate,
        accel_range=settings.accel_range or DEFAULT_ACCEL_RANGE,
        gyro_range=settings.gyro_range or DEFAULT_GYRO_RANGE,
        trigger="stream" if isinstance(front, FrontEnd) else "button",
        take=0 if isinstance(front, FrontEnd) else front.length,
        **{name: getattr(front, name, 0) for name in TIMES},
        repeats=REPEATS,
        idle=front.idle,
        unknown=task.unknown,
        feature_set=features.NAMES[number],
        feature_version=features.VERSIONS[number],
        zero=normalization.zero,
        seed=0,
        score=0,
        dataset=bytes(32),
        centers=array.array("h", normalization.centers.tobytes()),
        multipliers=array.array("B", normalization.multipliers.tobytes()),
        shifts=array.array("B", normalization.shifts.tobytes()),
        layers=layers,
        labels=task.names,
        thresholds=array.array("B", [THRESHOLD] * len(task.names)),
        limits=limits,
        prototypes=prototypes,
        golden=None,
    )
