"""The training loop: epochs of shuffled batches, everything from one generator."""

from dataclasses import dataclass

import numpy as np

from tinyspark.nn.loss import Loss, SoftmaxCrossEntropy
from tinyspark.nn.network import Network
from tinyspark.nn.optim import Adam, Optimizer


@dataclass(frozen=True)
class Plan:
    """What to make small, and how."""

    epochs: int = 40
    batch: int = 64
    learning_rate: float = 0.01  # the greatest; it rises over a fifth of the way, then falls to 0
    loss: type[Loss] = SoftmaxCrossEntropy
    optimizer: type[Optimizer] = Adam


def train(
    network: Network,
    inputs: np.ndarray,
    targets: np.ndarray,
    plan: Plan,
    generator: np.random.Generator,
) -> None:
    """Train network on inputs [examples, features] and targets [examples, outputs]."""
    loss, optimizer = plan.loss(), plan.optimizer()
    batches = -(-len(inputs) // plan.batch)
    step = 0
    for _ in range(plan.epochs):
        order = generator.permutation(len(inputs))
        for chosen in np.array_split(order, batches):
            outputs = network.forward(inputs[chosen])
            network.backward(loss.gradient(outputs, targets[chosen]))
            rate = learning_rate(plan, step / (plan.epochs * batches))
            optimizer.step(network.layers, rate)
            step += 1


def learning_rate(plan: Plan, done: float) -> float:
    """Return the learning rate when a share `done` (0..1) of all steps is behind."""
    rising = 0.2
    share = done / rising if done < rising else (1 - done) / (1 - rising)
    return plan.learning_rate * max(share, 0.01)
