"""Exports of datasets and the way back: what comes back as it was, what is rounded, what lost."""

import json
import shlex
from pathlib import Path

import numpy as np
import pytest
from takes import COURSE, SYNTHETIC

import hands
from tinyspark.cli import main
from tinyspark.dataset import Dataset, Settings
from tinyspark.dataset.columns import with_axes
from tinyspark.dataset.settings import BOTH, IMU
from tinyspark.errors import UserError
from tinyspark.exporters import FORMATS, export
from tinyspark.exporters.package import ALONE, Package, write

ENDINGS = {"createai": ".json", "npz": ".npz", "csv": "", "edge-impulse": ""}
EXACT = ["edge-impulse", "csv", "npz"]


def dataset(*arguments: object) -> int:
    return main(["dataset", *map(str, arguments)])


def make(folder: Path, settings: Settings = IMU) -> Dataset:
    """A few takes over the whole range of counts, with all there is to say about them."""
    made = Dataset.create(folder, settings, notes="made up")
    generator = np.random.default_rng(1)
    rows = [
        ("grüße", "ann", "1", "train"),
        ('a,"b"', "ben", "", "test"),
        ("../x", "", "2", "validation"),
        ("grüße", "", "", ""),
    ]
    for label, subject, session, split in rows:
        samples = generator.integers(-32768, 32768, (60, len(settings.axes)))
        made.add(samples, label, subject=subject, session=session, split=split)
    return made


def there_and_back(made: Dataset, form: str, place: Path, ending: str = "") -> Dataset:
    """Export by the command, and import by the command that it names."""
    output = place / f"out{ending or ENDINGS[form]}"
    package = export(made, form, output)
    options = shlex.split(package.again)
    assert dataset("import", output, place / f"back-{form}", *options) == 0
    return Dataset.open(place / f"back-{form}")


def details(made: Dataset) -> list[tuple[str, str, str, str]]:
    return [(take.label, take.subject, take.session, take.split) for take in made.recordings]


@pytest.mark.parametrize("form", EXACT)
def test_every_count_and_detail_comes_back(tmp_path: Path, form: str) -> None:
    made = make(tmp_path / "set")
    back = there_and_back(made, form, tmp_path)
    assert back.hash() == made.hash()
    assert details(back) == details(made)


@pytest.mark.parametrize("form", ["edge-impulse", "csv"])
def test_archives_come_back_too(tmp_path: Path, form: str) -> None:
    made = make(tmp_path / "set")
    assert there_and_back(made, form, tmp_path, ".zip").hash() == made.hash()


@pytest.mark.parametrize("form", EXACT)
@pytest.mark.parametrize("source", [COURSE, SYNTHETIC], ids=lambda path: path.name)
def test_datasets_of_the_kit_come_back(tmp_path: Path, form: str, source: Path) -> None:
    made = Dataset.open(source)
    assert there_and_back(made, form, tmp_path).hash() == made.hash()


@pytest.mark.parametrize("form", EXACT)
@pytest.mark.parametrize("accel_range", [2, 4, 16])
def test_other_ranges_and_rates_come_back_within_a_count(
    tmp_path: Path, form: str, accel_range: int, capsys: pytest.CaptureFixture
) -> None:
    settings = Settings("imu", ("ax", "ay", "az", "gz"), 104, accel_range, 250)
    made = make(tmp_path / "set", settings)
    back = there_and_back(made, form, tmp_path)
    assert back.settings == Settings("imu", settings.axes, 104, 8, 2000)
    limits = np.array([32767 * back.settings.unit(axis)[1] for axis in settings.axes])
    halves = np.array([back.settings.unit(axis)[1] / 2 for axis in settings.axes])
    for take, there in zip(made.recordings, back.recordings, strict=True):
        expected = np.clip(settings.physical(take.samples), -limits - 2 * halves, limits)
        assert (np.abs(back.settings.physical(there.samples) - expected) <= halves * 1.01).all()
    again = tmp_path / f"again{ENDINGS[form]}"
    assert dataset("export", tmp_path / "set", "--as", form, "-o", again) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"becomes counts of +-8 g, not +-{accel_range} g" in said


def test_createai_holds_the_acceleration_at_its_own_rate(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    made = Dataset.open(SYNTHETIC)
    back = there_and_back(made, "createai", tmp_path)
    assert [take.label for take in back.recordings] == sorted(
        take.label for take in made.recordings
    )
    assert back.settings.axes == ("ax", "ay", "az")
    (gesture, *_) = json.loads((tmp_path / "out.json").read_text())
    assert {"id", "name", "icon", "recordings"} <= gesture.keys()
    assert dataset("export", SYNTHETIC, "--as", "createai", "-o", tmp_path / "b.json") == 0
    out = capsys.readouterr().out
    assert "resampled linearly from 104 to the page's 50 Hz" in out
    assert "left out: gx, gy, gz, subjects, sessions" in out
    assert "beyond the +-2 g" in out


def test_createai_comes_back_exactly_where_its_rate_holds_the_takes(tmp_path: Path) -> None:
    """A slow straight line is the same at any rate, so counts differ by rounding alone."""
    made = Dataset.create(tmp_path / "set", Settings("imu", ("ax", "ay", "az"), 104, 8, None))
    ramp = np.arange(105)[:, np.newaxis] * np.array([10, -20, 30])
    made.add(ramp, "ramp")
    samples = there_and_back(made, "createai", tmp_path).recordings[0].samples
    assert np.abs(samples - ramp[: len(samples)]).max() <= 1
    assert len(samples) >= 104


@pytest.mark.parametrize("form", ["createai", "npz"])
def test_a_file_needs_the_ending_by_which_it_is_known(form: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=rf"Use -o .*/out{ENDINGS[form]}"):
        export(Dataset.open(SYNTHETIC), form, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_createai_needs_an_accelerometer(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"CreateAI needs ax ay az.\nExport it as"):
        export(Dataset.open(COURSE), "createai", tmp_path / "out.json")
    assert not (tmp_path / "out.json").exists()


def test_an_empty_dataset_is_not_exported(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no takes"):
        export(Dataset.create(tmp_path / "set", IMU), "csv", tmp_path / "out")


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    output = str(tmp_path / "a b.zip")
    assert dataset("export", COURSE, "--as", "edge-impulse", "-o", output, "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["takes"], facts["format"], facts["output"]) == (10, "edge-impulse", output)
    assert facts["import_again"] == f"tinyspark dataset import '{output}' DATASET"


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_there_is_never_overwritten(tmp_path: Path, form: str) -> None:
    file, full = (tmp_path / f"{name}{ENDINGS[form]}" for name in ("file", "full"))
    file.write_text("mine")
    full.mkdir()
    (full / "file").write_text("mine")
    for place in (file, full):
        with pytest.raises(UserError, match="is there already"):
            export(Dataset.open(SYNTHETIC), form, place)
    assert sorted(tmp_path.rglob("*")) == sorted([file, full, full / "file"])


def test_a_failed_export_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cannot write"):
        write(
            Package({"a/b.csv": b"", "a": b"a file in the place of a folder"}, []),
            tmp_path / "out",
        )
    with pytest.raises(UserError, match="Cannot write"):
        write(Package({ALONE: b""}, []), Path("/dev/null/out"))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(Package({"deep/a.csv": b"ax\n"}, []), tmp_path / "out")
    assert (tmp_path / "out" / "deep" / "a.csv").read_bytes() == b"ax\n"


@pytest.mark.parametrize("form", EXACT)
@pytest.mark.parametrize("axes", [BOTH.axes, ("proximity",), ("gz", "proximity")], ids=" ".join)
def test_both_sensors_come_back(tmp_path: Path, form: str, axes: tuple[str, ...]) -> None:
    made = with_axes(hands.dataset(tmp_path / "hands", 1), axes)
    narrow = Dataset.create(tmp_path / "set", made.settings)
    for take in made.recordings:
        narrow.add(take.samples, take.label, session=take.session)
    back = there_and_back(narrow, form, tmp_path)
    assert back.settings == made.settings and back.hash() == narrow.hash()
