"""train, evaluate and export on the command line: what is printed where, exit status, files."""

import json
from pathlib import Path

import pytest
from takes import COURSE, SYNTHETIC, proximity_dataset

from tinyspark.cli import main

pytestmark = pytest.mark.usefixtures("few_copies")


def tinyspark(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("model") / "course.tsm"
    assert tinyspark("train", COURSE, "-o", place) == 0
    return place


def test_train_prints_a_table(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert tinyspark("train", COURSE, "-o", tmp_path / "m.tsm", "--epochs", 300) == 0
    out, err = capsys.readouterr()
    assert "on recordings that the model has not seen" in out
    assert "closer" in out and "bytes" in out and err == ""
    assert files(tmp_path) == ["m.html", "m.tsm", "m.tsm.report.json"]
    assert str(tmp_path / "m.html") in out


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_page_goes_where_it_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    quick = ("train", COURSE, "-o", tmp_path / "m.tsm", "--epochs", 3, "--json")
    assert tinyspark(*quick, "--no-report") == 0
    assert json.loads(capsys.readouterr().out)["report"] is None
    assert files(tmp_path) == ["m.tsm", "m.tsm.report.json"]
    page = tmp_path / "page.htm"
    assert tinyspark(*quick, "--report", page) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["report"] == str(page) and page.read_text("utf-8").startswith("<!doctype html>")
    assert files(tmp_path) == ["m.tsm", "m.tsm.report.json", "page.htm"]
    assert report["dtw_accuracy"] == 1 and set(report["precision"]) == {"away", "closer"}
    low, high = report["confidence_interval"]["recordings"]
    assert low < report["accuracy"] < high


@pytest.mark.parametrize(
    ("model", "page"),
    [("m.tsm", "m.tsm"), ("m.tsm", "m.tsm.report.json"), ("m.html", None)],
)
def test_a_page_over_the_model_is_refused(
    model: str, page: str | None, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    wanted = ("--report", tmp_path / page) if page else ()
    said = refused(capsys, "train", COURSE, "-o", tmp_path / model, *wanted)
    assert "would be written over" in said and files(tmp_path) == []


def test_json_is_one_object_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert tinyspark("train", COURSE, "-o", tmp_path / "m.tsm", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["labels"] == ["away", "closer"] and len(report["model_hash"]) == 64
    assert json.loads((tmp_path / "m.tsm.report.json").read_text()) == report
    assert tinyspark("evaluate", tmp_path / "m.tsm", COURSE, "--json") == 0
    scored = json.loads(capsys.readouterr().out)
    assert scored["accuracy"] == 1 and scored["model_hash"] == report["model_hash"]


def test_evaluate_prints_a_table(model: Path, capsys: pytest.CaptureFixture) -> None:
    assert tinyspark("evaluate", model, COURSE) == 0
    assert "10 reported right, 0 wrong, 0 not at all" in capsys.readouterr().out


def test_export(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    assert tinyspark("export", model, "--as", "binary", "-o", tmp_path / "copy") == 0
    assert (tmp_path / "copy").read_bytes() == model.read_bytes()
    said = capsys.readouterr().out
    assert said == f"{tmp_path / 'copy'}: {model.stat().st_size} bytes\n"
    assert tinyspark("export", model, "--as", "python", "-o", tmp_path / "brain.py") == 0
    assert "model_format.load(brain.MODEL)" in (tmp_path / "brain.py").read_text()


def refused(capsys: pytest.CaptureFixture, *arguments: object) -> str:
    assert tinyspark(*arguments) == 1
    out, err = capsys.readouterr()
    assert out == "" and 1 <= err.count("\n") <= 2
    return err


def test_plain_failures(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    new = tmp_path / "m.tsm"
    empty = proximity_dataset(tmp_path / "empty", []).folder
    broken = tmp_path / "broken.tsm"
    broken.write_bytes(model.read_bytes()[:-9])
    assert "not a dataset" in refused(capsys, "train", tmp_path / "none", "-o", new)
    assert "holds no recordings" in refused(capsys, "train", empty, "-o", new)
    assert "No split by subject" in refused(
        capsys, "train", COURSE, "-o", new, "--split", "subject"
    )
    assert "does not exist" in refused(capsys, "train", COURSE, "-o", tmp_path / "no" / "m.tsm")
    assert "Cannot read the model" in refused(capsys, "evaluate", new, COURSE)
    assert "checksum" in refused(capsys, "evaluate", broken, COURSE)
    assert "for the sensor proximity" in refused(capsys, "evaluate", model, SYNTHETIC)
    assert "is marked test" in refused(capsys, "evaluate", model, COURSE, "--split", "given")
    assert "cannot be imported" in refused(
        capsys, "export", model, "--as", "python", "-o", tmp_path / "my model.py"
    )
    assert "checksum" in refused(capsys, "export", broken, "--as", "binary", "-o", new)
    assert not new.exists()


def test_the_place_is_looked_at_before_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it trains")

    monkeypatch.setattr("tinyspark.learning.training.train", never)
    (tmp_path / "folder").mkdir()
    (tmp_path / "m.tsm.report.json").mkdir()
    (tmp_path / "n.html").mkdir()
    for name, words in (
        ("folder", "is a folder"),
        ("m.tsm", "m.tsm.report.json is a folder"),
        ("n.tsm", "n.html is a folder"),
        ("x" * 300, "Cannot write"),
    ):
        assert words in refused(capsys, "train", COURSE, "-o", tmp_path / name)
    assert len(list(tmp_path.iterdir())) == 3


def test_what_cannot_be_written_leaves_nothing(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    (tmp_path / "folder").mkdir()
    said = refused(capsys, "export", model, "--as", "binary", "-o", tmp_path / "folder")
    assert "Is a directory" in said or "Cannot write" in said
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
