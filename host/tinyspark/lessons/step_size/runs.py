"""The runs of the lesson on step size: many networks at once, watched after every update.

Knows which runs there are and what is noted; what it means is told in __init__.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tinyspark.lessons import staircase, start
from tinyspark.lessons.plain import plain
from tinyspark.nn.layers import Dense, Sigmoid
from tinyspark.nn.network import Network, stack
from tinyspark.nn.train import Examples, train

STEPS = (0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)
HIDDEN = (4, 32)
UPDATES = 60_000
MARKS = (0, 10_000, 20_000, 30_000, 40_000, 50_000)  # the course printed the error here
COPIED_STEPS = (1.0, 10.0)
COPIES = 8
NUDGE = 1e-15

Progress = Callable[[float], None]


class Watch:
    """Notes the error before chosen updates, and how often each weight turns back.

    A weight turns back when its gradient has another sign than one update before.
    """

    def __init__(self, progress: Progress) -> None:
        self.updates: list[int] = []
        self.errors: list[np.ndarray] = []
        self.turned: list[np.ndarray] = []  # times so far, by all weights together
        self.turns = np.zeros(0, dtype=int)
        self._last = np.zeros(0, dtype=bool)
        self._notable = {*MARKS, *np.geomspace(1, UPDATES - 1, 120).astype(int).tolist()}
        self._progress = progress

    def __call__(self, epoch: int, network: Network) -> None:
        done = epoch - 1  # the outputs are those before this update
        self._count(network.gradients > 0, first=not done)
        if done in self._notable:
            self.updates.append(done)
            self.errors.append(staircase.error(network.layers[-1].outputs))
            self.turned.append(self.turns.sum(axis=-1))
            self._progress(done / UPDATES)

    def _count(self, upward: np.ndarray, first: bool) -> None:
        if first:
            self.turns = np.zeros(upward.shape, dtype=int)
        else:
            self.turns += upward ^ self._last
        self._last = upward


@dataclass(frozen=True)
class Run:
    """One network of many: its step, its size, and what was noted of it."""

    step: float
    hidden: int
    network: Network
    updates: list[int]
    errors: np.ndarray  # before these updates
    turned: np.ndarray  # how often, all weights together, until then
    turns: list[np.ndarray]  # of each weight in the end, layer by layer, [inputs, outputs]

    @property
    def marked(self) -> list[float]:
        """The errors before the updates of MARKS."""
        return [float(self.errors[self.updates.index(mark)]) for mark in MARKS]


def together(progress: Progress) -> tuple[list[Run], list[Run]]:
    """Train a network for every step and size, and copies of some, all at once.

    Returns the runs of the course's table, and those of the copies: their start weights differ
    from the course's in the 16th digit.
    """
    plans = [(step, hidden) for hidden in HIDDEN for step in STEPS]
    copies = [(step, HIDDEN[-1]) for step in COPIED_STEPS for _ in range(COPIES)]
    networks = [staircase.network(hidden) for _, hidden in plans]
    networks += _nudged([staircase.network(hidden) for _, hidden in copies])
    watch = Watch(progress)
    batch = stack(networks)
    steps = np.array([step for step, _ in plans + copies])
    plan = replace(plain(UPDATES, 1.0), learning_rate=steps)
    train(batch, staircase.EXAMPLES, plan, watch=watch)
    errors, turned = np.array(watch.errors), np.array(watch.turned)
    runs = [
        Run(
            step,
            hidden,
            batch.alone(number),
            watch.updates,
            errors[:, number],
            turned[:, number],
            _as_weights(watch.turns[number], hidden),
        )
        for number, (step, hidden) in enumerate(plans + copies)
    ]
    return runs[: len(plans)], runs[len(plans) :]


def _nudged(networks: list[Network]) -> list[Network]:
    generator = np.random.default_rng(0)
    for network in networks:
        network.parameters *= 1 + NUDGE * generator.uniform(-1, 1, network.parameters.shape)
    return networks


def one_layer() -> tuple[Network, np.ndarray]:
    """Train the course's smallest network, two inputs and no hidden layer; add its outputs."""
    inputs = np.array([[0.0, 1], [0, 1], [1, 0], [1, 0]])
    examples = Examples(inputs, inputs[:, :1])
    (weights,) = start.weights(1, (2, 1))
    network = Network([Dense(weights), Sigmoid()])
    train(network, examples, plain(10_000, 1.0))
    return network, network.layers[-1].outputs[:, 0]


def _as_weights(turns: np.ndarray, hidden: int) -> list[np.ndarray]:
    """Return counts of the widest network's weights as [3, hidden] and [hidden, 1]."""
    widest = HIDDEN[-1]
    first = turns[: 3 * widest].reshape(3, widest)
    second = turns[3 * widest :].reshape(widest, 1)
    return [first[:, :hidden], second[:hidden]]
