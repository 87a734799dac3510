"""The network that tells gestures from all else: its loss, and that the first one stays itself."""

import numpy as np
import pytest

from tinyspark.learning import familiarity
from tinyspark.learning.familiarity import AgainstOthers
from tinyspark.learning.recipe import LABEL_SMOOTHING, Recipe
from tinyspark.nn import gradient_check
from tinyspark.nn.layers import softmax
from tinyspark.nn.network import Network, build
from tinyspark.nn.train import Examples

RECIPE = Recipe(hidden=6, activation="relu", epochs=300)


def rivals(logits: np.ndarray) -> np.ndarray:
    return np.log(np.exp(logits).sum(axis=1, keepdims=True))


@pytest.mark.parametrize("mean", [True, False])
def test_its_gradient_is_the_numeric_one(mean: bool) -> None:
    generator = np.random.default_rng(1)
    network = build([4, 5, 1], "sigmoid", generator, dtype=np.float64)
    targets = np.hstack([generator.random((7, 1)), generator.normal(0, 3, (7, 1))])
    examples = Examples(generator.normal(size=(7, 4)), targets)
    assert gradient_check.check(network, examples, AgainstOthers(mean)) < 1e-7


def test_its_value_is_the_cross_entropy_of_one_output_of_a_softmax() -> None:
    generator = np.random.default_rng(2)
    logits, output, wanted = (generator.normal(size=(9, n)) for n in (3, 1, 1))
    share = softmax(np.hstack([logits, output]))[:, -1:]
    wanted = 1 / (1 + np.exp(wanted))
    expected = -wanted * np.log(share) - (1 - wanted) * np.log(1 - share)
    found = AgainstOthers().costs(output, np.hstack([wanted, rivals(logits)]))
    np.testing.assert_allclose(found, expected)


@pytest.fixture(scope="module")
def examples() -> Examples:
    """Two labels left and right, and the unknown above them."""
    generator = np.random.default_rng(3)
    labels = np.arange(120) % 3
    middles = np.array([[-2, 0, 0], [2, 0, 0], [0, 4, 0]])
    inputs = middles[labels] + generator.normal(0, 0.5, (120, 3))
    return Examples(inputs.astype(np.float32), np.eye(3, dtype=np.float32)[labels])


@pytest.fixture(scope="module", params=[True, False], ids=["bias", "no bias"])
def pair(request: pytest.FixtureRequest, examples: Examples) -> tuple[Network, Network]:
    """Return a network of two labels before and after."""
    generator = np.random.default_rng(4)
    before = build([3, 6, 2], "relu", generator, bias=request.param)
    kept = before.parameters.copy()
    after = familiarity.add(before, examples, RECIPE, generator)
    np.testing.assert_array_equal(before.parameters, kept)
    return before, after


def test_the_first_network_is_in_the_second_bit_for_bit(
    pair: tuple[Network, Network], examples: Examples
) -> None:
    before, after = pair
    assert [dense.weights.shape for dense in after.dense] == [(3, 6 + familiarity.HIDDEN), (14, 3)]
    (hidden, outputs), (first, last) = before.dense, after.dense
    np.testing.assert_array_equal(first.weights[:, :6], hidden.weights)
    np.testing.assert_array_equal(last.weights[:6, :2], outputs.weights)
    assert not last.weights[6:, :2].any() and not last.weights[:6, 2:].any()
    for joined, alone in ((first.bias[:, :6], hidden.bias), (last.bias[:, :2], outputs.bias)):
        np.testing.assert_array_equal(joined, np.zeros_like(joined) if alone is None else alone)
    np.testing.assert_allclose(
        after.forward(examples.inputs)[:, :2], before.forward(examples.inputs), atol=1e-5
    )


def test_the_second_knows_the_unknown_and_is_never_quite_sure(
    pair: tuple[Network, Network], examples: Examples
) -> None:
    unknown = examples.targets[:, 2] == 1
    share = softmax(pair[1].forward(examples.inputs))[:, 2]
    assert ((share > 0.5) == unknown).all()
    assert share[unknown].mean() == pytest.approx(1 - LABEL_SMOOTHING / 2, abs=0.012)
    assert share[~unknown].mean() == pytest.approx(LABEL_SMOOTHING / 2, abs=0.012)
