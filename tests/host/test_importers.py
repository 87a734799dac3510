"""Imports: units, resampling, saturation, the plain form and what is wrong with some."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from foreign import TOLD, write_plain

from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.importers import ImportOptions, import_folder, import_recordings
from tinyspark.importers.convert import resample, to_counts
from tinyspark.importers.units import units_in


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("m/s^2, rad/s", ("m/s2", "rad/s")),
        ("m/s^2 (linear), rad/s", ("m/s2", "rad/s")),
        ("g, deg/s", ("g", "dps")),
        ("g", ("g", "")),
        ("mg, dps", ("mg", "dps")),
        ("raw int16 (see report)", ("", "")),
        ("counts", ("", "")),
        ("g, mg", ("", "")),
        ("", ("", "")),
    ],
)
def test_units_are_read_not_guessed(text: str, units: tuple[str, str]) -> None:
    assert units_in(text) == units


@pytest.mark.parametrize(
    ("unit", "value"), [("g", 1.0), ("mg", 1000.0), ("m/s2", 9.80665), ("counts", 4098.36)]
)
def test_one_g_is_4098_counts_in_every_unit(tmp_path: Path, unit: str, value: float) -> None:
    source = write_plain(tmp_path / "src", [(np.full((30, 3), value), "still")], "ax,ay,az")
    options = ImportOptions(rate=104, accel_unit=unit)
    dataset = import_folder(source, tmp_path / "set", options)
    assert np.unique(dataset.recordings[0].samples).tolist() == [4098]
    assert dataset.settings.gyro_range is None


@pytest.mark.parametrize(
    ("unit", "value"), [("dps", 70.0), ("rad/s", np.radians(70.0)), ("counts", 1000.0)]
)
def test_70_dps_are_1000_counts_in_every_unit(tmp_path: Path, unit: str, value: float) -> None:
    source = write_plain(tmp_path / "src", [(np.full((30, 3), value), "spin")], "gX,gY,gZ")
    dataset = import_folder(source, tmp_path / "set", ImportOptions(104, gyro_unit=unit))
    assert np.unique(dataset.recordings[0].samples).tolist() == [1000]
    assert dataset.settings.axes == ("gx", "gy", "gz")


@pytest.mark.parametrize("rate", [25, 26, 50, 100, 104, 119, 208, 416.5])
def test_resampling_keeps_a_straight_line_and_its_length(rate: float) -> None:
    line = np.stack([np.arange(50) / rate, 1 - np.arange(50) / rate], axis=1)
    there = resample(line, rate, 104)
    assert np.allclose(there[:, 0], np.arange(len(there)) / 104)
    assert np.allclose(there.sum(axis=1), 1)
    assert 0 <= 49 / rate - there[-1, 0] < 1 / 104 + 1e-9


def test_resampling_one_sample() -> None:
    assert resample(np.ones((1, 3)), 25, 104).tolist() == [[1, 1, 1]]


def test_saturated_values_stay_at_the_end_and_are_counted(tmp_path: Path) -> None:
    saturated: Counter[str] = Counter()
    values = np.array([[32767.4, 40000.0], [-32768.0, -1e300]])
    counts = to_counts(values, ("ax", "ay"), saturated)
    assert counts.tolist() == [[32767, 32767], [-32768, -32768]]
    assert saturated == {"ax": 0, "ay": 2}
    source = write_plain(tmp_path / "src", [(np.full((30, 6), 9.0), "hit")])
    imported = import_recordings(source, tmp_path / "set", TOLD)
    assert imported.converted.saturated == {
        "ax": 30,
        "ay": 30,
        "az": 30,
        "gx": 0,
        "gy": 0,
        "gz": 0,
    }
    assert "clipped" in imported.dataset.recordings[0].verdict


def test_proximity_keeps_its_rate_and_has_ten_bits(tmp_path: Path) -> None:
    takes = [(np.array([[10], [400], [2000]]), "closer")]
    source = write_plain(tmp_path / "src", takes, "Proximity")
    imported = import_recordings(source, tmp_path / "set", ImportOptions(rate=4))
    assert imported.dataset.settings.rate == 4
    assert imported.dataset.recordings[0].samples.tolist() == [[10], [400], [1023]]
    assert imported.converted.saturated == {"proximity": 1}


def test_plain_form_with_everything(tmp_path: Path) -> None:
    wave = np.random.RandomState(0).normal(0, 1, (40, 6))
    source = write_plain(tmp_path / "src", [(wave, "grüße"), (wave * 2, "b")])
    dataset = import_folder(source, tmp_path / "set", TOLD)
    first, second = dataset.recordings
    assert (first.label, first.subject, first.session, first.split) == (
        "grüße",
        "p0",
        "1",
        "train",
    )
    assert second.subject == "p1"
    assert np.abs(dataset.settings.physical(first.samples) - wave)[:, :3].max() < 0.00013
    assert Dataset.open(tmp_path / "set").hash() == dataset.hash()


def test_axes_are_sorted_and_other_columns_left_out(tmp_path: Path) -> None:
    values = np.tile(np.arange(5.0), (30, 1))
    source = write_plain(tmp_path / "src", [(values, "x")], "time,accZ,accY,accX,target")
    imported = import_recordings(source, tmp_path / "set", ImportOptions(104, "g"))
    assert imported.dataset.settings.axes == ("ax", "ay", "az")
    assert imported.dataset.recordings[0].samples[0].tolist() == [12295, 8197, 4098]
    assert imported.converted.left_out == ["time", "target"]


def test_importing_again_adds_nothing_and_more_is_appended(tmp_path: Path) -> None:
    same = np.random.RandomState(0).normal(0, 1, (40, 6))
    source = write_plain(tmp_path / "src", [(same, "a"), (same, "b"), (same, "a"), (same, "b")])
    assert import_recordings(source, tmp_path / "set", TOLD).added == 4  # two pairs of equals
    assert import_recordings(source, tmp_path / "set", TOLD).added == 0
    more = write_plain(tmp_path / "more", [(same, "a"), (same + 1, "a")])
    assert import_recordings(more, tmp_path / "set", TOLD).added == 1
    assert len(Dataset.open(tmp_path / "set").recordings) == 5


def test_other_settings_are_not_appended(tmp_path: Path) -> None:
    six = write_plain(tmp_path / "six", [(np.ones((30, 6)), "a")])
    three = write_plain(tmp_path / "three", [(np.ones((30, 3)), "a")], "ax,ay,az")
    import_folder(six, tmp_path / "set", TOLD)
    with pytest.raises(UserError, match="ax ay az gx gy gz, the new ones the axes ax ay az"):
        import_folder(three, tmp_path / "set", TOLD)


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        (ImportOptions(), ["--rate HZ", "--accel-unit", "--gyro-unit"]),
        (ImportOptions(rate=50), ["--accel-unit", "--gyro-unit"]),
        (ImportOptions(rate=50, accel_unit="g"), ["--gyro-unit dps|rad/s|counts"]),
        (ImportOptions(accel_unit="g", gyro_unit="dps"), ["--rate HZ"]),
        (ImportOptions(0, "g", "dps"), ["--rate"]),
        (ImportOptions(float("nan"), "g", "dps"), ["--rate"]),
        (ImportOptions(-50, "g", "dps"), ["--rate"]),
        (ImportOptions(float("inf"), "g", "dps"), ["--rate"]),
        (ImportOptions(50, "furlong", "dps"), ["--accel-unit"]),
        (ImportOptions(50, "g", "rpm"), ["--gyro-unit"]),
        (ImportOptions(50, "g", "dps", format="xls"), ["plain, npz"]),
    ],
)
def test_what_is_not_known_is_asked_for(
    tmp_path: Path, options: ImportOptions, missing: list[str]
) -> None:
    source = write_plain(tmp_path / "src", [(np.ones((30, 6)), "a")])
    with pytest.raises(UserError) as caught:
        import_folder(source, tmp_path / "set", options)
    assert all(option in str(caught.value) for option in missing)
    assert str(caught.value).count("\n") == 1
    assert not (tmp_path / "set").exists()


def test_raw_counts_hold_for_both_sensors_and_say_so(tmp_path: Path) -> None:
    source = write_plain(tmp_path / "src", [(np.full((30, 6), 4098.0), "a")])
    imported = import_recordings(source, tmp_path / "set", ImportOptions(104, "counts"))
    assert imported.converted.gyro_unit == "counts"
    assert "gyroscope is taken as counts" in imported.converted.notes[0]


def test_an_implausible_unit_is_doubted_but_obeyed(tmp_path: Path) -> None:
    source = write_plain(tmp_path / "src", [(np.full((30, 3), 0.7), "a")], "ax,ay,az")
    imported = import_recordings(source, tmp_path / "set", ImportOptions(104, "m/s2"))
    (note,) = imported.converted.notes
    assert "1.21 m/s2 = 0.124 g" in note
    assert "in g it would be 1.21 g" in note
    assert imported.dataset.recordings[0].samples.max() == 293


INDEX = "file,label,subject,session,split\n"
BAD_PLAIN = {
    "empty index": ("", "ax,ay,az\n1,2,3\n", "must name file and label"),
    "other columns": ("path,name\na.csv,x\n", "ax\n1\n", "must name file and label"),
    "no takes": (INDEX, "ax\n1\n", "lists no takes"),
    "too few columns": (f"{INDEX}a.csv\n", "ax\n1\n", "line 2 does not have the 5 columns"),
    "too many columns": (f"{INDEX}a.csv,x,,,,,\n", "ax\n1\n", "line 2 does not have the 5"),
    "open quotation": (f'{INDEX}a.csv,"x\n', "ax\n1\n", "is not CSV"),
    "file missing": (f"{INDEX}b.csv,x,,,\n", "ax\n1\n", "No such file"),
    "file outside": (f"{INDEX}../a.csv,x,,,\n", "ax\n1\n", "not allowed"),
    "absolute file": (f"{INDEX}/etc/passwd,x,,,\n", "ax\n1\n", "not allowed"),
    "hostile label": (f"{INDEX}a.csv,a\x1b[2J,,,\n", "ax\n1\n", r"line 2: The label 'a\\x1b"),
    "endless label": (f"{INDEX}a.csv,{'x' * 10_000},,,\n", "ax\n1\n", "too long"),
    "unknown split": (f"{INDEX}a.csv,x,,,holdout\n", "ax\n1\n", "split 'holdout'"),
    "NaN": (f"{INDEX}a.csv,x,,,\n", "ax,ay\n1,2\n1,nan\n", "a.csv line 3 holds 'nan'"),
    "infinity": (f"{INDEX}a.csv,x,,,\n", "ax\n1e999\n", "line 2 holds '1e999'"),
    "text": (f"{INDEX}a.csv,x,,,\n", "ax\none\n", "line 2 holds 'one'"),
    "wrong columns": (f"{INDEX}a.csv,x,,,\n", "ax,ay\n1,2\n1\n", "line 3 has 1 columns"),
    "no axes": (f"{INDEX}a.csv,x,,,\n", "time,temperature\n1,2\n", "no column of a known axis"),
    "axes twice": (f"{INDEX}a.csv,x,,,\n", "ax,accX\n1,2\n", "two columns for ax"),
    "empty take": (f"{INDEX}a.csv,x,,,\n", "", "empty"),
    "binary index": (b"\xff\xfe\x00", "ax\n1\n", "not a text file"),
}


@pytest.mark.parametrize("name", BAD_PLAIN)
def test_bad_plain_folders(tmp_path: Path, name: str) -> None:
    index, take, message = BAD_PLAIN[name]
    source = tmp_path / "src"
    source.mkdir()
    (tmp_path / "a.csv").write_text("ax\n1\n")
    (source / "index.csv").write_bytes(index if isinstance(index, bytes) else index.encode())
    (source / "a.csv").write_text(take)
    with pytest.raises(UserError, match=message) as caught:
        import_folder(source, tmp_path / "set", TOLD)
    assert str(caught.value).count("\n") == 1
    assert not (tmp_path / "set").exists()


def test_takes_with_other_columns_than_the_first(tmp_path: Path) -> None:
    source = write_plain(tmp_path / "src", [(np.ones((9, 6)), "a"), (np.ones((9, 6)), "a")])
    (source / "recordings" / "00001.csv").write_text("ax,ay,az\n1,2,3\n")
    with pytest.raises(UserError, match=r"00001.csv has the columns 'ax,ay,az'"):
        import_folder(source, tmp_path / "set", TOLD)


def test_no_source(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no"):
        import_folder(tmp_path / "none", tmp_path / "set", TOLD)
    with pytest.raises(UserError, match="no known format"):
        import_folder(tmp_path, tmp_path / "set", TOLD)
