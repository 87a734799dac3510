"""Files that nobody vouches for: two lines that say what is wrong, and nothing is written."""

import json
import os
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import foreign_files as made
import numpy as np
import pytest

from tinyspark.cli import main
from tinyspark.errors import UserError
from tinyspark.importers import ImportOptions, files, import_recordings

TOLD = ImportOptions(rate=104, accel_unit="g", gyro_unit="dps")
GOOD = made.edge_impulse()
NAN = json.dumps(made.edge_impulse(values=[[1, 2, float("nan")]]))
HUGE = '{"payload": {"interval_ms": 10, "sensors": [{"name": "ax"}], "values": [[1%s]]}}'


def labelled(label: Any) -> dict[str, Any]:
    return {"a.json": GOOD, "info.labels": made.info(made.listed("a.json", label))}


FOLDERS: dict[str, tuple[dict[str, Any], str]] = {
    # Edge Impulse
    "JSON that ends": ({"a.json": json.dumps(GOOD)[:-9]}, "a.json is not JSON"),
    "JSON in UTF-16": ({"a.json": b"payload" + b"\xff\xfe\x00"}, "not a text file"),
    "deep JSON": ({"a.json": '{"payload":' + "[" * 100_000}, "is not JSON"),
    "NaN": ({"a.json": NAN}, "NaN is no number"),
    "absurd number": ({"a.json": HUGE % "e99"}, "the value 1e.99, which no sensor measures"),
    "endless number": ({"a.json": HUGE % ("0" * 400)}, "hundreds of digits"),
    "more endless number": ({"a.json": HUGE % ("0" * 5000)}, "is not JSON"),
    "infinite number": ({"a.json": HUGE % "e999"}, "holds 'inf', which is no finite number"),
    "a list": ({"a.json": '["payload"]'}, "has no payload"),
    "payload of text": ({"a.json": {"payload": "x"}}, "has no payload"),
    "no sensors": ({"a.json": made.edge_impulse(sensors=[])}, "names no sensors"),
    "sensors of text": ({"a.json": made.edge_impulse(sensors="ax")}, "no list of sensors"),
    "sensor without a name": ({"a.json": made.edge_impulse(sensors=[{}] * 3)}, "known axis"),
    "no values": ({"a.json": made.edge_impulse(values=None)}, "holds no samples"),
    "empty take": ({"a.json": made.edge_impulse(values=[])}, "holds no samples"),
    "ragged": ({"a.json": made.edge_impulse(values=[[1, 2, 3], [1, 2]])}, "sample 1 has 2 values"),
    "text as sample": ({"a.json": made.edge_impulse(values=["abc"])}, "sample 0 has 'abc'"),
    "text as number": ({"a.json": made.edge_impulse(values=[[1, "2", 3]])}, "holds '2'"),
    "true as number": ({"a.json": made.edge_impulse(values=[[1, True, 3]])}, "holds 'True'"),
    "list as number": ({"a.json": made.edge_impulse(values=[[1, [2], 3]])}, r"holds '\[2\]'"),
    "interval of text": ({"a.json": made.edge_impulse(interval_ms="9")}, "interval_ms holds '9'"),
    "negative interval": ({"a.json": made.edge_impulse(interval_ms=-9)}, "not possible"),
    "other axes": (
        {"a.json": GOOD, "b.json": made.edge_impulse(sensors=made.XYZ[::-1])},
        "b.json has the sensors accZ",
    ),
    "other units": (
        {
            "a.json": GOOD,
            "b.json": made.edge_impulse(sensors=[{**axis, "units": "g"} for axis in made.XYZ]),
        },
        "b.json has the sensors accX .g.",
    ),
    "axes twice": ({"a.json": made.edge_impulse(sensors=made.XYZ[:1] * 3)}, "two columns for ax"),
    "unlabeled": (labelled({"type": "unlabeled"}), "has no label"),
    "empty label": (labelled(""), "has no label"),
    "label of numbers": (labelled([1]), "has no label"),
    "hostile label": (labelled("a\x1b[2J"), r"The label 'a\\x1b"),
    "endless label": (labelled("x" * 10_000), "too long"),
    "label beyond the end": (
        labelled({"labels": [{"label": "a", "startIndex": 40, "endIndex": 50}]}),
        "has no samples",
    ),
    "label backwards": (
        labelled({"labels": [{"label": "a", "startIndex": 9, "endIndex": 3}]}),
        "without startIndex",
    ),
    "labels of texts": (labelled({"labels": ["a"]}), "without startIndex"),
    "info of a list": ({"a.json": GOOD, "info.labels": "[]"}, "no list of files"),
    "info of texts": ({"a.json": GOOD, "info.labels": {"files": ["a"]}}, "no list of files"),
    "info lists twice": (
        {"a.json": GOOD, "info.labels": made.info(*[made.listed("a.json", "a")] * 2)},
        "lists 'a.json' twice",
    ),
    "info alone": ({"info.labels": made.info()}, "holds no recordings"),
    # pages of the micro:bit
    "no recordings": ({"a.json": '[{"name": "recordings"}]'}, "has no list of recordings"),
    "gesture of text": ({"a.json": '["recordings"]'}, "gesture 0 has no list of recordings"),
    "only empty gestures": ({"a.json": made.createai()}, "holds no recordings"),
    "recording of text": ({"a.json": made.createai("x")}, "neither data nor samples"),
    "columns differ": ({"a.json": made.createai(made.xyz(x=[1]))}, "as many values of x, y and z"),
    "column of text": ({"a.json": made.createai(made.xyz(x="abc"))}, "as many values"),
    "no column": ({"a.json": made.createai(made.xyz(x=None))}, "as many values"),
    "empty columns": ({"a.json": made.createai(made.xyz(0))}, "at least one of each"),
    "column of texts": ({"a.json": made.createai(made.xyz(x=["1"] * 40))}, "holds '1'"),
    "gesture without a name": ({"a.json": made.createai(made.xyz(), name="")}, "label is empty"),
    "ragged vectors": ({"a.json": made.createai(made.vectors([1, 2, 3], [1]))}, "sample 1 has 1"),
    "vectors of text": ({"a.json": made.createai(made.vectors("abc"))}, "sample 0 has 'abc'"),
    "no vectors": ({"a.json": made.createai(made.vectors())}, "holds no samples"),
    "other sensors": (
        {
            "a.json": made.createai(
                made.vectors([1, 2, 3]), made.vectors([1, 2, 3], labels=["X", "Y", "Light"])
            )
        },
        "recording 1 has the channels X, Y, Light",
    ),
    "labels of a number": ({"a.json": made.createai(made.vectors([1], labels=7))}, "no list"),
    "a program": ({"a.hex": ":020000040000FA"}, "save its data samples"),
    # CSV
    "no header": ({"a.csv": "1,2,3\n"}, "does not name its axes"),
    "nothing": ({"a.csv": ""}, "does not name its axes"),
    "header alone": ({"a.csv": "ax,ay,az\n\n\n"}, "holds no samples"),
    "ragged lines": ({"a.csv": "ax,ay\n1,2\n1\n"}, "line 3 has 1 columns instead of 2"),
    "text": ({"a.csv": "ax,ay\n1,x\n"}, "line 2 is '1,x'"),
    "commas of thousands": ({"a.csv": "ax;ay\n1,000.5;2\n"}, "which is not 2 numbers"),
    "not finite": ({"a.csv": "ax\n1\nnan\n"}, "lines 2..3 holds 'nan'"),
    "other columns": ({"a.csv": "ax\n1\n", "b.csv": "ay\n1\n"}, "b.csv has the columns 'ay'"),
    "Latin-1": ({"a.csv": "ax\n1 \xb5\n".encode("latin-1")}, "not a text file"),
    "strange label": ({"a\x07.csv": "ax\n1\n"}, "not allowed"),
    # arrays
    "objects": ({"a.npy": made.npy(np.array([[{}] * 3], dtype=object))}, "array of type object"),
    "one dimension": ({"a.npy": made.npy(np.arange(3))}, "not .samples, 3 or 6"),
    "four channels": ({"a.npy": made.npy(np.ones((9, 4)))}, "not .samples, 3 or 6"),
    "no samples": ({"a.npy": made.npy(np.ones((0, 3)))}, "no whole take"),
    "array of NaN": ({"a.npy": made.npy(np.full((9, 3), np.nan))}, "no finite numbers"),
    "half a header": ({"a.npy": made.npy(np.ones((9, 3)), keep=40)}, "is no numpy array"),
    "endless shape": ({"a.npy": made.npy_header("(10**30, 3)")}, "is no numpy array"),
    "shape below zero": ({"a.npy": made.npy_header("(-5, 3)", b"123456")}, "no whole take"),
    "shape of texts": ({"a.npy": made.npy_header("('9', 3)", b"123456")}, "is no numpy array"),
    "deep header": ({"a.npy": made.npy_header("-" * 9000 + "1")}, "is no numpy array"),
    "no array": ({"a.npy": b"hello"}, "is no numpy array"),
    "columns first, cut": (
        {"a.npy": made.npy(np.asfortranarray(np.ones((9, 3))), keep=-8)},
        "no whole take",
    ),
    "other channels": (
        {"a.npy": made.npy(np.ones((9, 3))), "b.npy": made.npy(np.ones((9, 6)))},
        "b.npy has 6 channels",
    ),
    # archives and folders
    "nothing known": ({"a.txt": "hello"}, "in no known format"),
    "a dataset": ({"dataset.json": "{}"}, "dataset of this kit already"),
}


def refused(source: Path, tmp_path: Path, message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        import_recordings(source, tmp_path / "set", TOLD)
    assert str(caught.value).count("\n") == 1
    assert all(sign.isprintable() or sign == "\n" for sign in str(caught.value))
    assert not (tmp_path / "set").exists()


@pytest.mark.fault(25, "broken, ragged, deep, endless and absurd JSON, CSV and arrays")
@pytest.mark.parametrize("name", FOLDERS)
def test_hostile_folders(tmp_path: Path, name: str) -> None:
    content, message = FOLDERS[name]
    refused(made.write(tmp_path / "src", content), tmp_path, message)


@pytest.mark.fault(25, "archives whose names lead out of them")
@pytest.mark.parametrize("name", ["../a.json", "/a.json", "x/../../a.json", "C:/a.json"])
def test_names_that_lead_out_of_an_archive(tmp_path: Path, name: str) -> None:
    refused(made.write(tmp_path / "a.zip", {name: GOOD}), tmp_path, "is not allowed")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


@pytest.mark.fault(25, "a link that leads out of the folder")
def test_links_that_lead_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text(json.dumps(GOOD))
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.json").symlink_to(tmp_path / "secret.json")
    refused(tmp_path / "src", tmp_path, "lies outside of its folder")


@pytest.mark.fault(25, "pipes among the files")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    source = made.write(tmp_path / "src", {"a.json": GOOD})
    os.mkfifo(source / "b.json")
    os.mkfifo(tmp_path / "c.json")
    assert import_recordings(source, tmp_path / "good", TOLD).added == 1
    refused(tmp_path / "c.json", tmp_path, "no known format")


@pytest.mark.fault(25, "an archive with two files of one name")
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archives_that_hold_a_name_twice(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.json", json.dumps(GOOD))
        archive.writestr("a.json", json.dumps(GOOD))
    refused(tmp_path / "a.zip", tmp_path, "two files of the name 'a.json'")


@pytest.mark.fault(25, "65 MB of spaces in an archive below 1 MB")
def test_zip_bombs_are_not_unpacked(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("a.json", "w", force_zip64=True) as file,
    ):
        for _ in range((files.MAX_FILE >> 20) + 1):
            file.write(b" " * (1 << 20))
    assert (tmp_path / "a.zip").stat().st_size < 1 << 20
    refused(tmp_path / "a.zip", tmp_path, "the largest of 65 MB")


@pytest.mark.fault(25, "an archive with a file without a name")
def test_archives_with_a_file_without_a_name(tmp_path: Path) -> None:
    source = made.write(tmp_path / "a.zip", {"a.json": GOOD})
    source.write_bytes(made.nameless(source.read_bytes()))
    refused(source, tmp_path, "The file name '' is not allowed")


@pytest.mark.fault(25, "an archive that says less than it holds")
def test_archives_that_lie_about_sizes(tmp_path: Path) -> None:
    """The size in the directory is believed, so more than it is never read."""
    source = made.write(tmp_path / "a.zip", {"a.json": json.dumps(GOOD) + " " * 100_000})
    size = source.read_bytes().rindex(b"PK\x01\x02") + 24
    data = bytearray(source.read_bytes())
    data[size : size + 4] = (10).to_bytes(4, "little")
    source.write_bytes(data)
    refused(source, tmp_path, "cannot be read|no known format")


@pytest.mark.fault(25, "too many files, too large ones, too much in all")
@pytest.mark.parametrize("limit", ["MAX_FILES", "MAX_FILE", "MAX_BYTES"])
def test_limits(tmp_path: Path, limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, limit, 1)
    content = {"a.json": GOOD, "b.json": GOOD}
    refused(made.write(tmp_path / "src", content), tmp_path, "Split it")


@pytest.mark.parametrize(("takes", "rate"), [(1, 1), (31, 104)])
def test_takes_too_long_for_the_memory(
    tmp_path: Path, takes: int, rate: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = import_module("tinyspark.importers.convert")
    monkeypatch.setattr(module, "MAX_SAMPLES", 1000)
    monkeypatch.setattr(module, "MAX_IN_ALL", 1200)
    source = made.write(tmp_path / "src", {f"{take}.json": GOOD for take in range(takes)})
    with pytest.raises(UserError, match=r"million samples at 104 Hz, more than 0.0.\nCheck"):
        import_recordings(source, tmp_path / "set", ImportOptions(rate=rate))


@pytest.mark.fault(25, "an archive cut at every 41st byte")
def test_archives_cut_anywhere(tmp_path: Path) -> None:
    whole = made.write(tmp_path / "a.zip", labelled("up")).read_bytes()
    for length in range(0, len(whole), 41):
        (tmp_path / "a.zip").write_bytes(whole[:length])
        refused(tmp_path / "a.zip", tmp_path, ".")


@pytest.mark.fault(25, "an archive with one byte changed")
def test_archives_with_any_byte_changed(tmp_path: Path) -> None:
    """Whatever a byte does, there is a clear refusal or a whole import; never a traceback."""
    whole = made.write(tmp_path / "a.zip", labelled("up")).read_bytes()
    generator = np.random.default_rng(5)
    for turn in range(150):
        data = bytearray(whole)
        data[generator.integers(len(data))] = generator.integers(256)
        (tmp_path / "a.zip").write_bytes(data)
        try:
            import_recordings(tmp_path / "a.zip", tmp_path / f"set{turn}", TOLD)
        except UserError as error:
            assert str(error).count("\n") == 1, str(error)
            assert not (tmp_path / f"set{turn}").exists()


def test_a_bad_take_leaves_a_dataset_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    good = made.write(tmp_path / "good", {"a.json": GOOD})
    bad = made.write(tmp_path / "bad", {"a.json": GOOD, "b.json": made.edge_impulse(values=[])})
    assert main(["dataset", "import", str(good), str(tmp_path / "set")]) == 0
    there = sorted(path.read_bytes() for path in (tmp_path / "set").rglob("*") if path.is_file())
    assert main(["dataset", "import", str(bad), str(tmp_path / "set")]) == 1
    assert capsys.readouterr().err.count("\n") == 2
    after = sorted(path.read_bytes() for path in (tmp_path / "set").rglob("*") if path.is_file())
    assert after == there
