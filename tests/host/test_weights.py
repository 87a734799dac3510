"""Weights and their files: what is saved is read again, and odd files say what is wrong."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from weights_cases import write

from tinyspark.errors import UserError
from tinyspark.learning.weights import Weights, WeightsError, load, of_state, save

GENERATOR = np.random.default_rng(1)


def random(*sizes: int, activations: tuple[str, ...] = ("relu", "softmax")) -> Weights:
    pairs = list(itertools.pairwise(sizes))
    return Weights(
        tuple(GENERATOR.normal(size=pair) for pair in pairs),
        tuple(GENERATOR.normal(size=outputs) for _, outputs in pairs),
        activations,
    )


GOOD = random(7, 5, 3)


def same(one: Weights, other: Weights) -> bool:
    tables = zip(one.weights, other.weights, strict=True)
    biases = zip(one.biases or (), other.biases or (), strict=True)
    equal = all(np.array_equal(*pair) for pairs in (tables, biases) for pair in pairs)
    return equal and (one.activations, one.labels) == (other.activations, other.labels)


def test_npz_keeps_everything(tmp_path: Path) -> None:
    for weights in (
        GOOD,
        Weights(GOOD.weights, None, ("tanh", "sigmoid"), ("a", "b", "grün")),
    ):
        save(tmp_path / "a.npz", weights)
        assert same(load(tmp_path / "a.npz"), weights)


def test_npz_with_weights_alone_gets_the_usual_activations(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.npz", random(4, 3, 3, 2, activations=("tanh",) * 3), activations=None
    )
    assert load(path).activations == ("relu", "relu", "softmax")
    assert load(path, ["tanh", "sigmoid", "linear"]).activations == ("tanh", "sigmoid", "linear")


def test_a_state_dictionary_is_outputs_by_inputs() -> None:
    state = {"net.0.weight": np.ones((5, 7), np.float32), "net.0.bias": np.ones(5)}
    state |= {"net.2.weight": np.ones((3, 5)), "net.2.bias": np.zeros(3)}
    weights = of_state(state)
    assert weights.sizes == "7-5-3" and weights.activations == ("relu", "softmax")
    assert weights.assumed and not of_state(state, ("tanh", "softmax")).assumed
    assert weights.weights[0].dtype == np.float64


BAD_STATES = {
    "a convolution": {"0.weight": np.ones((2, 3, 3))},
    "batch normalization": {
        "0.weight": np.ones((2, 2)),
        "1.weight": np.ones(2),
        "1.running_mean": np.ones(2),
    },
    "nothing": {},
    "a bias alone": {"0.bias": np.ones(2)},
    "recurrent": {"0.weight_ih_l0": np.ones((2, 2))},
}


@pytest.mark.parametrize("name", BAD_STATES)
def test_states_of_other_networks_are_refused(name: str) -> None:
    with pytest.raises(WeightsError, match=r"no part of a dense layer.\nOnly Linear"):
        of_state(BAD_STATES[name])


class Trap:
    """Runs code when it is unpickled."""

    def __reduce__(self) -> tuple:
        return (Path.touch, (Path("trap-was-sprung"),))


FULL = np.full((7, 5), 1.0)
BAD = {
    "NaN": ({"weights_0": FULL * np.nan}, "weights_0 holds values that are no numbers"),
    "infinite": ({"bias_1": np.array([1, np.inf, 2])}, "bias_1 holds values that are no numbers"),
    "huge": ({"weights_1": np.full((5, 3), 1e30)}, r"weights_1 holds 1e\+30"),
    "on their side": ({"weights_1": GOOD.weights[1].T}, "the layer before has 5.*on its side"),
    "all on their side": (
        {f"weights_{at}": GOOD.weights[at].T for at in (0, 1)},
        "weights_1 is 3 x 5, but the layer before has 7",
    ),
    "other sizes": ({"weights_1": np.ones((9, 3))}, "weights_1 is 9 x 3, but .* has 5 outputs"),
    "flat": ({"weights_0": np.ones(35)}, "weights_0 has the shape 35"),
    "a number": ({"weights_0": np.array(1.0)}, "weights_0 has the shape a single number"),
    "empty": ({"weights_0": np.ones((7, 0))}, "weights_0 has the shape 7 x 0"),
    "four dimensions": ({"weights_0": np.ones((2, 2, 2, 2))}, "Convolutions"),
    "too wide": ({"weights_0": np.ones((7, 300))}, "at most 256 outputs"),
    "a bias too long": ({"bias_0": np.ones(6)}, "bias_0 has the shape 6, its layer has 5"),
    "a bias in two dimensions": ({"bias_0": np.ones((1, 5))}, "bias_0 has the shape 1 x 5"),
    "one bias of two": ({"bias_1": None}, "weights of 2 layers, but biases of 1"),
    "the first bias missing": ({"bias_0": None}, "bias_1, but no bias_0"),
    "a gap": ({"weights_1": None, "weights_2": FULL}, "weights_2, but no weights_1"),
    "no weights": ({"weights_0": None, "weights_1": None}, "holds no weights: .* weights_0"),
    "pickled weights": ({"weights_0": np.array([[Trap()]], object)}, "cannot be read"),
    "pickled labels": ({"labels": np.array([Trap()], object)}, "cannot be read"),
    "complex": ({"weights_0": np.ones((7, 5), complex)}, "weights_0 is an array of type complex"),
    "text": ({"weights_0": np.array([["a"]])}, "weights_0 is an array of type"),
    "fewer activations": ({"activations": np.array(["relu"])}, "1 activations .* for 2 layers"),
    "strange activation": ({"activations": np.array(["gelu", "softmax"])}, "activation 'gelu'"),
    "early softmax": ({"activations": np.array(["softmax", "softmax"])}, "before the last layer"),
    "fewer labels": ({"labels": np.array(["a", "b"])}, "3 outputs, but these labels: 'a, b'"),
    "a label twice": ({"labels": np.array(["a", "b", "a"])}, "a label of its own"),
    "labels of floats": ({"labels": np.ones(3)}, "labels is an array of type"),
}


@pytest.mark.fault(25, "weights of wrong shapes, types, numbers")
@pytest.mark.parametrize("name", BAD)
def test_odd_files_say_what_is_wrong(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    changed, message = BAD[name]
    with pytest.raises(UserError, match=message) as caught:
        load(write(tmp_path / "a.npz", GOOD, **changed))
    assert str(caught.value).count("\n") == 1
    assert not Path("trap-was-sprung").exists()


def test_too_many_layers() -> None:
    with pytest.raises(WeightsError, match="5 layers; a model holds 1 to 4"):
        random(2, 2, 2, 2, 2, 2, activations=("relu",) * 5)


@pytest.mark.parametrize("name", ["a.pkl", "a.joblib", "a.h5", "a.tsm", "a"])
def test_other_endings_are_no_weights(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x80\x04.")
    with pytest.raises(WeightsError, match="of_sklearn") as caught:
        load(tmp_path / name)
    with pytest.raises(WeightsError, match="ends with"):
        save(tmp_path / name, GOOD)
    assert str(caught.value).count("\n") == 1
    assert (tmp_path / name).read_bytes() == b"\x80\x04."


def test_files_that_are_not_there_or_cut_off(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.npz", GOOD).read_bytes()
    (tmp_path / "b.npz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match=r"cannot be read: .*\nIt must hold plain arrays"):
        load(tmp_path / "b.npz")
    with pytest.raises(UserError, match=r"cannot be read: No such file.*\nName a file"):
        load(tmp_path / "none.npz")


def test_a_missing_bias_is_told_with_what_to_do(tmp_path: Path) -> None:
    for missing in ("bias_0", "bias_1"):
        with pytest.raises(UserError, match=r"every layer a bias .* or leave all of them out"):
            load(write(tmp_path / "a.npz", GOOD, **{missing: None}))


def test_labels_of_any_language_are_told_as_they_are() -> None:
    labels = ("grüßen", "手", "\x1b[2J")
    with pytest.raises(WeightsError, match=r"'grüßen, 手, \?\[2J, more'"):
        GOOD.labeled((*labels, "more"))


def test_one_sigmoid_for_two_labels_becomes_two_softmax_outputs() -> None:
    one = random(4, 6, 1, activations=("tanh", "sigmoid"))
    inputs = GENERATOR.normal(size=(50, 4))
    level = one.network().forward(inputs)[:, 0]
    two = one.labeled(["no", "yes"])
    shares = two.network(shares=True).forward(inputs)
    assert two.activations == ("tanh", "softmax") and two.labels == ("no", "yes")
    assert np.abs(shares[:, 1] - level).max() < 1e-12
    back = two.for_one("yes").network().forward(inputs)[:, 0]
    assert np.abs(back - level).max() < 1e-12
    assert np.abs(two.for_one("no").network().forward(inputs)[:, 0] - (1 - level)).max() < 1e-12


def test_outputs_take_the_order_of_the_labels() -> None:
    inputs = GENERATOR.normal(size=(20, 7))
    named = GOOD.labeled(["c", "a", "b"])
    logits = GOOD.network().forward(inputs)
    ordered = named.in_order(["a", "b", "c", "idle"], lowest=logits.min())
    found = ordered.network().forward(inputs)
    assert np.array_equal(found[:, :3], logits[:, [1, 2, 0]])
    assert (found[:, 3] < logits.min() - 5).all()


def test_numbers_of_labels_become_their_names() -> None:
    assert GOOD.labeled(["2", "0", "1"]).named(["a", "b", "c"]).labels == ("c", "a", "b")
    assert GOOD.labeled(["2", "0", "1"]).named(["0", "1", "2"]).labels == ("2", "0", "1")


@pytest.mark.parametrize("biases", [True, False])
@pytest.mark.parametrize("activation", ["relu", "linear", "tanh"])
def test_balanced_networks_compute_the_same(activation: str, biases: bool) -> None:
    wild = random(7, 6, 3, activations=(activation, "softmax"))
    before, after = (table.copy() for table in wild.weights)
    before *= 10.0 ** np.arange(-3, 3)
    before[:, 2] = 0  # a neuron that is never more than its bias
    after[4] = 0  # one that nobody listens to
    wild = replace(wild, weights=(before, after), biases=wild.biases if biases else None)
    inputs = GENERATOR.normal(size=(30, 7))
    found = wild.balanced()
    assert np.allclose(found.network().forward(inputs), wild.network().forward(inputs), rtol=1e-9)
    into, out = np.abs(found.weights[0]).max(axis=0), np.abs(found.weights[1]).max(axis=1)
    alive = [0, 1, 3, 5]
    assert np.allclose(into[alive], out[alive]) == (activation != "tanh")  # tanh bends
    assert np.array_equal(before, wild.weights[0])
