"""tinyspark model on the command line: show, and the way of a network out and back in."""

import hashlib
import itertools
import json
from array import array
from pathlib import Path

import numpy as np
import pytest
from random_models import gated, imu
from takes import COURSE, imu_dataset
from weights_cases import trained, write

from gesturekit import model_format
from tinyspark.cli import main
from tinyspark.learning import board_network
from tinyspark.learning.weights import Weights
from tinyspark.nn.layers import Dense, Linear
from tinyspark.nn.network import Network

pytestmark = pytest.mark.usefixtures("few_copies")


def tinyspark(*arguments: object) -> int:
    return main(["model", *(str(argument) for argument in arguments)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, few_copies: None) -> Path:
    """Takes of movements; examples, weights and a model that another network became."""
    place = tmp_path_factory.mktemp("model")
    takes = imu_dataset(place / "takes", ("idle", "side", "up")).folder
    assert tinyspark("examples", takes, "-o", place / "examples.npz") == 0
    examples = np.load(place / "examples.npz", allow_pickle=False)
    weights = trained(examples["inputs"], examples["targets"])
    write(place / "weights.npz", weights, labels=examples["label_names"])
    assert tinyspark("import", place / "weights.npz", "--dataset", takes, "-o", model(place)) == 0
    return place


def model(folder: Path) -> Path:
    return folder / "mine.tsm"


def test_show_tells_all_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tinyspark("show", model(folder)) == 0
    text = capsys.readouterr().out
    data = model(folder).read_bytes()
    for part in (
        f"{len(data)} bytes",
        hashlib.sha256(data).hexdigest(),
        "imu: ax ay az gx gy gz",
        "104 per second, +-8 g, +-2000 dps",
        "141, set gesture version",
        "141 inputs -> 12 neurons, relu; weights -",
        "12 inputs -> 3 neurons, softmax; weights -",
        "idle, side, up",
        "stands for idle",
        model_format.load(data).dataset.hex(),
    ):
        assert part in text
    for word in ("gate", "hold-off", "threshold", "seed", "score", "golden window", "quiet"):
        assert f"\n  {word}" in text


def test_show_of_gates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = imu(feature_set="shape", feature_version=1, thresholds=array("B", [51, 102, 7]))
    gated_model = gated(plain, 900, unknown=2)
    (tmp_path / "gated.tsm").write_bytes(model_format.dump(gated_model))
    assert tinyspark("show", tmp_path / "gated.tsm") == 0
    text = capsys.readouterr().out
    for part in (
        "99, set shape version 1: 16 means of each axis",
        "20 % circle, 40 % wave: the least",
        "gr\xfcn: all other movement, which is never reported",
        "at most 900 of circle, 900 of wave; what is farther is unknown, too",
    ):
        assert part in text
    assert tinyspark("show", tmp_path / "gated.tsm", "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["unknown"], facts["limits"], facts["thresholds"]) == (
        2,
        [900, 900, 65535],
        [51, 102, 7],
    )
    assert len(facts["prototypes"]) == 2 * 99


def test_show_bytes_reaches_to_the_end(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tinyspark("show", model(folder), "--bytes") == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines() if line[:1] == " "]
    spans = [(int(row[0]), int(row[1])) for row in rows if row[0] != "offset"]
    digest = next(row for row in rows if row[2] == "SHA-256")
    assert len(digest) == 11 and digest[-1] == "..."
    assert spans[0][0] == 0 and sum(spans[-1]) == model(folder).stat().st_size
    assert all(sum(one) == other[0] for one, other in itertools.pairwise(spans))
    assert tinyspark("show", model(folder), "--bytes", "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert [(each["offset"], each["size"]) for each in facts["bytes"]] == spans
    assert facts["labels"] == ["idle", "side", "up"] and facts["layers"][1]["outputs"] == 3


def test_show_of_buttons_and_proximity(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    network = Network([Dense(np.array([[1.0], [1.0], [-0.4]])), Linear()])
    data = board_network.make(network, ("button1", "button2", "one"), ("\N{SNOWMAN}",))
    (tmp_path / "any.tsm").write_bytes(data)
    assert tinyspark("show", tmp_path / "any.tsm") == 0
    text = capsys.readouterr().out
    assert "the inputs as they are" in text and "score          none" in text
    assert tinyspark("show", tmp_path / "any.tsm", "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["sensor"] == "buttons" and "bytes" not in facts


@pytest.mark.parametrize("cut", [0, 10, 300, -1])
def test_corrupt_models_say_so(
    folder: Path, tmp_path: Path, cut: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "cut.tsm").write_bytes(model(folder).read_bytes()[:cut])
    for arguments in (("show", tmp_path / "cut.tsm"), ("show", tmp_path / "cut.tsm", "--bytes")):
        assert tinyspark(*arguments) == 1
        said = capsys.readouterr()
        assert said.out == "" and "cannot be used: " in said.err
        assert ("cut off or damaged (its checksum" if cut else "is no model") in said.err
        assert said.err.count("\n") == 2


@pytest.mark.parametrize(("change", "advice"), [(1, "Update the kit"), (-1, "Train the model")])
def test_models_of_another_version_say_whose_it_is(
    folder: Path, tmp_path: Path, change: int, advice: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = bytearray(model(folder).read_bytes())
    data[3] += change
    (tmp_path / "other.tsm").write_bytes(data)
    assert tinyspark("show", tmp_path / "other.tsm") == 1
    said = " ".join(capsys.readouterr().err.split())
    assert advice in said and f"its format version is {data[3]}, this kit reads" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "weights.npz", "--dataset", "takes", "-o", "weights.npz"),
        ("import", "weights.npz", "--dataset", "takes", "--like", "mine.tsm", "-o", "mine.tsm"),
        ("import", "weights.npz", "--dataset", "takes", "-o", "takes"),
        ("examples", "takes", "--like", "mine.tsm", "-o", "takes/../mine.tsm"),
        ("examples", "takes", "-o", "takes"),
        ("weights", "mine.tsm", "-o", "mine.tsm"),
    ],
)
def test_no_command_replaces_what_it_reads(
    folder: Path,
    arguments: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert tinyspark(*arguments) == 1
    assert "is read by this command" in " ".join(capsys.readouterr().err.split())
    assert all(path.read_bytes() == data for path, data in before.items())


def test_activations_that_nobody_named_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arrays = dict(np.load(folder / "weights.npz", allow_pickle=False))
    del arrays["activations"]
    np.savez(folder / "nameless.npz", **arrays)
    ask = ("import", folder / "nameless.npz", "--dataset", folder / "takes", "--json")
    capsys.readouterr()
    assert tinyspark(*ask, "-o", folder / "nameless.tsm") == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert any("taken for granted: relu softmax" in note for note in notes)
    assert tinyspark(*ask, "-o", folder / "x.tsm", "--activations", "relu", "softmax") == 0
    assert "taken for granted" not in capsys.readouterr().out


def test_an_endless_file_is_not_read_to_its_end(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "endless.tsm").open("wb") as file:
        try:
            file.truncate(1 << 40)  # more than any memory; nothing is written
        except OSError:
            pytest.skip("this disk has no sparse files")
    assert tinyspark("show", tmp_path / "endless.tsm") == 1
    assert "the file is too long" in " ".join(capsys.readouterr().err.split())


def test_weights_out_and_in_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tinyspark("weights", model(folder), "-o", folder / "out.npz") == 0
    assert "141-12-3, relu softmax" in capsys.readouterr().out
    again = folder / "again.tsm"
    like = ("--dataset", folder / "takes", "--like", model(folder), "--json")
    assert tinyspark("import", folder / "out.npz", *like, "-o", again) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["same_label"] > 0.99 and report["labels"] == ["idle", "side", "up"]
    assert report["model_hash"] == hashlib.sha256(again.read_bytes()).hexdigest()
    before, after = (model_format.load(path.read_bytes()) for path in (model(folder), again))
    assert before.centers == after.centers and before.gate == after.gate


def test_import_prints_float_and_board(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    takes = folder / "takes"
    capsys.readouterr()
    assert (
        tinyspark("import", folder / "weights.npz", "--dataset", takes, "-o", model(folder)) == 0
    )
    said = capsys.readouterr().out
    assert (
        "right, of 216 examples              100.00 %  100.00 %" in said
        and "float     board" in said
    )
    assert "board's own code: all numbers as expected" in said and "mine.tsm: " in said


def test_labels_and_activations_can_be_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = folder / "takes"
    told = ("--labels", "idle", "up", "side", "--activations", "relu", "sigmoid", "--json")
    place = ("--dataset", takes, "-o", folder / "told.tsm")
    assert tinyspark("import", folder / "weights.npz", *place, *told) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["activations"] == ["relu", "sigmoid"]
    assert "order of the labels" in report["notes"][0]


def test_a_network_for_the_buttons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    network = Network([Dense(np.array([[1.0], [1.0]])), Linear()])
    like = tmp_path / "like.tsm"
    like.write_bytes(board_network.make(network, ("button1", "one"), ("light",)))
    weights = Weights((np.array([[0.0, 9.0], [0.0, -4.0]]),), None, ("softmax",))
    write(tmp_path / "w.npz", weights)
    out = tmp_path / "new.tsm"
    assert tinyspark("import", tmp_path / "w.npz", "--like", like, "-o", out) == 0
    assert "2 combinations of the inputs: the board answers alike" in capsys.readouterr().out
    assert model_format.load(out.read_bytes()).layers[0].activation == "sigmoid"


FAILURES = {
    "no weights": (["import", "none.npz", "--dataset", COURSE, "-o", "a.tsm"], "cannot be read"),
    "pickle": (["import", "w.pkl", "--dataset", COURSE, "-o", "a.tsm"], "of_sklearn"),
    "no dataset": (["import", "weights.npz", "-o", "a.tsm"], "--dataset DATASET"),
    "like alone": (["import", "weights.npz", "--like", "mine.tsm", "-o", "a.tsm"], "--dataset"),
    "other features": (
        ["import", "weights.npz", "--dataset", COURSE, "-o", "a.tsm"],
        "takes 141 inputs; there are 3 features",
    ),
    "other sensor": (["examples", COURSE, "--like", "mine.tsm", "-o", "a.npz"], "sensor imu"),
    "no such split": (["examples", COURSE, "--split", "given", "-o", "a.npz"], "gives no split"),
    "no model": (["weights", "weights.npz", "-o", "a.npz"], "cannot be used"),
    "strange ending": (["weights", "mine.tsm", "-o", "a.h5"], "ends with .npz"),
    "no folder": (["weights", "mine.tsm", "-o", "none/a.npz"], "does not exist"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failures_say_why_and_leave_nothing(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    before = sorted(folder.iterdir())
    arguments, message = FAILURES[name]
    assert tinyspark(*arguments) == 1
    said = capsys.readouterr()
    assert message in said.err and said.out == ""
    assert 1 <= said.err.strip().count("\n") <= 1 and "Traceback" not in said.err
    assert sorted(folder.iterdir()) == before


def test_a_model_whose_golden_window_fails_is_refused_before_any_board_sees_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = model_format.load(model(folder).read_bytes())
    sums = sound.golden.sums[:]
    sums[0] += 1
    spoiled = sound._replace(golden=sound.golden._replace(sums=sums))
    (tmp_path / "spoiled.tsm").write_bytes(model_format.dump(spoiled))
    assert tinyspark("show", tmp_path / "spoiled.tsm") == 1
    assert "the golden window gives other numbers" in capsys.readouterr().err
