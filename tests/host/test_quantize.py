"""Float network -> integer layers: how near they are, and that their numpy twin is exact."""

import array

import numpy as np
import pytest
import small_models
from takes import imu_dataset

from gesturekit import model_format
from gesturekit.inference import Network as BoardNetwork
from gesturekit.model_format import MAX_MULTIPLIER, MAX_SHIFT
from tinyspark.learning import fitting, inference_twin, quantize
from tinyspark.learning.fitted import Fitted
from tinyspark.learning.recipe import MOVEMENT
from tinyspark.learning.task import Task
from tinyspark.nn.network import build

pytestmark = pytest.mark.usefixtures("few_copies")


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Fitted:
    dataset = imu_dataset(tmp_path_factory.mktemp("data") / "takes")
    takes = fitting.prepare(dataset.recordings, dataset.labels, dataset.settings)
    return fitting.fit(takes, Task(tuple(dataset.labels), dataset.settings), MOVEMENT, seed=1)


def vectors(fitted: Fitted, count: int) -> np.ndarray:
    """Feature vectors around those the network was trained on, some far outside."""
    generator = np.random.default_rng(4)
    spread = generator.choice([50, 500, 5000], (count, 1))
    noise = generator.normal(0, 1, (count, len(fitted.model.centers))) * spread
    return np.clip(np.array(fitted.model.centers) + noise, -32768, 32767).astype(np.int64)


def test_the_twin_is_the_board(fitted: Fitted) -> None:
    network = BoardNetwork(fitted.model)
    tested = vectors(fitted, 300)
    expected = inference_twin.confidences(fitted.model, tested)
    for vector, row in zip(tested, expected, strict=True):
        best = network.run(array.array("h", vector.tolist()))
        assert list(network.confidences) == row.tolist()
        assert row[best] == row.max()


@pytest.mark.parametrize("last", ["linear", "relu", "sigmoid", "tanh", "step", "softmax"])
@pytest.mark.parametrize("hidden", ["linear", "relu", "sigmoid", "tanh", "step"])
def test_the_twin_knows_every_activation(hidden: str, last: str) -> None:
    generator = np.random.default_rng(7)
    model = small_models.proximity()
    network = build([3, 5, 2], (hidden, last), generator)
    network.parameters[:] = generator.normal(0, 1, network.parameters.shape)
    spread = generator.choice([100, 3000, 30000], (60, 1))
    tested = generator.normal(0, spread, (60, 3)).clip(-32768, 32767).astype(np.int64)
    inputs = np.clip(tested / 800, -1, 1)
    model = model._replace(layers=quantize.layers(network, inputs, 1 / 100, outputs=last))
    loaded = model_format.load(model_format.dump(model))
    board = BoardNetwork(loaded)
    expected = inference_twin.confidences(loaded, tested)
    for vector, row in zip(tested, expected, strict=True):
        best = board.run(array.array("h", vector.tolist()))
        assert list(board.confidences) == row.tolist()
        assert row[best] == row.max()
    assert len(np.unique(expected)) > 1


def test_integers_answer_like_floats(fitted: Fitted) -> None:
    tested = vectors(fitted, 2000)
    logits = fitted.network.forward(fitted.normalization.inputs(tested))
    integers = inference_twin.confidences(fitted.model, tested).argmax(axis=1)
    assert (integers == logits.argmax(axis=1)).mean() > 0.97


def test_a_quantized_model_can_be_dumped(fitted: Fitted) -> None:
    assert model_format.load(model_format.dump(fitted.model)) == fitted.model


@pytest.mark.parametrize("factor", [1e-9, 1e-4, 0.01, 0.5, 1.0, 62.9, 63.4])
def test_ratios_are_near(factor: float) -> None:
    multiplier, shift = quantize.ratio(factor, MAX_MULTIPLIER)
    assert 0 <= multiplier <= MAX_MULTIPLIER and 0 <= shift <= MAX_SHIFT
    assert multiplier / 2**shift == pytest.approx(factor, rel=0.02, abs=2**-MAX_SHIFT)


def test_standard_normalization() -> None:
    generator = np.random.default_rng(3)
    values = generator.normal([0, 500, -20000], [3, 100, 5000], (5000, 3)).round()
    inputs = quantize.standard(values).inputs(values)
    np.testing.assert_allclose(inputs.mean(axis=0), 0, atol=0.05)
    np.testing.assert_allclose(inputs.std(axis=0), 1, atol=0.05)


def test_a_constant_feature_is_harmless() -> None:
    normalization = quantize.standard(np.full((10, 2), 7))
    assert normalization.integers(np.array([[7, 7]])).tolist() == [[0, 0]]


def test_the_course_divides_its_values_by_100_in_steps_of_two() -> None:
    inputs = quantize.course(3).inputs(np.array([[41, 374, 964]]))
    np.testing.assert_allclose(inputs, [[0.06, 0.46, 1.2]], rtol=1e-6)


def test_a_network_of_zeros_is_quantized() -> None:
    network = build([3, 2, 2], "relu", np.random.default_rng(1))
    for dense in network.dense:
        dense.weights[:] = 0
    layers = quantize.layers(network, np.zeros((4, 3)), 0.01)
    assert all(set(layer.weights) == {0} for layer in layers)
