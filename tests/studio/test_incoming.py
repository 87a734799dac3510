"""Recordings that somebody uploads: read, asked about, merged; hostile ones are refused."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tinyspark.dataset import Dataset, changes
from tinyspark.dataset.settings import IMU, PROXIMITY
from tinyspark.dataset.shelf import Shelf
from tinyspark.errors import UserError
from tinyspark.importers import ImportOptions
from tinyspark.importers.source import NotToldError
from tinyspark.studio.data import incoming, outgoing
from tinyspark.studio.data.incoming import MAX_FILES, MAX_TOTAL, MAX_UPLOAD, Incoming
from tinyspark.studio.guard import MOST_BYTES

TOLD = ImportOptions(rate=104, accel_unit="g", gyro_unit="dps")


@pytest.fixture
def arriving() -> Iterator[Incoming]:
    made = Incoming()
    yield made
    made.close()
    assert not made.folder.exists()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    dataset = Dataset.create(tmp_path / "mine", IMU)
    dataset.add(samples(1), "wave", subject="anna")
    return Shelf(dataset.folder)


def samples(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(-900, 900, (60, 6)).astype(np.int16)


def table(*seeds: int) -> str:
    """A CSV file of several takes, as a sketch prints it."""
    takes = ["\n".join(",".join(map(str, row)) for row in samples(seed)) for seed in seeds]
    return "ax,ay,az,gx,gy,gz\n" + "\n\n".join(takes) + "\n"


def put(arriving: Incoming, name: str, data: bytes | str) -> None:
    data = data.encode() if isinstance(data, str) else data
    arriving.place(name, len(data)).write_bytes(data)


def test_what_nobody_may_guess_is_asked_for(arriving: Incoming) -> None:
    put(arriving, "wave.csv", table(2, 3))
    with pytest.raises(NotToldError, match=r"^wave\.csv does not say") as caught:
        arriving.read(ImportOptions())
    assert caught.value.missing == ("rate", "accel_unit", "gyro_unit")
    brought = arriving.read(TOLD)
    assert [take.label for take in brought.takes.recordings] == ["wave", "wave"]
    assert brought.told[0].startswith("Read 2 takes from wave.csv")
    assert not any(str(arriving.folder) in line for line in brought.told)


def test_several_files_are_several_labels(arriving: Incoming) -> None:
    put(arriving, "wave.csv", table(2))
    put(arriving, "chop.csv", table(3, 4))
    brought = arriving.read(TOLD)
    assert brought.takes.labels == ["chop", "wave"]


def test_takes_are_added_once_with_ids_behind_the_others(arriving: Incoming, shelf: Shelf) -> None:
    put(arriving, "wave.csv", table(2, 3))
    counts = ImportOptions(rate=104, accel_unit="counts", gyro_unit="counts")
    merge = incoming.add(shelf, arriving.read(counts))
    assert len(merge.added) == 2
    assert [row.id[:6] for row in shelf.rows()] == ["000001", "000002", "000003"]
    again = incoming.add(shelf, arriving.read(counts))
    assert (len(again.added), len(again.renamed)) == (0, 2)
    assert changes.undo(shelf.folder).what == "added 2 takes of wave"
    assert len(shelf.rows()) == 1


def test_copies_are_told_by_the_ids_that_they_have_here(arriving: Incoming, shelf: Shelf) -> None:
    put(arriving, "chop.csv", table(1, 2))
    counts = ImportOptions(rate=104, accel_unit="counts", gyro_unit="counts")
    incoming.add(shelf, arriving.read(counts))
    first, copy, new = shelf.rows()
    assert copy.verdict == f"duplicate: a copy of {first.id}, labelled wave"
    assert new.verdict == ""


def test_a_dataset_of_another_computer_is_merged_by_id(
    arriving: Incoming, shelf: Shelf, tmp_path: Path
) -> None:
    other = Dataset.open(shelf.folder)
    other.add(samples(5), "chop", subject="ben")
    parcel = outgoing.pack(shelf.folder, outgoing.WHOLE)
    changes_before = shelf.rows()
    put(arriving, parcel.name, parcel.data)
    brought = arriving.read(ImportOptions())
    assert brought.ours
    assert brought.told == ["2 takes: chop, wave"]
    empty = Shelf(tmp_path / "new")
    assert len(incoming.add(empty, brought).added) == 2
    assert empty.rows() == changes_before
    assert incoming.add(shelf, brought).known == 2


def test_other_settings_are_refused(arriving: Incoming, tmp_path: Path, shelf: Shelf) -> None:
    near = Dataset.create(tmp_path / "near", PROXIMITY)
    near.add(np.arange(30).reshape(-1, 1), "push")
    put(arriving, "near.zip", outgoing.pack(near.folder, outgoing.WHOLE).data)
    brought = arriving.read(ImportOptions())
    assert "do not go together" in incoming.misfit(shelf, brought)
    assert incoming.misfit(Shelf(tmp_path / "new"), brought) == ""
    with pytest.raises(UserError, match="do not go together"):
        incoming.add(shelf, brought)
    assert len(shelf.rows()) == 1


@pytest.mark.parametrize(
    "name", ["../out.csv", "/etc/passwd", "a/b.csv", "..", ".hidden", "a\\b.csv", "x\n.csv", ""]
)
def test_names_that_lead_out_are_refused(arriving: Incoming, name: str) -> None:
    with pytest.raises(UserError, match="not allowed"):
        arriving.place(name, 1)
    assert arriving.names == []


def test_too_big_and_too_many_are_refused(arriving: Incoming) -> None:
    with pytest.raises(UserError, match="too big"):
        arriving.place("big.csv", MAX_UPLOAD + 1)
    for number in range(MAX_FILES):
        arriving.place(f"{number}.csv", 1)
    with pytest.raises(UserError, match="zip"):
        arriving.place("more.csv", 1)


@pytest.mark.parametrize("name", ["../../evil.csv", "/evil.csv", "recordings/../../evil.csv"])
def test_an_archive_with_names_that_lead_out_is_refused(
    arriving: Incoming, tmp_path: Path, name: str
) -> None:
    place = arriving.place("bad.zip", 1)
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("dataset.json", json.dumps({"format": 1}))
        archive.writestr(name, "ax\n1\n")
    with pytest.raises(UserError, match="not allowed"):
        arriving.read(ImportOptions())
    assert not list(arriving.folder.parent.parent.glob("evil.csv"))


def test_a_bomb_is_refused_before_it_is_unpacked(arriving: Incoming) -> None:
    place = arriving.place("bomb.zip", 1)
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("dataset.json", json.dumps({"format": 1}))
        for number in range(5):
            archive.writestr(f"recordings/{number}.csv", bytes(60 << 20))
    with pytest.raises(UserError, match="300 MB in all"):
        arriving.read(ImportOptions())


@pytest.mark.parametrize("name", ["x.zip", "x.json", "x.csv", "x.npy", "x.npz"])
def test_rubbish_is_refused_in_plain_words(arriving: Incoming, name: str) -> None:
    put(arriving, name, b"PK\x03\x04\x00\xff" * 40)
    with pytest.raises(UserError) as caught:
        arriving.read(TOLD)
    assert str(arriving.folder) not in str(caught.value)


def test_a_file_that_cannot_be_read_does_not_spoil_the_next(arriving: Incoming) -> None:
    put(arriving, "broken.csv", b"\xff\xfe\x00")
    with pytest.raises(UserError, match="broken"):
        arriving.read(TOLD)
    put(arriving, "empty.csv", b"")
    with pytest.raises(UserError, match="empty"):
        arriving.read(TOLD)


@pytest.mark.parametrize("form", outgoing.FORMS)
def test_every_export_comes_back(arriving: Incoming, shelf: Shelf, form: str) -> None:
    parcel = outgoing.pack(shelf.folder, form)
    put(arriving, parcel.name, parcel.data)
    counts = ImportOptions(rate=104, accel_unit="counts", gyro_unit="counts")
    units = ImportOptions(rate=50, accel_unit="g")
    told = {"csv": counts, "createai": units}.get(form, ImportOptions())
    [take] = arriving.read(told).takes.recordings
    assert take.label == "wave"
    assert form == "createai" or np.array_equal(take.samples, samples(1))


def test_what_the_page_takes_at_once_the_guard_lets_in() -> None:
    assert MAX_UPLOAD < MAX_TOTAL < MOST_BYTES - MAX_FILES * 1024  # a head for each of them
