"""Takes -> a trained model: cut, compute features, train the float network, quantize it.

Knows nothing of splits and scores; training.py calls it for every fold and once for all.
"""

import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gesturekit import features
from gesturekit.model_format import NO_LABEL, NO_LIMIT, Layer, Model
from gesturekit.sample import DEFAULT_ACCEL_RANGE, DEFAULT_GYRO_RANGE
from tinyspark.dataset.recording import Recording
from tinyspark.dataset.settings import Settings
from tinyspark.learning import front_end, golden_window, inference_twin, quantize
from tinyspark.learning.examples import Source
from tinyspark.learning.front_end import ButtonFront, FrontEnd, Take
from tinyspark.learning.quantize import Normalization
from tinyspark.learning.scoring import NOTHING, vote
from tinyspark.nn.loss import softmax
from tinyspark.nn.network import Network, build
from tinyspark.nn.train import Examples, Plan, train

LABEL_SMOOTHING = 0.1
THRESHOLD = 102  # of 255: 40 %; right answers to held-out gestures are rarely below
REPEATS = 2


@dataclass(frozen=True)
class Shape:
    """What the network looks like and how long it trains."""

    hidden: int
    activation: str
    epochs: int
    bias: bool = True
    learning_rate: float = 0.01
    decay: float = 0.0

    @property
    def plan(self) -> Plan:
        """How a network of this shape is trained."""
        return Plan(
            self.epochs,
            learning_rate=self.learning_rate,
            decay=self.decay,
            smoothing=LABEL_SMOOTHING,
        )


@dataclass(frozen=True)
class Material:
    """What networks learn from, and how inputs are made from takes.

    typical: one of the gestures [means, axes]; of takes at a button, their counts.
    """

    source: Source
    normalization: Normalization
    examples: Examples
    typical: np.ndarray


@dataclass(frozen=True)
class Fitted:
    """A float network, the integer model made from it, and what both are fed with."""

    network: Network
    model: Model
    source: Source
    normalization: Normalization

    def predict(self, take: Take) -> tuple[int, int]:
        """Return the label of a take by the float network and by the integer model."""
        pieces = self.source.front.cut(take)
        if not pieces:
            return self._stillness, self._stillness
        vectors = self.source.of_take(take, pieces)
        lengths = [piece.length for piece in pieces]
        logits = self.network.forward(self.normalization.inputs(vectors))
        sums = inference_twin.sums(self.model, vectors)
        levels = inference_twin.levels(self.model.layers[-1], sums)
        return (
            vote(softmax(logits), logits.argmax(axis=1), lengths),
            vote(levels, sums.argmax(axis=1), lengths),
        )

    @property
    def _stillness(self) -> int:
        return NOTHING if self.model.idle == NO_LABEL else int(self.model.idle)


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
    takes: Sequence[Take], labels: Sequence[str], settings: Settings, shape: Shape, seed: int
) -> Fitted:
    """Train on takes; everything drawn at random comes from seed."""
    generator = np.random.default_rng(seed)
    material = learn_from(takes, labels, settings, generator)
    sizes = [material.examples.inputs.shape[1], shape.hidden, len(labels)]
    network = build(sizes, shape.activation, generator, bias=shape.bias)
    train(network, material.examples, shape.plan, generator)
    return join(network, material, labels, settings)


def join(
    network: Network, material: Material, labels: Sequence[str], settings: Settings
) -> Fitted:
    """Quantize a network that learned from this material; return it with all a board needs."""
    source, normalization = material.source, material.normalization
    layers = quantize.layers(network, material.examples.inputs, normalization.unit)
    model = _model(source.front, normalization, layers, labels, settings)
    model = golden_window.add(model, material.typical)
    return Fitted(network, model, source, normalization)


def learn_from(
    takes: Sequence[Take],
    labels: Sequence[str],
    settings: Settings,
    generator: np.random.Generator,
) -> Material:
    """Choose gates and normalization by these takes; make examples of them and of variations."""
    front = _front(takes, labels, settings)
    source = Source(front, settings.axes)
    vectors, numbers = source.training_set(takes, generator)
    normalization = _normalization(vectors, front)
    targets = np.eye(len(labels), dtype=np.float32)[numbers]
    examples = Examples(normalization.inputs(vectors), targets)
    return Material(source, normalization, examples, source.typical(takes))


def _front(
    takes: Sequence[Take], labels: Sequence[str], settings: Settings
) -> FrontEnd | ButtonFront:
    if settings.continuous:
        return front_end.choose(takes, labels, settings.rate, front_end.floor(settings.axes))
    return ButtonFront(len(takes[0].samples))


def _normalization(vectors: np.ndarray, front: FrontEnd | ButtonFront) -> Normalization:
    if isinstance(front, ButtonFront):
        return quantize.course(vectors.shape[1])
    return quantize.standard(vectors)


def _model(
    front: FrontEnd | ButtonFront,
    normalization: Normalization,
    layers: list[Layer],
    labels: Sequence[str],
    settings: Settings,
) -> Model:
    """Join everything a board needs; provenance is filled in by training.py."""
    stream = isinstance(front, FrontEnd)
    number = features.GESTURE if stream else features.RAW
    times = ("average", "window", "hop", "lag", "quiet", "least", "gate", "peak", "holdoff")
    return Model(
        sensor=settings.sensor,
        axes=settings.axes,
        rate=settings.rate,
        accel_range=settings.accel_range or DEFAULT_ACCEL_RANGE,
        gyro_range=settings.gyro_range or DEFAULT_GYRO_RANGE,
        trigger="stream" if stream else "button",
        take=0 if isinstance(front, FrontEnd) else front.length,
        **{name: getattr(front, name, 0) for name in times},
        repeats=REPEATS,
        idle=front.idle,
        unknown=NO_LABEL,
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
        labels=tuple(labels),
        thresholds=array.array("B", [THRESHOLD] * len(labels)),
        limits=array.array("H", [NO_LIMIT] * len(labels)),
        prototypes=array.array("B"),
        golden=None,
    )
