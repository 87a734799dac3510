"""Datasets on disk: round trip, appends, crashes, bad files."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from tinyspark.dataset import Dataset, DatasetError, dataset_rows
from tinyspark.dataset.settings import IMU, PROXIMITY, Settings
from tinyspark.errors import UserError

TAKE = np.arange(60, dtype=np.int16).reshape(10, 6) - 30
HEADER = "ax,ay,az,gx,gy,gz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dataset with two takes."""
    dataset = Dataset.create(tmp_path / "set", IMU, name="set", licence="MIT", notes="n")
    dataset.add(TAKE, "circle", subject="a", session="1", split="train", verdict="cut off")
    dataset.add(TAKE + 1, "grüße 👋", subject="b")
    return tmp_path / "set"


def the_take(folder: Path, number: int = 0) -> Path:
    return sorted((folder / "recordings").iterdir())[number]


def test_round_trip(folder: Path) -> None:
    dataset = Dataset.open(folder)
    first, second = dataset.recordings
    assert (first.label, first.subject, first.session) == ("circle", "a", "1")
    assert (first.split, first.verdict) == ("train", "cut off")
    assert first.samples.dtype == np.int16
    assert np.array_equal(first.samples, TAKE)
    assert second.label == "grüße 👋"
    assert dataset.labels == ["circle", "grüße 👋"] == dataset.info["labels"]
    assert (dataset.name, dataset.settings) == ("set", IMU)


def test_files_as_documented(folder: Path) -> None:
    info = json.loads((folder / "dataset.json").read_text("utf-8"))
    assert (info["format"], info["sample_rate"], info["accel_range"]) == (1, 104, 8)
    rows = (folder / "recordings.csv").read_text("utf-8").splitlines()
    assert rows[0] == "id,file,label,subject,session,split,created,verdict"
    assert rows[1].startswith("000001-")
    assert the_take(folder).read_text("utf-8").splitlines()[:2] == [
        HEADER,
        "-30,-29,-28,-27,-26,-25",
    ]
    assert not list(folder.rglob("*.tmp"))


@pytest.mark.fault(22, "labels that look like paths")
def test_ids_never_come_from_labels(folder: Path) -> None:
    take = Dataset.open(folder).add(TAKE, "../CON <script>")
    assert take.id.replace("-", "").isalnum()
    assert the_take(folder, -1).name == f"{take.id}.csv"


def test_appending_goes_on_after_the_last_id(folder: Path) -> None:
    ids = [Dataset.open(folder).add(TAKE, "circle", subject=name).id for name in "cde"]
    assert ids == sorted(ids)
    assert [name[:6] for name in ids] == ["000003", "000004", "000005"]


def test_hash_follows_labels_and_samples(folder: Path, tmp_path: Path) -> None:
    dataset = Dataset.open(folder)
    before = dataset.hash()
    assert before == Dataset.open(folder).hash()
    other = Dataset.create(tmp_path / "other", IMU)
    for take in dataset.recordings:
        other.add(take.samples, take.label, subject="someone else")
    assert other.hash() == before
    other.add(TAKE, "x")
    assert other.hash() != before


def test_other_settings_are_refused(folder: Path) -> None:
    assert len(Dataset.open_or_create(folder, IMU).recordings) == 2
    with pytest.raises(DatasetError, match="the sensor imu, the new ones the sensor prox"):
        Dataset.open_or_create(folder, PROXIMITY)


def test_create_refuses_a_folder_in_use(folder: Path) -> None:
    with pytest.raises(DatasetError, match="not empty"):
        Dataset.create(folder, IMU)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros((0, 6), np.int16),
        np.zeros((5, 3), np.int16),
        np.zeros(6, np.int16),
        np.full((2, 6), 32768),
        np.zeros((2, 6), np.float64),
        np.full((2, 6), np.nan),
    ],
)
def test_bad_takes_are_not_written(folder: Path, samples: np.ndarray) -> None:
    with pytest.raises(UserError):
        Dataset.open(folder).add(samples, "circle")
    assert len(Dataset.open(folder).recordings) == 2


@pytest.mark.fault(20, "the host's disk is full")
def test_a_full_disk_is_one_message(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    dataset = Dataset.open(folder)
    monkeypatch.setattr("tinyspark.dataset.dataset_rows.os.replace", no_space)
    with pytest.raises(DatasetError, match="No space left"):
        dataset.add(TAKE, "circle")
    monkeypatch.undo()
    assert len(Dataset.open(folder).recordings) == 2


def test_every_way_to_cut_the_last_row_is_survived(folder: Path) -> None:
    """A crash leaves any part of the last row: the first take stays, appending goes on."""
    rows = folder / "recordings.csv"
    whole = rows.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for cut in range(last + 1, len(whole)):
        rows.write_bytes(whole[:cut])
        problems: list[str] = []
        kept = len(Dataset.open(folder, problems).recordings)
        traces = (
            any("half-written" in p for p in problems),
            any("not listed" in p for p in problems),
        )
        assert (kept, *traces) in ((1, True, True), (2, False, False)), cut
        Dataset.open(folder).add(TAKE, "after the crash")
        after = Dataset.open(folder).recordings
        assert [take.label for take in after[:1] + after[-1:]] == ["circle", "after the crash"]
        assert len(after) == kept + 1
        the_take(folder, -1).unlink()  # of the take after the crash


def test_an_unlisted_take_is_reported_and_kept(folder: Path) -> None:
    (folder / "recordings" / "000003-12345678.csv").write_text(f"{HEADER}\n1,2,3,4,5,6\n")
    (folder / "recordings" / "000004-12345678.csv.tmp").write_text("ax,")
    problems: list[str] = []
    assert len(Dataset.open(folder, problems).recordings) == 2
    assert len(problems) == 2
    assert all("not listed" in problem for problem in problems)


def test_spreadsheets_may_have_saved_it(folder: Path) -> None:
    """A byte order mark, CR LF and empty last lines change nothing."""
    before = Dataset.open(folder).hash()
    for path in (the_take(folder), folder / "recordings.csv", folder / "dataset.json"):
        text = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text + b"\r\n\r\n")
    assert Dataset.open(folder).hash() == before


BAD_TAKES = {
    "empty": ("", "empty"),
    "header only": (HEADER + "\n", "no samples"),
    "nan": (f"{HEADER}\n1,2,3,4,5,6\n1,2,nan,4,5,6\n", "line 3 holds 'nan'"),
    "text": (f"{HEADER}\n1,2,3,4,5,six\n", "line 2 holds 'six'"),
    "fraction": (f"{HEADER}\n1,2,3,4,5,6.5\n", "line 2 holds '6.5'"),
    "few columns": (f"{HEADER}\n1,2,3,4,5,6\n1,2,3,4,5\n", "line 3 has 5 columns instead of 6"),
    "many columns": (f"{HEADER}\n1,2,3,4,5,6,7\n", "line 2 has 7 columns"),
    "columns that even out": (f"{HEADER}\n1,2,3,4,5\n1,2,3,4,5,6,7\n", "line 2 has 5 columns"),
    "blank line": (f"{HEADER}\n1,2,3,4,5,6\n\n1,2,3,4,5,6\n", "line 3 has 1 columns"),
    "too big": (f"{HEADER}\n1,2,3,4,5,6\n1,2,3,4,5,40000\n", "line 3 holds a value outside"),
    "far too big": (f"{HEADER}\n1,2,3,4,5,{'9' * 30}\n", "too big"),
    "underscore": (f"{HEADER}\n1,2,3,4,5,1_0\n", "line 2 holds '1_0'"),
    "other axes": ("ax,ay,az\n1,2,3\n", "names the axes 'ax,ay,az'"),
    "semicolons": (HEADER.replace(",", ";") + "\n1;2;3;4;5;6\n", "holds '1;2;3;4;5;6'"),
    "escape in header": ("ax\x1b[2J\n1\n", r"names the axes 'ax\\x1b"),
    "binary": (b"\xff\xfe\x00", "not a text file"),
}


@pytest.mark.parametrize("name", BAD_TAKES)
def test_bad_files_are_named(folder: Path, name: str) -> None:
    text, message = BAD_TAKES[name]
    path = the_take(folder)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DatasetError, match=message) as caught:
        Dataset.open(folder)
    assert path.name in str(caught.value)
    assert "recordings.csv line 2" in str(caught.value)
    problems: list[str] = []
    assert [take.label for take in Dataset.open(folder, problems).recordings] == ["grüße 👋"]
    assert len(problems) == 1


def test_missing_and_huge_files(folder: Path) -> None:
    path = the_take(folder)
    with path.open("wb") as file:
        file.truncate(100 << 20)  # sparse: it takes no room
    with pytest.raises(DatasetError, match="too big"):
        Dataset.open(folder)
    path.unlink()
    with pytest.raises(DatasetError, match="No such file"):
        Dataset.open(folder)


@pytest.mark.fault(22, "a list of takes that names files elsewhere")
@pytest.mark.parametrize(
    "file",
    [
        "../outside.csv",
        "recordings/../../outside.csv",
        "/etc/passwd",
        "C:\\x.csv",
        "..\\x",
        "",
        "a\x00b",
    ],
)
def test_files_never_leave_the_folder(folder: Path, file: str) -> None:
    (folder.parent / "outside.csv").write_text(f"{HEADER}\n1,2,3,4,5,6\n")
    with (folder / "recordings.csv").open("a", encoding="utf-8", newline="") as rows:
        rows.write(f"000009-x,{file},circle,,,,,\n")
    with pytest.raises(DatasetError, match=r"line 4.*not allowed"):
        Dataset.open(folder)


@pytest.mark.fault(22, "links that lead out of the folder")
def test_symbolic_links_never_leave_the_folder(folder: Path) -> None:
    outside = folder.parent / "outside.csv"
    outside.write_text(f"{HEADER}\n1,2,3,4,5,6\n")
    link = folder / first_file(folder)
    link.unlink()
    try:
        link.symlink_to(outside)
    except OSError:
        pytest.skip("this system allows no symbolic links")
    with pytest.raises(DatasetError, match="outside of its folder"):
        Dataset.open(folder)


def first_file(folder: Path) -> str:
    return (folder / "recordings.csv").read_text("utf-8").splitlines()[1].split(",")[1]


BAD_ROWS = {
    "few columns": ("a,b,c\n", "line 4 has 3 columns instead of 8"),
    "open quotation": ('a,"b,c,,,,,\n', "line 4 has 0 columns"),
    "id of a path": ("../x,recordings/x.csv,circle,,,,,\n", "id '../x' is not safe"),
    "unknown split": ("000009-x,{file},circle,,,holdout,,\n", "split 'holdout' is unknown"),
    "empty label": ("000009-x,{file}, ,,,,,\n", "label is empty"),
    "bidi label": ("000009-x,{file},a\u202eb,,,,,\n", r"U\+202E"),
}


@pytest.mark.fault(22, "hostile ids, labels, splits and files in the list of takes")
@pytest.mark.parametrize("name", BAD_ROWS)
def test_bad_rows_are_named(folder: Path, name: str) -> None:
    row, message = BAD_ROWS[name]
    with (folder / "recordings.csv").open("a", encoding="utf-8", newline="") as rows:
        rows.write(row.replace("{file}", first_file(folder)))
    with pytest.raises(DatasetError, match=message):
        Dataset.open(folder)


def test_an_id_used_twice_is_named(folder: Path) -> None:
    rows = (folder / "recordings.csv").read_text("utf-8")
    (folder / "recordings.csv").write_text(rows + rows.splitlines()[1] + "\n", "utf-8")
    with pytest.raises(DatasetError, match=r"line 4.*used twice"):
        Dataset.open(folder)


BAD_INFO = {
    "no JSON": "{",
    "a list": "[]",
    "deep": "[" * 100_000,
    "newer format": '{"format": 2}',
    "no axes": '{"format": 1, "sensor": "imu"}',
    "foreign axes": '{"axes": ["ax", "bx"]}',
    "axes in another order": '{"axes": ["ay", "ax", "az", "gx", "gy", "gz"]}',
    "unknown sensor": '{"sensor": "radar"}',
    "unknown rate": '{"sample_rate": 100}',
    "rate of text": '{"sample_rate": "104"}',
    "unknown range": '{"accel_range": 3}',
    "other counts": '{"counts_per_unit": {"g": 4096}}',
    "labels no list": '{"labels": 3}',
}


@pytest.mark.fault(22, "hostile settings of a dataset")
@pytest.mark.parametrize("name", BAD_INFO)
def test_bad_info_is_one_message(folder: Path, name: str) -> None:
    path = folder / "dataset.json"
    text = BAD_INFO[name]
    if text.startswith("{") and text.endswith("}") and '"format"' not in text:
        text = json.dumps({**json.loads(path.read_text("utf-8")), **json.loads(text)})
    path.write_text(text, "utf-8")
    with pytest.raises(DatasetError) as caught:
        Dataset.open(folder)
    assert str(caught.value).count("\n") <= 1


@pytest.mark.parametrize(
    "values",
    [
        ("imu", (), 104, None, None),
        ("imu", ("ax",), 104, None, None),
        ("imu", ("ax",), 104, 8, 2000),
        ("imu", ("gx",), 104, None, 300),
        ("imu", ("ax", "ax"), 104, 8, None),
        ("imu", ("proximity",), 104, None, None),
        ("imu", ("ax",), True, 8, None),
        ("proximity", ("proximity",), 0, None, None),
        ("proximity", ("proximity",), 4, 8, None),
    ],
)
def test_impossible_settings(values: tuple) -> None:
    with pytest.raises(UserError):
        Settings(*values)


def test_units() -> None:
    assert IMU.unit("ax") == ("g", pytest.approx(0.000244))
    assert IMU.unit("gz") == ("dps", pytest.approx(0.07))
    assert PROXIMITY.unit("proximity") == ("counts", 1.0)
    assert IMU.physical(np.array([[1000, 0, 0, 100, 0, 0]]))[0].tolist() == pytest.approx(
        [0.244, 0, 0, 7, 0, 0]
    )


def test_no_dataset_says_what_to_do(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(DatasetError, match="tinyspark record"):
            Dataset.open(folder)


@pytest.mark.fault(7, "this computer loses power, or its disk fails, while a list is replaced")
def test_a_list_is_on_the_disk_before_it_has_its_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder / dataset_rows.NAME
    before, steps = place.read_text("utf-8"), []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda file: (steps.append("fsync"), fsync(file)))
    monkeypatch.setattr(os, "replace", lambda *names: (steps.append("replace"), replace(*names)))
    dataset_rows.write_whole(place, before + "\n")
    assert steps == ["fsync", "replace"] and place.read_text("utf-8") == before + "\n"

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input"):
        dataset_rows.write_whole(place, "")
    assert place.read_text("utf-8") == before + "\n" and not list(folder.glob("*.tmp"))
