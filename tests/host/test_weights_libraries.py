"""scikit-learn and PyTorch themselves: their networks and ours answer alike, both ways.

Both are extras; without them these tests skip.
"""

import sys
import warnings
from pathlib import Path
from pickle import UnpicklingError
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from takes import COURSE
from weights_cases import write

from tinyspark.dataset import Dataset
from tinyspark.learning.weights import (
    Weights,
    WeightsError,
    load,
    of_sklearn,
    of_torch,
    save,
)
from tinyspark.learning.weights.adoption import adopt
from tinyspark.learning.weights.preparation import prepare

GENERATOR = np.random.default_rng(1)
INPUTS = GENERATOR.normal(size=(60, 4)).astype(np.float32)
THREE = np.array(["chop", "circle", "wave"])[np.abs(INPUTS[:, :3]).argmax(axis=1)]


@pytest.fixture(scope="module")
def torch() -> ModuleType:
    return pytest.importorskip("torch", reason="PyTorch is an extra: tinyspark[torch]")


@pytest.fixture(scope="module")
def neural_network() -> ModuleType:
    return pytest.importorskip(
        "sklearn.neural_network", reason="scikit-learn is an extra: tinyspark[sklearn]"
    )


def shares(weights: Weights) -> np.ndarray:
    return weights.network(shares=True).forward(INPUTS.astype(float))


@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
@pytest.mark.parametrize("labels", [THREE, THREE == "wave", GENERATOR.integers(0, 2, (60, 3))])
def test_scikit_learn(neural_network: ModuleType, activation: str, labels: np.ndarray) -> None:
    network = neural_network.MLPClassifier((5, 4), activation=activation, max_iter=5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has not converged, and need not
        network.fit(INPUTS, labels)
    weights = of_sklearn(network)
    assert weights.labels == tuple(str(label) for label in network.classes_)
    assert np.abs(shares(weights) - network.predict_proba(INPUTS)).max() < 1e-5


def test_what_is_no_classifier_of_scikit_learn(neural_network: ModuleType) -> None:
    for other in (neural_network.MLPRegressor(), "text"):
        with pytest.raises(WeightsError, match=r"is no MLPClassifier.\nGive an MLPClassifier"):
            of_sklearn(other)
    with pytest.raises(WeightsError, match=r"learned nothing yet.\nCall its fit"):
        of_sklearn(neural_network.MLPClassifier())


def sequential(torch: ModuleType) -> object:
    nn = torch.nn
    inner = nn.Sequential(nn.Linear(5, 6, bias=False), nn.Dropout(0.5), nn.Sigmoid())
    first = nn.Linear(4, 5, bias=False)
    return nn.Sequential(first, nn.Tanh(), inner, nn.Identity(), nn.Linear(6, 3, bias=False))


def test_pytorch_sequential(torch: ModuleType) -> None:
    network = sequential(torch).eval()
    weights = of_torch(network, ["a", "b", "c"])
    assert weights.activations == ("tanh", "sigmoid", "softmax") and weights.biases is None
    wanted = torch.softmax(network(torch.tensor(INPUTS)), 1).detach().numpy()
    assert np.abs(shares(weights) - wanted).max() < 1e-5


def test_pytorch_files_both_ways(torch: ModuleType, tmp_path: Path) -> None:
    network = torch.nn.Sequential(
        torch.nn.Linear(4, 5), torch.nn.ReLU(), torch.nn.Linear(5, 3), torch.nn.LogSoftmax(1)
    )
    wanted = network(torch.tensor(INPUTS)).exp().detach().numpy()
    state = network.state_dict()
    for name, content in (("a.pt", state), ("b.pth", {"epoch": 3, "state_dict": state})):
        torch.save(content, tmp_path / name)
        assert np.abs(shares(load(tmp_path / name)) - wanted).max() < 1e-5
    save(tmp_path / "c.pt", of_torch(network))
    network[0].weight.data.zero_()
    network.load_state_dict(torch.load(tmp_path / "c.pt", weights_only=True))
    again = network(torch.tensor(INPUTS)).exp().detach().numpy()
    assert np.array_equal(again, wanted)


def test_pytorch_files_that_hold_something_else(torch: ModuleType, tmp_path: Path) -> None:
    torch.save(sequential(torch), tmp_path / "whole.pt")  # pickled: reading it could run code
    torch.save({"0.weight": torch.ones(2, 2), "note": "hi"}, tmp_path / "mixed.pt")
    torch.save([1, 2], tmp_path / "list.pt")
    (tmp_path / "noise.pt").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / "empty.pt").write_bytes(b"")
    (tmp_path / "short.pt").write_bytes(b"\x80\x02.")
    odd = {
        "sparse.pt": torch.eye(3).to_sparse(),
        "complex.pt": torch.eye(3, dtype=torch.complex64),
        "nowhere.pt": torch.empty((3, 3), device="meta"),
        "endless.pt": torch.zeros(1).expand(200_000, 200_000),
    }
    for name, tensor in odd.items():
        torch.save({"0.weight": tensor}, tmp_path / name)
    names = ("whole.pt", "mixed.pt", "list.pt", "noise.pt", "empty.pt", "short.pt", "missing.pt")
    for name in (*names, *odd):
        with pytest.raises(WeightsError, match="state_dict") as caught:
            load(tmp_path / name)
        assert str(caught.value).count("\n") == 1


STORIES = {
    UnpicklingError(
        "Weights only load failed. Re-running with..."
    ): "more than a state dictionary",
    RuntimeError("PytorchStreamReader failed"): "cut off, damaged or something else",
    EOFError(): "cut off, damaged or something else",
    FileNotFoundError(2, "No such file or directory"): "cannot be read: No such file",
}


@pytest.mark.parametrize("error", STORIES)
def test_what_pytorch_says_is_told_in_plain_words(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also without PyTorch: these are the errors that it raises."""

    def fail(path: Path, **options: object) -> None:
        raise error

    monkeypatch.setitem(sys.modules, "torch", SimpleNamespace(load=fail))
    with pytest.raises(WeightsError, match=STORIES[error]) as caught:
        load(tmp_path / "a.pt")
    told = str(caught.value)
    assert told.count("\n") == 1 and "state_dict" in told
    assert "Weights only" not in told and "Pytorch" not in told


def test_layers_that_no_board_has(torch: ModuleType) -> None:
    nn = torch.nn
    for layer, name in ((nn.Conv1d(1, 1, 3), "Conv1d"), (nn.GELU(), "GELU"), (nn.ReLU(), "ReLU")):
        with pytest.raises(WeightsError, match=f"Layer 0 of the network is {name}"):
            of_torch(nn.Sequential(layer, nn.Linear(2, 2)))
    with pytest.raises(WeightsError, match="no Sequential"):
        of_torch(nn.Linear(2, 2))


def test_one_logit_of_pytorch_for_two_labels(torch: ModuleType) -> None:
    prepared = prepare(Dataset.open(COURSE), given=False, seed=1)
    weights = Weights((np.array([[-3.0], [0.0], [3.0]]),), None, ("softmax",))
    layer = torch.nn.Linear(3, 1, bias=False)
    layer.weight.data = torch.tensor(weights.weights[0].T).float()
    for one in (weights, of_torch(torch.nn.Sequential(layer))):
        assert adopt(one, prepared)[1]["integer_accuracy"] in (0.0, 1.0)


def test_without_pytorch_its_files_say_how_to_add_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)  # as if it were not installed
    weights = Weights((np.eye(2),), None, ("softmax",))
    for use in (lambda: load(tmp_path / "a.pt"), lambda: save(tmp_path / "a.pt", weights)):
        with pytest.raises(WeightsError, match=f"{sys.executable} -m pip install torch") as caught:
            use()
        assert str(caught.value).count("\n") == 1
    assert load(write(tmp_path / "a.npz", weights)).sizes == "2-2"
