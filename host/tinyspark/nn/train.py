"""The training loop: epochs of shuffled batches, everything random from one generator."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from tinyspark.nn.errors import DivergenceError, TrainingError
from tinyspark.nn.loss import Loss, SoftmaxCrossEntropy, smooth
from tinyspark.nn.network import Network
from tinyspark.nn.optim import Adam, Optimizer, Rate
from tinyspark.nn.schedules import Schedule, one_cycle
from tinyspark.nn.threads import one_thread

Watch = Callable[[int, Network], bool | None]


@dataclass(frozen=True)
class Examples:
    """What goes in and what should come out, row by row."""

    inputs: np.ndarray  # [examples, inputs]
    targets: np.ndarray  # [examples, outputs]

    def __len__(self) -> int:
        return len(self.inputs)

    def checked(self, dtype: np.dtype) -> "Examples":
        """Return all rows in numbers of this type; TrainingError for NaN and infinity.

        One number of another type in a step would make numpy compute all of it in float64.
        """
        inputs, targets = np.asarray(self.inputs, dtype), np.asarray(self.targets, dtype)
        if not (np.isfinite(inputs).all() and np.isfinite(targets).all()):
            raise TrainingError(
                "Some of the examples are no numbers (NaN or infinite): nothing can be learned.\n"
                "Look at the recordings with `tinyspark dataset check`."
            )
        return Examples(inputs, targets)

    def shuffled(self, generator: np.random.Generator) -> "Examples":
        """Return all rows in another order."""
        order = generator.permutation(len(self))
        return Examples(self.inputs.take(order, axis=0), self.targets.take(order, axis=0))

    def pieces(self, batch: int) -> Iterator["Examples"]:
        """Yield all rows in pieces of about equal size, none larger than batch."""
        count = -(-len(self) // batch)
        ends = [len(self) * number // count for number in range(count + 1)]
        for first, end in itertools.pairwise(ends):
            yield Examples(self.inputs[first:end], self.targets[first:end])


@dataclass(frozen=True)
class Plan:
    """What to make small, and how. K networks may have K learning rates and decays."""

    epochs: int = 40
    batch: int | None = 64  # examples for one step; None: all of them; 1: one after the other
    learning_rate: Rate = 0.01  # the greatest one
    schedule: Schedule = one_cycle
    loss: Loss = field(default_factory=SoftmaxCrossEntropy)
    optimizer: Callable[[], Optimizer] = Adam
    shuffle: bool = True  # examples into new batches, every epoch
    decay: Rate = 0.0  # each step takes this times the rate off every weight (Loshchilov, 2019)
    smoothing: float = 0.0  # of the targets, see loss.smooth


def train(
    network: Network,
    examples: Examples,
    plan: Plan,
    generator: np.random.Generator | None = None,
    watch: Watch | None = None,
) -> int:
    """Train one network or K at once; return the number of epochs done.

    generator shuffles the examples. watch(epoch, network) is called after every epoch, from 1
    on, and ends the training by returning True. TrainingError when the parameters are numbers no
    more; of K networks, those of all (the others go on, see Network.finite).
    """
    examples = _prepared(network, examples, plan)
    batch = min(plan.batch or len(examples), len(examples))
    shuffle = plan.shuffle and batch < len(examples)
    if shuffle and generator is None:
        raise ValueError("shuffling needs a generator")
    stepper = _Stepper(network, plan, plan.epochs * -(-len(examples) // batch))
    epoch = 0
    with one_thread(), np.errstate(all="ignore"):
        for epoch in range(1, plan.epochs + 1):
            rows = examples.shuffled(generator) if shuffle and generator else examples
            for piece in rows.pieces(batch):
                stepper.step(piece)
            if not network.finite().any():
                raise _diverged(plan, epoch)
            if watch and watch(epoch, network):
                break
    return epoch


class _Stepper:
    """Moves the weights of a network, a step for each batch."""

    def __init__(self, network: Network, plan: Plan, steps: int) -> None:
        self._network = network
        self._loss = plan.loss
        self._schedule = plan.schedule
        self._optimizer = plan.optimizer()
        self._rate = _for_each(plan.learning_rate, network)
        self._decay = _for_each(plan.decay, network)
        self._weights = network.are_weights() if np.any(plan.decay) else None
        self._steps = steps
        self._done = 0

    def step(self, examples: Examples) -> None:
        network = self._network
        outputs = network.forward(examples.inputs, training=True)
        network.backward(self._loss.gradient(outputs, examples.targets))
        rate = self._rate * self._schedule(self._done / self._steps)
        if self._weights is not None:
            network.parameters -= rate * self._decay * self._weights * network.parameters
        self._optimizer.step(network.parameters, network.gradients, rate)
        self._done += 1


def _prepared(network: Network, examples: Examples, plan: Plan) -> Examples:
    """Return checked examples with smoothed targets; TrainingError when there are none."""
    if not len(examples):
        raise TrainingError("There are no examples to train on.\nRecord some gestures first.")
    examples = examples.checked(network.parameters.dtype)
    if not plan.smoothing:
        return examples
    return Examples(examples.inputs, smooth(examples.targets, plan.smoothing))


def _for_each(value: Rate, network: Network) -> Rate:
    """Return one number, or one for each of K networks [K, 1], as the network counts."""
    if np.ndim(value) == 0:
        return float(value)
    return np.asarray(value, network.parameters.dtype).reshape(-1, 1)


def _diverged(plan: Plan, epoch: int) -> DivergenceError:
    """Return what happened, and what helps: of K networks, what helps the wildest."""
    rates, decays = map(np.ravel, np.broadcast_arrays(plan.learning_rate, plan.decay))
    wildest = np.argmax(rates * np.maximum(decays, 1))
    rate, decay = rates[wildest], decays[wildest]
    said = f"Training diverged in epoch {epoch}: the weights grew until they were numbers no more."
    if rate * decay > 1:
        return DivergenceError(
            f"{said}\nA learning rate of {rate:g} with a decay of {decay:g} takes more off every "
            f"weight than it has: take a decay below {1 / rate:g}."
        )
    return DivergenceError(
        f"{said}\nTake a smaller learning rate than {rate:g} (a tenth), inputs of about -1 to 1, "
        "or smaller start weights."
    )
