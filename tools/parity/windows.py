"""Where windows come from: recordings as training cuts them and anywhere, chance, extremes."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from gesturekit.features import MAX_SAMPLES
from gesturekit.model_format import Model
from gesturekit.sample import PROXIMITY_MAX, UDPS_PER_COUNT, UG_PER_COUNT
from parity.cases import Block
from parity.material import Material
from tinyspark.learning import front_end
from tinyspark.learning.front_end import FrontEnd

LOW, HIGH = -32768, 32767
BLOCK = 32  # windows of one length for one model
LENGTHS = (4, 60)  # of most windows; gestures of 0.15 to 2.3 s in means
FEW = 40  # one block in so many has a length of 1 to MAX_SAMPLES
EDGES = (1, 2, 3, 15, 16, 17, 31, 32, 33, 39, 64, 255, 256, 1023, 1024)
SPREADS = (1, 50, 3000, 60000)


def cut(number: int, model: Model, material: Material) -> Iterator[Block]:
    """Yield the windows that training cuts out of recordings, for the model it makes of them."""
    name = f"{material.name}: as trained on"
    if model.trigger == "button":
        yield Block(name, number, np.array([each.T for each in material.recordings]))
        return
    front = FrontEnd(**{each: getattr(model, each) for each in FrontEnd.__dataclass_fields__})
    pieces: dict[int, list[np.ndarray]] = {}
    for samples in material.recordings:
        values = means(samples, model)
        moved = front_end.movement(values, model.lag // model.average)
        for piece in front.cut(front_end.Take(values, moved, 0)):
            part = values[piece.begin : piece.end]
            pieces.setdefault(len(part), []).append(part.T)
    for _, parts in sorted(pieces.items()):
        yield Block(name, number, np.array(parts))


def means(samples: np.ndarray, model: Model) -> np.ndarray:
    """Return what a stream makes of a recording and the stillness around it."""
    return front_end.means(front_end.padded(samples, model), model.average)


class Drawn:
    """Windows drawn by chance, in blocks, from a seed."""

    def __init__(self, models: Sequence[Model], seed: int) -> None:
        self._models = models
        self.generator = np.random.default_rng(seed)

    def anywhere(self, material: Material, model: Model, count: int) -> Iterator[Block]:
        """Yield parts of recordings, of means and of samples, in any range of the sensors."""
        name = f"{material.name}: anywhere"
        axes = material.settings.axes
        rows = [np.concatenate([means(each, model) for each in material.recordings])]
        rows.append(np.concatenate(material.recordings))
        for block in range(0, count, BLOCK):
            number = self._one_of(lambda other: set(other.axes) <= set(axes), model)
            columns = [axes.index(axis) for axis in self._models[number].axes]
            row = _in_range(rows[block // BLOCK % 2], axes, self.generator)[:, columns]
            length = min(self._length(number), len(row))
            starts = self.generator.integers(0, len(row) - length + 1, min(BLOCK, count - block))
            yield Block(name, number, np.array([row[at : at + length].T for at in starts]))

    def chance(self, count: int) -> Iterator[Block]:
        """Yield noise and random walks of any strength, some of it beyond what counts can be."""
        for block in range(0, count, BLOCK):
            number = self._one_of(lambda model: model.sensor == "imu")
            axes = len(self._models[number].axes)
            spread = int(self.generator.choice(SPREADS))
            shape = min(BLOCK, count - block), axes, self._length(number)
            values = self.generator.integers(-spread, spread + 1, shape)
            if self.generator.integers(2):
                values = values.cumsum(axis=2)
            yield Block("chance", number, np.clip(values, LOW, HIGH))

    def extremes(self, models: int) -> Iterator[Block]:
        """Yield patterns of the least and greatest counts at all lengths that are special."""
        for number in range(models):
            model = self._models[number % len(self._models)]
            if model.sensor == "imu":
                for length in EDGES:
                    patterns = _patterns(length)
                    shape = len(patterns) // 2, len(model.axes)
                    mixed = patterns[self.generator.integers(0, len(patterns), shape)]
                    alike = np.repeat(patterns[:, None], len(model.axes), axis=1)
                    yield Block("extremes", number, np.concatenate([alike, mixed]))

    def takes(self, count: int) -> Iterator[Block]:
        """Yield takes of the proximity sensor and of the buttons, extreme ones among them."""
        for block in range(0, count, BLOCK):
            number = self._one_of(lambda model: model.trigger == "button")
            least, most = (0, 1) if self._models[number].sensor == "buttons" else (LOW, HIGH)
            if most == HIGH and self.generator.integers(4):
                least, most = 0, PROXIMITY_MAX
            shape = min(BLOCK, count - block), len(self._models[number].axes), self._length(number)
            yield Block("takes by chance", number, self.generator.integers(least, most + 1, shape))

    def _length(self, number: int) -> int:
        if self._models[number].trigger == "button":
            return int(self._models[number].take)
        if not self.generator.integers(FEW):
            return int(self.generator.integers(1, MAX_SAMPLES + 1))
        return int(self.generator.integers(*LENGTHS))

    def _one_of(self, wanted: Callable[[Model], bool], favorite: Model | None = None) -> int:
        """Return the number of a model; every second time the favorite."""
        found = [at for at, model in enumerate(self._models) if wanted(model)]
        if favorite is not None and self.generator.integers(2):
            found = [at for at in found if self._models[at] is favorite]
        return int(self.generator.choice(found))


def _in_range(
    values: np.ndarray, axes: Sequence[str], generator: np.random.Generator
) -> np.ndarray:
    """Return what the counts would be with other ranges of the sensors: held at their limits."""
    if axes[0] not in ("ax", "ay", "az", "gx", "gy", "gz"):
        return values
    accel = UG_PER_COUNT[8] / UG_PER_COUNT[int(generator.choice(list(UG_PER_COUNT)))]
    gyro = UDPS_PER_COUNT[2000] / UDPS_PER_COUNT[int(generator.choice(list(UDPS_PER_COUNT)))]
    factors = [accel if axis[0] == "a" else gyro for axis in axes]
    return np.clip(np.round(values * factors), LOW, HIGH).astype(np.int16)


def _patterns(length: int) -> np.ndarray:
    """Return int [patterns, length]."""
    at = np.arange(length)
    middle = length // 2
    return np.array(
        [
            np.full(length, LOW),
            np.full(length, HIGH),
            np.full(length, -1),
            np.where(at % 2, LOW, HIGH),
            np.where(at % 2, HIGH, LOW),
            np.where(at // 2 % 2, LOW, HIGH),
            np.where(at < middle, LOW, HIGH),
            np.where(at < middle, HIGH, LOW),
            np.where(at == middle, HIGH, LOW),
            np.where(at == middle, LOW, HIGH),
            np.where(at == length - 1, HIGH, LOW),
            np.where(at % 16, 0, HIGH),
            LOW + at * 65535 // max(1, length - 1),
            HIGH - at * 65535 // max(1, length - 1),
        ]
    )
