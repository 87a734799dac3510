"""The training loop: what it learns, what it is given, how it ends."""

import dataclasses

import numpy as np
import pytest

from tinyspark.nn.errors import TrainingError
from tinyspark.nn.layers import Dense
from tinyspark.nn.loss import SoftmaxCrossEntropy, SquaredError
from tinyspark.nn.network import Network, build, stack
from tinyspark.nn.optim import SGD
from tinyspark.nn.schedules import constant
from tinyspark.nn.train import Examples, Plan, train
from tinyspark.nn.watch import EarlyStopping

PLAIN = Plan(1, None, 1.0, constant, SquaredError(mean=False), SGD)


def crosswise(seed: int, count: int = 400) -> tuple[Examples, np.ndarray]:
    """Points whose label is whether both coordinates have the same sign: not linear."""
    points = np.random.default_rng(seed).uniform(-1, 1, (count, 2)).astype(np.float32)
    labels = (points[:, 0] * points[:, 1] > 0).astype(int)
    return Examples(points, np.eye(2, dtype=np.float32)[labels]), labels


def trained(plan: Plan, seed: int = 5) -> Network:
    network = build([2, 8, 2], "relu", np.random.default_rng(seed))
    train(network, crosswise(seed)[0], plan, np.random.default_rng(seed))
    return network


def test_the_worked_example_of_the_course() -> None:
    """Inputs 0.1 0.8, weights 0.3 0.9, target 0.4, step 1."""
    network = Network([Dense(np.array([[0.3], [0.9]]))])
    examples = Examples(np.array([[0.1, 0.8]]), np.array([[0.4]]))
    assert network.forward(examples.inputs).item() == pytest.approx(0.75)
    train(network, examples, PLAIN)
    np.testing.assert_allclose(network.parameters, [0.265, 0.62])
    assert network.forward(examples.inputs).item() == pytest.approx(0.5225)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_what_is_not_linear_is_learned(seed: int, activation: str) -> None:
    generator = np.random.default_rng(seed)
    examples, labels = crosswise(seed)
    network = build([2, 16, 2], activation, generator)
    plan = Plan(epochs=100, learning_rate=0.03)
    assert train(network, examples, plan, generator) == 100
    assert (network.forward(examples.inputs).argmax(axis=1) == labels).mean() > 0.95
    assert network.parameters.dtype == np.float32


def test_the_same_seed_gives_the_same_weights() -> None:
    first, again, other = (trained(Plan(epochs=3), seed).parameters for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_order_does_not_matter_to_a_full_batch() -> None:
    examples = crosswise(1)[0]
    turned = Examples(examples.inputs[::-1], examples.targets[::-1])
    plan = dataclasses.replace(PLAIN, epochs=5, learning_rate=0.001)
    networks = [
        build([2, 8, 2], "tanh", np.random.default_rng(1), dtype=np.float64) for _ in range(2)
    ]
    for network, order in zip(networks, (examples, turned), strict=True):
        train(network, order, plan)
    np.testing.assert_allclose(networks[0].parameters, networks[1].parameters, rtol=1e-12)


def test_more_decay_makes_smaller_weights() -> None:
    sizes = [np.abs(trained(Plan(decay=decay)).dense[0].weights).sum() for decay in (0, 1, 10)]
    assert sizes[0] > sizes[1] > sizes[2]


def test_decay_leaves_biases_alone() -> None:
    network = build([2, 3, 2], "relu", np.random.default_rng(1))
    network.parameters[:] = 1
    still = Examples(np.zeros((4, 2)), np.zeros((4, 2)))
    zero = dataclasses.replace(PLAIN, loss=_FlatError(), decay=0.5)
    train(network, still, zero)
    for dense in network.dense:
        assert (dense.weights == 0.5).all()
        assert (dense.bias == 1).all()


class _FlatError(SquaredError):
    """A loss without a slope."""

    def slopes(self, outputs: np.ndarray, targets: np.ndarray) -> np.ndarray:
        return np.zeros_like(outputs)


@pytest.mark.parametrize(("batch", "steps"), [(None, 1), (400, 1), (1000, 1), (64, 7), (1, 400)])
def test_batches(batch: int | None, steps: int) -> None:
    counted = []

    class Counting(SGD):
        def step(self, parameters: np.ndarray, gradients: np.ndarray, rate: float) -> None:
            counted.append(rate)

    plan = Plan(epochs=2, batch=batch, optimizer=Counting)
    train(
        build([2, 4, 2], "relu", np.random.default_rng(1)),
        crosswise(1)[0],
        plan,
        np.random.default_rng(1),
    )
    assert len(counted) == 2 * steps


def test_batches_hold_every_example_once() -> None:
    examples = crosswise(1, count=100)[0]
    pieces = list(examples.shuffled(np.random.default_rng(2)).pieces(32))
    assert [len(piece) for piece in pieces] == [25, 25, 25, 25]
    rows = np.concatenate([piece.inputs for piece in pieces])
    assert not np.array_equal(rows, examples.inputs)
    np.testing.assert_array_equal(np.sort(rows, axis=0), np.sort(examples.inputs, axis=0))


def test_shuffling_needs_a_generator() -> None:
    with pytest.raises(ValueError, match="generator"):
        train(build([2, 2], "relu", np.random.default_rng(1)), crosswise(1)[0], Plan(batch=8))


def test_a_watch_ends_the_training() -> None:
    epochs = []
    network = build([2, 2], "relu", np.random.default_rng(1))
    done = train(
        network,
        crosswise(1)[0],
        Plan(batch=None),
        watch=lambda epoch, _: epochs.append(epoch) or epoch == 7,
    )
    assert done == 7
    assert epochs == list(range(1, 8))


def test_early_stopping_keeps_the_best_weights() -> None:
    generator = np.random.default_rng(1)
    learned, others = crosswise(1, 40)[0], crosswise(2, 400)[0]
    network = build([2, 64, 2], "relu", generator)
    loss = SoftmaxCrossEntropy()
    stopping = EarlyStopping(others, loss, patience=10)
    plan = Plan(epochs=2000, batch=8, learning_rate=0.03, schedule=constant)
    done = train(network, learned, plan, generator, stopping)
    assert done == stopping.best_epoch + 10 < 2000
    last = loss.value(network.forward(others.inputs), others.targets)
    stopping.restore(network)
    best = loss.value(network.forward(others.inputs), others.targets)
    assert best == stopping.best_loss < last


def test_early_stopping_begins_anew_with_every_training() -> None:
    examples, loss = crosswise(1, 40)[0], SoftmaxCrossEntropy()
    stopping = EarlyStopping(examples, loss, patience=5)
    for seed, rate in ((1, 0.03), (2, 1e-6)):
        network = build([2, 4, 2], "relu", np.random.default_rng(seed))
        train(network, examples, Plan(20, None, rate), watch=stopping)
        stopping.restore(network)
        assert loss.value(network.forward(examples.inputs), examples.targets) == stopping.best_loss


def test_early_stopping_keeps_the_best_of_each_network() -> None:
    """The first one diverges slowly, so its first epoch is the best; the other learns on."""
    examples, loss = crosswise(1, 40)[0], SquaredError()
    networks = stack([build([2, 4, 2], "relu", np.random.default_rng(1)) for _ in range(2)])
    stopping = EarlyStopping(examples, loss, patience=5)
    plan = Plan(20, None, np.array([5.0, 0.1]), constant, loss, SGD)
    assert train(networks, examples, plan, watch=stopping) == 20
    assert stopping.best_epoch.tolist() == [1, 20]
    stopping.restore(networks)
    values = loss.value(networks.forward(examples.inputs), examples.targets)
    assert np.array_equal(values, stopping.best_loss)


@pytest.mark.filterwarnings("error")
def test_divergence_is_explained() -> None:
    network = build([2, 8, 2], "relu", np.random.default_rng(1))
    plan = Plan(
        epochs=500,
        batch=None,
        learning_rate=1e6,
        loss=SquaredError(),
        optimizer=SGD,
        schedule=constant,
    )
    with pytest.raises(TrainingError, match=r"diverged in epoch \d+.*\n.*smaller learning rate"):
        train(network, crosswise(1)[0], plan)


def test_a_decay_that_takes_more_than_there_is_is_named() -> None:
    network = build([2, 8, 2], "relu", np.random.default_rng(1))
    plan = Plan(epochs=500, batch=None, learning_rate=0.01, decay=1e6, schedule=constant)
    with pytest.raises(TrainingError, match="decay below 100"):
        train(network, crosswise(1)[0], plan)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("place", ["inputs", "targets"])
def test_examples_that_are_no_numbers_are_refused(bad: float, place: str) -> None:
    examples = crosswise(1)[0]
    getattr(examples, place)[3, 1] = bad
    network = build([2, 2], "relu", np.random.default_rng(1))
    before = network.parameters.copy()
    with pytest.raises(TrainingError, match="no numbers"):
        train(network, examples, Plan(batch=None))
    assert np.array_equal(network.parameters, before)


def test_no_examples_are_refused() -> None:
    with pytest.raises(TrainingError, match="no examples"):
        train(build([2, 2], "relu", np.random.default_rng(1)), crosswise(1, 0)[0], Plan())
