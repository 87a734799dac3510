"""The race: every optimizer, ten step sizes, twenty starts; who is down first?

Knows the methods that numpy alone can do, and how they are timed; curvature.py adds the others.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from tinyspark.lessons import staircase
from tinyspark.lessons.plain import plain
from tinyspark.lessons.story import Story
from tinyspark.nn import optim, schedules
from tinyspark.nn.network import Network, stack
from tinyspark.nn.train import train

HIDDEN = 4
STARTS = 20
EPOCHS = 1000
GOAL = 0.05  # mean error
STEPS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)


@dataclass(frozen=True)
class Method:
    """A way down: how one step follows the slope, and what the slope is taken of."""

    name: str
    optimizer: Callable[[], optim.Optimizer] = optim.SGD
    schedule: schedules.Schedule = schedules.constant
    batch: int | None = None


METHODS = (
    Method("plain (full batch)"),
    Method("annealing", schedule=schedules.annealing),
    Method("SGD, one by one", batch=1),
    Method("momentum", optim.Momentum),
    Method("Nesterov", optim.Nesterov),
    Method("AdaGrad", optim.AdaGrad),
    Method("AdaDelta", optim.AdaDelta),
    Method("RMSProp", optim.RMSProp),
    Method("Adam", optim.Adam),
)


@dataclass(frozen=True)
class Result:
    """How a method did with its best step; epochs to GOAL are infinite for starts that fail."""

    name: str
    needed: np.ndarray  # [starts]
    final: float  # median error in the end
    step: float | None = None
    steps_that_work: int | None = None  # of STEPS: at least half of the starts reach GOAL
    epochs: tuple[int, ...] = ()
    curve: tuple[float, ...] = ()  # median error after these epochs

    @property
    def median(self) -> float:
        return float(np.median(self.needed))

    @property
    def arrived(self) -> float:
        """The share of the starts that reach GOAL."""
        return float(np.isfinite(self.needed).mean())


def race(method: Method) -> Result:
    """Train with all STEPS from all starts at once; return the step that was down first."""
    networks = stack([staircase.network(HIDDEN, seed) for _ in STEPS for seed in seeds()])
    needed = np.full(networks.count or 0, np.inf)
    noted = set(np.geomspace(1, EPOCHS, 60).astype(int).tolist())
    curves: dict[int, np.ndarray] = {}

    def watch(epoch: int, network: Network) -> None:
        error = staircase.error(network.forward(staircase.EXAMPLES.inputs))
        needed[np.isinf(needed) & (error < GOAL)] = epoch
        if epoch in noted:
            curves[epoch] = error

    plan = replace(
        plain(EPOCHS, 1.0, method.batch),
        learning_rate=np.repeat(STEPS, STARTS),
        optimizer=method.optimizer,
        schedule=method.schedule,
        shuffle=True,
    )
    train(networks, staircase.EXAMPLES, plan, np.random.default_rng(1), watch)
    by_step = needed.reshape(len(STEPS), STARTS)
    best = int(np.median(by_step, axis=1).argmin())
    medians = np.median(np.array(list(curves.values())).reshape(-1, len(STEPS), STARTS), axis=2)
    return Result(
        method.name,
        by_step[best],
        float(medians[-1, best]),
        STEPS[best],
        int((np.isfinite(by_step).mean(axis=1) >= 0.5).sum()),
        tuple(curves),
        tuple(medians[:, best].tolist()),
    )


def seeds() -> range:
    """Return the seeds of the starts; the course's is among them."""
    return range(1, STARTS + 1)


def run(story: Story) -> list[Result]:
    """Let all methods race."""
    results = []
    for place, method in enumerate(METHODS):
        story.progress(f"{len(STEPS) * STARTS} networks: {method.name}", place / len(METHODS))
        results.append(race(method))
    return results
