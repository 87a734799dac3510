"""Imports of the formats of other tools: what each says, what must be told, the real files."""

from collections import Counter
from pathlib import Path
from typing import Any

import foreign_files as made
import numpy as np
import pytest

from real_data import real_data
from tinyspark.cli import main
from tinyspark.errors import UserError
from tinyspark.importers import Imported, ImportOptions, import_recordings
from tinyspark.importers.labels import assumptions, named

NOTHING = ImportOptions()
TOLD = ImportOptions(rate=104, accel_unit="g", gyro_unit="dps")
XYZ_LINES = "aX,aY,aZ\r\n" + "1,2,3\r\n" * 30


def take_in(tmp_path: Path, files: dict[str, Any], options: ImportOptions, name: str) -> Imported:
    return import_recordings(made.write(tmp_path / name, files), tmp_path / "set", options)


@pytest.mark.parametrize("name", ["export", "export.zip"])
def test_edge_impulse_with_labels_splits_and_metadata(tmp_path: Path, name: str) -> None:
    who = {"subject": "ann", "session": "morning"}
    files = {
        "testing/b.1.json": made.edge_impulse(),
        "training/a.1.json": made.edge_impulse(),
        "info.labels": made.info(
            made.listed("training/a.1.json", {"type": "label", "label": "grüße"}, metadata=who),
            made.listed("testing/b.1.json", "down", category="testing"),
        ),
        "testing/info.labels": made.info(made.listed("b.1.json", "another")),
        "README.txt": "read me",
        "__MACOSX/._a.1.json": b"\x00",
    }
    imported = take_in(tmp_path, files, NOTHING, name)
    assert imported.format == "edge-impulse"
    assert imported.converted.rates == [104, 104]
    first, second = imported.dataset.recordings
    assert (first.label, first.subject, first.session) == ("grüße", "ann", "morning")
    assert (first.split, first.created) == ("train", "2025-09-26T16:01:42+00:00")
    assert (second.label, second.split, second.subject) == ("down", "test", "")
    there = np.array(made.WAVE) / 9.80665
    assert np.abs(imported.dataset.settings.physical(first.samples) - there).max() < 0.00013


def test_edge_impulse_without_info_labels_says_so(tmp_path: Path) -> None:
    files = {"testing/circle.abc.json": made.edge_impulse(), "idle.1.json": made.edge_impulse()}
    imported = take_in(tmp_path, files, NOTHING, "export")
    assert [take.label for take in imported.takes] == ["idle", "circle"]
    assert imported.takes[1].details["split"] == "test"
    assert "starts of the files' names" in imported.converted.notes[0]
    alone = tmp_path / "export" / "idle.1.json"
    assert import_recordings(alone, tmp_path / "alone", NOTHING).takes[0].label == "idle"


def test_edge_impulse_file_with_several_labels_is_cut(tmp_path: Path) -> None:
    parts = [
        {"label": "idle", "startIndex": 0, "endIndex": 9},
        {"label": "wave", "startIndex": 10, "endIndex": 39},
    ]
    label = {"type": "multi-label", "labels": parts}
    files = {"a.json": made.edge_impulse(), "info.labels": made.info(made.listed("a.json", label))}
    takes = take_in(tmp_path, files, NOTHING, "export").takes
    assert [(take.label, len(take.samples)) for take in takes] == [("idle", 10), ("wave", 30)]


def test_edge_impulse_takes_may_have_rates_and_boards_of_their_own(tmp_path: Path) -> None:
    files = {
        "a.json": made.edge_impulse(interval_ms=10, device_name="red"),
        "b.json": made.edge_impulse(interval_ms=20, device_name="blue"),
    }
    imported = take_in(tmp_path, files, NOTHING, "export")
    assert imported.converted.rates == [100, 50]
    assert [len(take.samples) for take in imported.takes] == [41, 82]
    assert [take.details["session"] for take in imported.takes] == ["red", "blue"]
    assert "the takes of one device are one session" in imported.converted.notes


def test_edge_impulse_units_that_say_nothing_are_asked_for(tmp_path: Path) -> None:
    sensors = [{"name": name, "units": "N/A"} for name in ("accX", "gyrX")]
    file = made.edge_impulse(sensors=sensors, values=[[1, 2]] * 30, interval_ms=0)
    with pytest.raises(UserError, match=r"--rate HZ --accel-unit .* --gyro-unit"):
        take_in(tmp_path, {"a.json": file}, NOTHING, "export")
    assert take_in(tmp_path, {"a.json": file}, TOLD, "export").added == 1


def test_edge_impulse_single_sensor_has_bare_numbers(tmp_path: Path) -> None:
    file = made.edge_impulse(
        sensors=[{"name": "proximity", "units": "N/A"}], values=[3, 500, 2000], interval_ms=250
    )
    imported = take_in(tmp_path, {"near.json": file}, NOTHING, "export")
    assert imported.takes[0].samples.tolist() == [[3], [500], [1023]]
    assert imported.dataset.settings.rate == 4


def test_edge_impulse_in_cbor(tmp_path: Path) -> None:
    cbor2 = pytest.importorskip("cbor2")
    data = cbor2.dumps(made.edge_impulse())
    imported = take_in(tmp_path, {"training/up.1.cbor": data}, NOTHING, "export.zip")
    assert (imported.takes[0].label, len(imported.takes[0].samples)) == ("up", 40)
    with pytest.raises(UserError, match="is not CBOR"):
        take_in(tmp_path, {"up.cbor": data[:-20]}, NOTHING, "cut")


def test_cbor_without_its_library_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "cbor2", None)
    with pytest.raises(UserError, match=r"-m pip install cbor2"):
        take_in(tmp_path, {"a.cbor": b"payload"}, NOTHING, "export")


def test_arduino_takes_are_apart_by_blank_lines_and_headers(tmp_path: Path) -> None:
    again = "aX,aY,aZ\r\n1,2,3\r\n\r\n\r\n , ,\r\n4,5,6\r\naX,aY,aZ\r\n7,8,9\r\n"
    imported = take_in(tmp_path, {"up.csv": again, "down/1.csv": XYZ_LINES}, TOLD, "csv")
    labels = [(take.label, len(take.samples)) for take in imported.takes]
    assert labels == [("down", 30), ("up", 1), ("up", 1), ("up", 1)]
    assert "1 of 2 files have no blank lines" in " ".join(imported.converted.notes)
    alone = import_recordings(tmp_path / "csv" / "up.csv", tmp_path / "alone", TOLD)
    assert (alone.format, len(alone.takes)) == ("arduino", 3)


def test_arduino_with_semicolons_or_tabs(tmp_path: Path) -> None:
    files = {"a.csv": "ax;ay;az\n1;2;3\n", "b.csv": "ax\tay\taz\n1\t2\t3\n"}
    imported = take_in(tmp_path, files, TOLD, "csv")
    assert [take.samples.tolist() for take in imported.takes] == [[[4098, 8197, 12295]]] * 2
    assert not any("commas" in note for note in imported.converted.notes)


def test_decimal_commas_beside_semicolons(tmp_path: Path) -> None:
    """As a spreadsheet in German or French writes them, with a mark of its encoding."""
    table = "\ufeffZeit (s);ax (g);ay (g)\r\n0,00;1,5;-0,25\r\n0,01;2;1e-1\r\n"
    imported = take_in(tmp_path, {"a.csv": table}, ImportOptions(104), "csv")
    assert imported.takes[0].samples.tolist() == [[6148, -1025], [8197, 410]]
    assert "commas are decimal ones: 0,5 is 0.5" in imported.converted.notes


def test_the_report_says_what_was_read_told_and_assumed(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    files = {"up.csv": "ax,ay,az,t\n" + "0,0,16384,7\n" * 104, "down.csv": "ax,ay,az,t\n0,0,1,2\n"}
    source = str(made.write(tmp_path / "csv", files))
    told = ["--rate", "52", "--counts-per-g", "16384"]
    assert main(["dataset", "import", source, str(tmp_path / "set"), *told]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for part in (
        "Read 2 takes",
        "(format arduino)",
        "down 1, up 1",
        "length 2 s in all",
        "52 Hz as told, resampled linearly to 104 Hz",
        "counts as told, stored as counts of +-8 g; it was 0 to 1.638e+04",
        "left out 't' (no axes of the kit)",
        "the labels are the names of the files",
    ):
        assert part in said


def test_units_in_a_header_are_read(tmp_path: Path) -> None:
    head = "time (ms),accX (m/s^2),accY (m/s^2),accZ [m/s^2],gyroX (deg/s)"
    files = {"a.csv": head + "\n" + "10,0,0,9.80665,70\n" * 30}
    converted = take_in(tmp_path, files, ImportOptions(104), "csv").converted
    assert (converted.accel_unit, converted.gyro_unit) == ("m/s2", "dps")
    assert converted.takes[0][0].tolist() == [0, 0, 4098, 1000]
    assert converted.left_out == ["time"]


@pytest.mark.parametrize(
    ("file", "form"),
    [
        (made.createai(made.xyz()), "createai"),
        ({"data": made.createai(made.xyz())}, "createai"),
        (made.createai(made.vectors(*[[0.1, 0.2, 0.3]] * 40)), "ml-machine"),
    ],
)
def test_microbit_pages(tmp_path: Path, file: Any, form: str) -> None:
    place = made.write(tmp_path, {"samples.json": file}) / "samples.json"
    with pytest.raises(UserError, match=r"50 samples per second, in g\)\.\nAdd --rate HZ --accel"):
        import_recordings(place, tmp_path / "set", NOTHING)
    told = ImportOptions(rate=50, accel_unit="g")
    imported = import_recordings(place, tmp_path / "set", told)
    assert imported.format == form
    assert (imported.takes[0].label, len(imported.takes[0].samples)) == ("wave", 82)


def test_several_files_of_a_page_are_sessions(tmp_path: Path) -> None:
    files = {"ann.json": made.createai(made.xyz()), "ben.json": made.createai(made.xyz())}
    imported = take_in(tmp_path, files, TOLD, "all.zip")
    assert [take.details["session"] for take in imported.takes] == ["ann", "ben"]
    assert imported.takes[0].details["created"] == "2024-12-11T19:11:41+00:00"


def test_npy_cut_short_and_named_by_time(tmp_path: Path) -> None:
    values = np.arange(1200, dtype="<i2").reshape(400, 3)
    files = {
        "2025-06-15T192744_snake.npy": made.npy(values),
        "2025-06-15T192752_snake.npy": made.npy(values, keep=-900),
        "wave/1.npy": made.npy(np.asfortranarray(values.astype(">f8"))),
    }
    imported = take_in(tmp_path, files, ImportOptions(104, counts_per_g=16384), "npy")
    lengths = [(take.label, len(take.samples)) for take in imported.takes]
    assert lengths == [("snake", 400), ("snake", 250), ("wave", 400)]
    assert imported.takes[0].samples[-1].tolist() == imported.takes[2].samples[-1].tolist()
    assert imported.takes[0].details["session"] == "2025-06-15"
    assert imported.takes[0].details["created"] == "2025-06-15T19:27:44"
    assert "1 file ended before all the samples" in " ".join(imported.converted.notes)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("up.csv", "up"),
        ("up.1.csv", "up"),
        ("up/1.csv", "up"),
        ("a/up/1.csv", "up"),
        ("2025-06-15T19:27:44_two_words.npy", "two_words"),
    ],
)
def test_labels_of_names(name: str, label: str) -> None:
    assert named(name).label == label


def test_numbered_labels_are_doubted() -> None:
    assert len(assumptions(["up.csv", "down.csv"])) == 1
    assert "up_1 and up_2 are two labels" in assumptions(["up_1.csv", "up_2.csv"])[1]


def test_counts_of_other_sensors(tmp_path: Path) -> None:
    files = {"a.csv": "ax,ay,az\n" + "0,0,16384\n" * 30}
    counts = take_in(tmp_path, files, ImportOptions(104, "counts"), "csv").converted
    assert "with 16384 counts per g it would be 1 g" in counts.notes[0]
    told = ImportOptions(104, counts_per_g=16384)
    converted = import_recordings(tmp_path / "csv", tmp_path / "two", told).converted
    assert converted.takes[0][0].tolist() == [0, 0, 4098]
    for wrong in (ImportOptions(104, "g", counts_per_g=2), ImportOptions(104, counts_per_g=-1)):
        with pytest.raises(UserError, match="--counts-per-g"):
            import_recordings(tmp_path / "csv", tmp_path / "three", wrong)


REAL = {
    "edge-impulse-export/imu-acc-export.zip": (
        ImportOptions(accel_unit="g"),
        {"circle": 24, "flick": 24, "idle": 24, "updown": 24},
        "xiao_lsm6ds3_streams",
    ),
    "arduino-csv": (
        ImportOptions(119, "g", "dps"),
        {"circ": 48, "flex": 26, "hori": 98, "punch": 16, "vert": 77},
        "nano_gestures",
    ),
    "ml-machine-json/exampleDataset.json": (
        ImportOptions(50, "g"),
        {"Circle": 11, "Idle": 9, "Shake": 8},
        "mlmachine_microbit",
    ),
    "emlearn-npy": (
        ImportOptions(100, counts_per_g=16384),
        {"idle": 5, "snake": 6, "updown": 6, "wave": 7},
        "emlearn_cgestures",
    ),
}


@pytest.mark.parametrize("source", REAL)
def test_real_files_of_other_tools(tmp_path: Path, source: str) -> None:
    """They hold what the .npz of the same recordings holds, made by another program."""
    told, labels, same = REAL[source]
    imported = import_recordings(real_data(f"original/{source}"), tmp_path / "set", told)
    assert Counter(take.label for take in imported.takes) == labels
    with np.load(real_data(f"{same}.npz")) as arrays:
        lengths = sorted(np.diff(arrays["offsets"]).tolist())
        total = np.abs(arrays["data"][:, :3].astype(np.float64)).sum()
    assert sorted(len(take.values) for take in imported.source.takes) == lengths
    read = sum(np.abs(take.values[:, :3]).sum() for take in imported.source.takes)
    assert read == pytest.approx(total, rel=1e-5)
