"""Export: literals only, and the same results from the module as from the binary."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from takes import COURSE, ROOT, imu_dataset

from gesturekit import model_format
from gesturekit.model_format import ModelError
from tinyspark.dataset import Dataset
from tinyspark.learning import export
from tinyspark.learning.training import Options, train
from tinyspark.virtual import micropython

pytestmark = pytest.mark.usefixtures("few_copies")

SCRIPT = """
import sys
for place in ({shared!r}, {folder!r}):
    sys.path.insert(0, place)
from array import array
import exported
from gesturekit import model_format
from gesturekit.classifier import Classifier
classifier = Classifier(model_format.load(exported.MODEL))
with open({binary!r}, "rb") as file:
    assert file.read() == exported.MODEL
state = 1
for take in range(40):
    samples = array("h")
    for _ in range(3):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        samples.append(state >> 8 & 1023)
    classifier.classify(samples)
    print(exported.LABELS[classifier.best], list(classifier.confidences))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("export")
    data = train(Dataset.open(COURSE), Options(epochs=200)).model
    (place / "model.tsm").write_bytes(data)
    source = export.python_module(data, "exported", "1.2.3")
    (place / "exported.py").write_text(source, encoding="utf-8")
    return place


def test_the_module_holds_literals_alone(folder: Path) -> None:
    source = (folder / "exported.py").read_text("utf-8")
    names = {}
    for statement in ast.parse(source).body[1:]:
        assert isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        names[statement.targets[0].id] = ast.literal_eval(statement.value)
    assert set(names) == {"SENSOR", "LABELS", "MODEL"}
    assert names["SENSOR"] == "proximity" and names["LABELS"] == ("away", "closer")
    assert names["MODEL"] == (folder / "model.tsm").read_bytes()
    assert "TinySpark 1.2.3" in source and "generated" in source
    assert max(map(len, source.splitlines())) < 300


def test_both_interpreters_get_the_same_results(folder: Path) -> None:
    script = SCRIPT.format(
        folder=str(folder), shared=str(ROOT / "shared"), binary=str(folder / "model.tsm")
    )
    outputs = [
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for command in ([sys.executable, "-c", script], micropython.command("-c", script))
    ]
    assert outputs[0] == outputs[1] and outputs[0].count("\n") == 40


@pytest.mark.fault(23, "quotes, line ends and code in labels of an exported module")
def test_hostile_labels_stay_literals(tmp_path: Path) -> None:
    label = 'x""";import os # \\N{bel} {digest}'
    data = train(imu_dataset(tmp_path / "takes"), Options(epochs=1)).model
    model = model_format.load(data)._replace(labels=(label, "\u202eside", "''' %s", "\\"))
    source = export.python_module(model_format.dump(model), "exported", "1")
    body = ast.parse(source).body
    assert [type(statement) for statement in body[1:]] == [ast.Assign] * 3
    assert source.isascii() and f"LABELS = ({label!r}" in source


def test_no_model_no_module() -> None:
    with pytest.raises(ModelError):
        export.python_module(b"nonsense", "exported", "1")
