"""Who is measured: our trainer, and scikit-learn and PyTorch where they are installed.

Every contender trains networks of a job and returns what answers for them. The recipe is ours:
small start weights, batches of 64, labels smoothed a little, and Adam with a short memory for
gradients and with steps that are large at first and fall straight to 0. It was found by trying on
these tasks, to need few epochs; the peers are measured with it, too.
"""

import functools
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tinyspark.nn.network import Network, build, stack
from tinyspark.nn.optim import Adam
from tinyspark.nn.schedules import linear
from tinyspark.nn.train import Examples, Plan, train
from training_task import Predict, Task

BATCH = 64
RATE, BETA1, SMOOTHING = 0.035, 0.5, 0.02  # of our recipe
ADAM = functools.partial(Adam, beta1=BETA1)
PEER_RATE = 0.01  # with the larger start weights of the peers


@dataclass(frozen=True)
class Job:
    """Train `count` networks of these sizes; everything random comes from the seed."""

    sizes: tuple[int, ...]
    epochs: int
    seed: int
    count: int = 1


class Contender(NamedTuple):
    name: str
    fit: Callable[[Task, Job], Predict]


def installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def ours(task: Task, job: Job) -> Predict:
    """Our trainer; several networks all at once."""
    plan = Plan(job.epochs, BATCH, RATE, linear, optimizer=ADAM, smoothing=SMOOTHING)
    generator = np.random.default_rng(job.seed)
    networks = [build(job.sizes, "relu", generator) for _ in range(job.count)]
    network: Network = networks[0] if job.count == 1 else stack(networks)
    train(network, Examples(task.inputs, task.targets), plan, generator)
    return lambda inputs: network.forward(inputs).argmax(axis=-1)


OURS = Contender("TinySpark", ours)


def beginners() -> list[Contender]:
    """Return the peers as they are used at first: with their defaults."""
    found = []
    if installed("sklearn"):
        import training_sklearn as sklearn

        found.append(Contender("scikit-learn, defaults", sklearn.fit))
    if installed("torch"):
        import training_torch as torch

        found.append(Contender("PyTorch, as in its tutorial", torch.tutorial))
    return found


def singles() -> list[Contender]:
    """Return who trains one network at a time, well chosen settings."""
    found = []
    if installed("sklearn"):
        import training_sklearn as sklearn

        tuned = functools.partial(sklearn.fit, batch_size=BATCH, learning_rate_init=PEER_RATE)
        found.append(Contender("scikit-learn, batch 64, step 0.01", tuned))
    if installed("torch"):
        import training_torch as torch

        found.append(Contender("PyTorch, batch 64, step 0.01", torch.tuned))
        found.append(Contender("PyTorch, our recipe", torch.by_recipe))
    return [*found, OURS]


def groups() -> list[Contender]:
    """Return who trains many networks at once."""
    found = []
    if installed("torch"):
        import training_torch as torch

        found.append(Contender("PyTorch, vmap, our recipe", torch.mapped))
        found.append(Contender("PyTorch, bmm, our recipe", torch.batched))
    return [*found, OURS]
