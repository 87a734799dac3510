"""backward() against gradients found by trying, for every layer, activation and loss."""

import numpy as np
import pytest

from tinyspark.nn import gradient_check
from tinyspark.nn.dropout import DropConnect, Dropout
from tinyspark.nn.errors import TrainingError
from tinyspark.nn.layers import ACTIVATIONS, BinaryStep, Dense, Layer, Softmax
from tinyspark.nn.loss import Loss, SigmoidCrossEntropy, SoftmaxCrossEntropy, SquaredError, softmax
from tinyspark.nn.network import Network, build, stack
from tinyspark.nn.train import Examples, Plan, train

LOSSES = [
    kind(mean)
    for kind in (SquaredError, SoftmaxCrossEntropy, SigmoidCrossEntropy)
    for mean in (True, False)
]
SMOOTH = [name for name in ACTIVATIONS if name != "step"]
CLOSE = 1e-7


def examples(seed: int = 1) -> Examples:
    generator = np.random.default_rng(seed)
    return Examples(generator.normal(size=(7, 4)), softmax(generator.normal(size=(7, 3))))


def network(activation: str, *, bias: bool = True, seed: int = 3, hidden: int = 5) -> Network:
    generator = np.random.default_rng(seed)
    return build([4, hidden, 6, 3], activation, generator, bias=bias, dtype=np.float64)


@pytest.mark.parametrize("activation", SMOOTH)
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_gradients_are_the_numeric_ones(activation: str, bias: bool, loss: Loss) -> None:
    assert gradient_check.check(network(activation, bias=bias), examples(), loss) < CLOSE


@pytest.mark.parametrize("activation", [*(ACTIVATIONS[name]() for name in SMOOTH), Softmax(-2)])
def test_gradients_of_an_activation_at_the_outputs(activation: Layer) -> None:
    small = Network([*network("tanh").layers, activation])
    assert gradient_check.check(small, examples(), SquaredError()) < CLOSE


@pytest.mark.parametrize("kind", ["dropout", "dropconnect"])
def test_gradients_with_the_same_parts_left_out(kind: str) -> None:
    """The mask of a training pass is drawn anew; seeded alike, each pass leaves out the same."""

    class Again:
        def random(self, shape: tuple[int, ...], dtype: type) -> np.ndarray:
            return np.random.default_rng(5).random(shape, dtype=dtype)

    class Training(Network):
        def forward(self, inputs: np.ndarray, training: bool = True) -> np.ndarray:
            return super().forward(inputs, training=True)

    layers = network("sigmoid").layers
    if kind == "dropout":
        layers.insert(2, Dropout(0.4, Again()))
    else:
        layers[2] = DropConnect(layers[2].weights, layers[2].bias, 0.4, Again())
    assert gradient_check.check(Training(layers), examples(), SquaredError()) < CLOSE


@pytest.mark.parametrize("kind", ["dropout", "dropconnect"])
def test_nothing_is_left_out_when_training_is_over(kind: str) -> None:
    layers = network("sigmoid").layers
    if kind == "dropout":
        layers.insert(2, Dropout(0.4, np.random.default_rng(5)))
    else:
        layers[2] = DropConnect(layers[2].weights, layers[2].bias, 0.4, np.random.default_rng(5))
    trained, all_rows = Network(layers), examples()
    train(trained, all_rows, Plan(3, None))
    fewer = Examples(all_rows.inputs[:4], all_rows.targets[:4])
    assert gradient_check.check(trained, fewer, SquaredError()) < CLOSE


def test_a_gradient_of_zero_is_right() -> None:
    still = Examples(np.zeros((2, 4)), np.zeros((2, 3)))
    assert gradient_check.check(network("tanh", bias=False), still, SquaredError()) == 0


@pytest.mark.parametrize("loss", LOSSES, ids=str)
def test_gradients_of_networks_side_by_side(loss: Loss) -> None:
    several = stack([network("tanh", seed=seed) for seed in range(4)])
    assert gradient_check.check(several, examples(), loss) < CLOSE


def test_a_wrong_rule_is_found() -> None:
    class Wrong(Dense):
        def backward(self, gradient: np.ndarray) -> np.ndarray:
            return super().backward(gradient) * self.inputs

    layers = network("tanh").layers
    layers[2] = Wrong(layers[2].weights, layers[2].bias)
    assert gradient_check.check(Network(layers), examples(), SquaredError()) > 0.1


def test_nothing_is_learned_through_a_binary_step() -> None:
    stepped = Network([*network("tanh").layers, BinaryStep()])
    outputs = stepped.forward(examples().inputs)
    assert set(np.unique(outputs)) <= {0.0, 1.0}
    with pytest.raises(TrainingError, match="flat everywhere"):
        stepped.backward(outputs)
