"""The C header: the same integers as gesturekit from every build; no code without need."""

import re
from array import array
from pathlib import Path

import numpy as np
import pytest
import random_models
import small_models
from c_programs import BUILDS, Answers, Programs
from random_models import Random
from takes import gesture, imu_dataset

from gesturekit import features, golden, model_format
from gesturekit.decision import Decision
from gesturekit.inference import Network
from gesturekit.model_format import Layer, Model, ModelError
from tinyspark.cli import main
from tinyspark.dataset import Dataset
from tinyspark.learning.export_c.header import c_header
from tinyspark.learning.training import Options, train

pytestmark = pytest.mark.usefixtures("few_copies")

LENGTHS = (1, 2, 15, 16, 17, 31, 33, 1023, 1024)
KINDS = 8
HOSTILE = (
    '"; #error \\',
    "??/",
    "*/ int x; /*",
    "%s\\n",
    "gr\xfcn7",
    "\u202eside",
    "name_x",
    "$name",
)


def extreme(outputs: int = 32) -> Model:
    """A model at the format's limits: raw takes of 384 counts, and the largest numbers."""
    random = Random(3)
    sizes = (384, 48, 256, outputs)
    layers = []
    for at, (activation, bias, shift) in enumerate(
        (("tanh", 15, 16), ("linear", 13, 18), ("softmax", 23, 24))
    ):
        weights = array(
            "b", [(-128, 127)[random.below(2)] for _ in range(sizes[at] * sizes[at + 1])]
        )
        biases = array("i", [(-1, 1)[random.below(2)] << bias for _ in range(sizes[at + 1])])
        layers.append(Layer(sizes[at], sizes[at + 1], activation, 63, shift, weights, biases))
    return random_models.imu(
        trigger="button",
        take=64,
        feature_set="raw",
        feature_version=1,
        centers=array("h", [(-32768, 32767, 0)[random.below(3)] for _ in range(384)]),
        multipliers=array("B", [255] * 384),
        shifts=array("B", [random.between(0, 24) for _ in range(384)]),
        layers=layers,
        labels=tuple(f"label {number}" for number in range(outputs)),
    )


def close(outputs: int = 32) -> Model:
    """A model whose labels are about as far apart as softmax looks: 128 sixteenths."""
    random = Random(5)
    weights = array("b", [random.between(-1, 1) for _ in range(3 * outputs)])
    biases = array("i", [0] + [random.between(-140, -116) for _ in range(outputs - 1)])
    labels = tuple(f"label {number}" for number in range(outputs))
    layer = Layer(3, outputs, "softmax", 16, 4, weights, biases)
    return random_models.proximity(layers=[layer], labels=labels)


def bent(activation: str, outputs: int = 32) -> Model:
    """A model whose sums go through all of sigmoid or tanh, up to where these are flat."""
    random = Random(6)
    weights = array("b", [random.between(-127, 127) for _ in range(3 * outputs)])
    biases = array("i", [random.between(-2000, 2000) for _ in range(outputs)])
    return random_models.proximity(
        zero=32,
        shifts=array("B", [10] * 3),
        layers=[Layer(3, outputs, activation, 11, 6, weights, biases)],
        labels=tuple(f"label {number}" for number in range(outputs)),
    )


def curved(axes: tuple[str, ...], activations: tuple[str, ...]) -> Model:
    """A model for movements of these axes, with three outputs and 5 neurons between layers."""
    random = Random(11)
    sizes = [features.size(features.GESTURE, axes, 0), *[5] * (len(activations) - 1), 3]
    layers = [
        random_models.layer(sizes[at], sizes[at + 1], activation, random)
        for at, activation in enumerate(activations)
    ]
    return random_models.imu(axes=axes, layers=layers)


def judged(feature_set: str, limit: int, **changes: object) -> Model:
    """A model of a feature set with gates that about half of the windows pass."""
    version = features.VERSIONS[features.NAMES.index(feature_set)]
    changes = {"feature_set": feature_set, "feature_version": version, **changes}
    return random_models.gated(random_models.imu(**changes), limit, unknown=2)


def made() -> dict[str, Model]:
    """Every activation between layers and as the last one, and every kind of sensor."""
    return {
        "six": random_models.imu(labels=("circle", "wave", "gr\xfcn")),
        "two": curved(("ay", "gx"), ("tanh", "sigmoid")),
        "one": curved(("gz",), ("linear", "sigmoid", "relu", "tanh")),
        "flat": curved(("ax", "ay", "az"), ("step",)),
        "shape": judged("shape", 2300, thresholds=array("B", [0, 90, 255])),
        "levels": judged("statistics", 1430, idle=1, seed=5),
        "near": judged("gesture", 3660, idle=1),
        "far": random_models.gated(random_models.proximity(threshold=0), 60, 1),
        "limits": extreme(),
        "close": close(),
        "sigmoid": bent("sigmoid"),
        "tanh": bent("tanh"),
        "course": random_models.proximity(),
        "light": random_models.buttons(("step", "linear"), outputs=2),
        "small": small_models.proximity(),
        "lamp": small_models.buttons(),
        "hostile": random_models.buttons(("relu", "softmax"), outputs=8, labels=HOSTILE),
    }


def counts(kind: int, size: tuple[int, int], generator: np.random.Generator) -> np.ndarray:
    """Return one of the KINDS of windows, of whatever type numpy makes."""
    place = np.arange(size[1])
    return (
        generator.integers(-32768, 32768, size),
        generator.choice((-32768, 32767), size),
        np.full(size, generator.choice((-32768, -1, 0, 1, 32767))),
        np.broadcast_to(np.where(place % 2, 32767, -32768), size),
        np.broadcast_to(np.where(place % 16, -32768, 32767), size),
        generator.normal(generator.integers(-9000, 9000), 3, size),
        generator.normal(0, 8000, size).clip(-32768, 32767),
        generator.integers(-3, 1024, size),
    )[kind]


def windows(model: Model, number: int) -> list[np.ndarray]:
    """Return random and extreme windows, int16 [axes, count] each; some as long as can be."""
    generator = np.random.default_rng(number)
    found = []
    for at in range(number):
        count = model.take or int(generator.integers(1, 60))
        if not model.take and at % 40 < KINDS and at // 40 < len(LENGTHS):
            count = LENGTHS[at // 40]
        window = counts(at % KINDS, (len(model.axes), count), generator)
        found.append(np.ascontiguousarray(window, dtype=np.int16))
    return found


def expected(model: Model, given: list[np.ndarray]) -> Answers:
    """Return what gesturekit computes for windows."""
    computed = features.of(model)
    network = Network(model)
    rows: tuple[list, ...] = ([], [], [], [], [])
    for window in given:
        count = window.shape[1]
        computed.compute(array("h", window.tobytes()), 0, count, count)
        vector = computed.vector
        best = network.answer(vector)
        detected = Decision(model).ended(best, network.confidences[best], 0)
        values = list(vector), list(network.sums), list(network.confidences), best, detected
        for row, value in zip(rows, values, strict=True):
            row.append(value)
    return Answers(*map(np.array, rows))


def with_golden(model: Model) -> Model:
    """Return the model with a golden window, unless it has one."""
    if model.golden:
        return model
    count = model.take or 20
    random = Random(2)
    data = array("h", [random.between(-5000, 5000) for _ in range(len(model.axes) * count)])
    return model._replace(golden=golden.of(model, count, data))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    dataset = imu_dataset(tmp_path_factory.mktemp("trained") / "takes")
    return train(Dataset.open(dataset.folder), Options(epochs=4)).model


@pytest.fixture(scope="module")
def models(trained: bytes) -> dict[str, Model]:
    everything = {"trained": model_format.load(trained), **made()}
    return {name: with_golden(model) for name, model in everything.items()}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory, models: dict[str, Model]) -> Programs:
    folder = tmp_path_factory.mktemp("c")
    wrong = models["six"].golden._replace(sums=array("i", [1, 2, 3]))
    everything = {**models, "wrong": models["six"]._replace(golden=wrong)}
    for name, model in everything.items():
        (folder / f"{name}.h").write_text(c_header(model_format.dump(model), name, "1.2.3"))
    return Programs(folder, everything)


@pytest.fixture(scope="module", params=["trained", *made()])
def asked(
    request: pytest.FixtureRequest, models: dict[str, Model]
) -> tuple[str, list[np.ndarray], Answers]:
    """The name of a model, windows for it, and what must come out."""
    name = request.param
    given = windows(models[name], 40 if name == "limits" else 900)
    if name == "trained":
        generator = np.random.default_rng(4)
        takes = [gesture("up", generator)[::4].T for _ in range(20)]
        given += [np.ascontiguousarray(take) for take in takes]
    return name, given, expected(models[name], given)


@pytest.mark.parametrize("build", BUILDS)
def test_the_same_integers(
    build: str,
    asked: tuple[str, list[np.ndarray], Answers],
    programs: Programs,
    models: dict[str, Model],
) -> None:
    name, given, wanted = asked
    got = programs.answers(build, name, models[name], given)
    for what, numbers in got._asdict().items():
        assert np.array_equal(numbers, getattr(wanted, what)), what


@pytest.mark.parametrize("build", BUILDS)
def test_the_self_test(build: str, programs: Programs, models: dict[str, Model]) -> None:
    assert {programs.ask(build, name, "selftest")[0] for name in models} == {1}
    assert programs.ask(build, "wrong", "selftest")[0] == 0


@pytest.mark.fault(23, "quotes and comments in labels of a C header")
def test_labels_are_texts_alone(programs: Programs, models: dict[str, Model]) -> None:
    for name in ("six", "hostile"):
        told = programs.ask("plain", name, "tell")[1].decode("utf-8")
        assert tuple(told.splitlines()) == models[name].labels


def header(model: Model) -> str:
    return c_header(model_format.dump(model), "gestures", "1.2.3")


def test_only_what_the_model_needs_is_written() -> None:
    texts = {name: header(model) for name, model in made().items()}
    has = {name: set(re.findall(r"gestures_(\w+)", text)) for name, text in texts.items()}
    assert "logistics" in has["two"] and "exponentials" not in has["two"]
    assert has["six"].isdisjoint({"logistics", "sigmoid", "tanh", "linear", "step"})
    assert has["small"].isdisjoint({"output", "mean", "log", "relu", "self_test", "golden_data"})
    for name, text in texts.items():
        functions = re.findall(r"^static inline .*?(gestures_\w+)\(", text, re.MULTILINE)
        tables = re.findall(r"^static const .*?(gestures_\w+)\[", text, re.MULTILINE)
        unused = {
            what for what in functions + tables if len(re.findall(rf"\b{what}\b", text)) == 1
        }
        assert unused <= {"gestures_labels", "gestures_classify", "gestures_detects"}, name


def test_where_it_came_from_is_told(models: dict[str, Model]) -> None:
    opening = header(models["six"]).partition("*/")[0]
    assert "TinySpark 1.2.3" in opening and re.search(r"SHA-256 [0-9a-f]{64}\n", opening)
    assert "104 samples per second" in opening and r"circle, wave, gr\xfcn" in opening
    for model in models.values():
        text = header(model)
        assert text.isascii() and max(map(len, text.splitlines())) < 110


def test_no_model_no_header() -> None:
    with pytest.raises(ModelError):
        c_header(b"nonsense", "gestures", "1")


def test_the_command(trained: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "model.tsm").write_bytes(trained)
    arguments = ["export", str(tmp_path / "model.tsm"), "--as", "c", "-o"]
    assert main([*arguments, str(tmp_path / "my_model.h")]) == 0
    text = (tmp_path / "my_model.h").read_text("ascii")
    assert "static inline int my_model_classify(" in text
    assert capsys.readouterr().out.endswith(f"my_model.h: {len(text)} bytes\n")
    for name in (
        "model.c",
        "model",
        "2nd.h",
        "my-model.h",
        "gr\xfcn.h",
        "model.hpp",
        ".h",
        "stdint.h",
    ):
        assert main([*arguments, str(tmp_path / name)]) == 1
        assert "such as gestures.h" in capsys.readouterr().err
        assert not (tmp_path / name).exists()
