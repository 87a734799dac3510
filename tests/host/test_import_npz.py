"""Imports of .npz files: what they state, hostile ones, and the real recordings."""

import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from foreign import TOLD, write_npz

from real_data import real_data
from tinyspark.dataset import Dataset
from tinyspark.errors import UserError
from tinyspark.importers import ImportOptions, import_folder, import_recordings


def test_npz_states_its_rate_and_units(tmp_path: Path) -> None:
    imported = import_recordings(write_npz(tmp_path / "a.npz"), tmp_path / "set", ImportOptions())
    assert (imported.converted.accel_unit, imported.converted.gyro_unit) == ("m/s2", "rad/s")
    takes = imported.dataset.recordings
    assert [len(take.samples) for take in takes] == [4, 5, 6]
    assert [(take.label, take.subject, take.split) for take in takes] == [
        ("up", "a", "train"),
        ("down", "b", "test"),
        ("up", "", ""),
    ]
    assert "made for a test" in imported.dataset.info["notes"]


def test_options_override_what_an_npz_states(tmp_path: Path) -> None:
    told = ImportOptions(rate=52, accel_unit="g")
    converted = import_recordings(write_npz(tmp_path / "a.npz"), tmp_path / "set", told).converted
    assert (converted.rate, converted.accel_unit, converted.gyro_unit) == (52, "g", "rad/s")
    assert [len(take) for take in converted.takes] == [7, 9, 11]


def test_npz_with_the_least_that_is_needed(tmp_path: Path) -> None:
    names = ("subjects", "sessions", "split", "rate", "units", "note")
    source = write_npz(tmp_path / "a.npz", **dict.fromkeys(names))
    assert len(import_folder(source, tmp_path / "set", TOLD).recordings) == 3
    with pytest.raises(UserError, match="--rate HZ --accel-unit"):
        import_folder(source, tmp_path / "other", ImportOptions())


class Trap:
    """Runs code when it is unpickled."""

    def __reduce__(self) -> tuple:
        return (Path.touch, (Path("trap-was-sprung"),))


NAN = np.full((15, 6), np.nan, np.float32)
BAD_NPZ = {
    "object labels": ({"labels": np.array(["a", Trap(), "b"], dtype=object)}, "cannot be read"),
    "object data": ({"data": np.array([[Trap()] * 6] * 15, dtype=object)}, "cannot be read"),
    "record array": ({"labels": np.zeros(3, dtype=[("a", "i4")])}, "labels is an array of type"),
    "bytes as labels": ({"labels": np.array([b"a", b"b", b"c"])}, "labels is an array of type"),
    "complex data": ({"data": np.ones((15, 6), complex)}, "data is an array of type"),
    "flat data": ({"data": np.ones(90)}, "data is an array of type"),
    "no data": ({"data": None}, "no array data"),
    "no channels": ({"channels": None}, "no array channels"),
    "offsets of floats": ({"offsets": np.array([0.0, 4, 9, 15])}, "offsets is an array of type"),
    "offsets backwards": ({"offsets": np.array([0, 9, 4, 15])}, "recording 1 ends before"),
    "offsets negative": ({"offsets": np.array([0, -4, 9, 15])}, "recording 0 ends before"),
    "offsets unsigned": ({"offsets": np.array([0, 9, 4, 15], np.uint64)}, "recording 1 ends"),
    "offsets beyond": ({"offsets": np.array([0, 4, 9, 99])}, "do not run from 0 to the 15"),
    "offsets late": ({"offsets": np.array([1, 4, 9, 15])}, "do not run from 0"),
    "offsets empty": ({"offsets": np.zeros(0, int)}, "do not run from 0"),
    "empty recording": ({"offsets": np.array([0, 4, 4, 15])}, "recording 1 ends before"),
    "fewer labels": ({"labels": np.array(["a"])}, "labels has 1 entries for 3"),
    "more subjects": ({"subjects": np.array(list("abcd"))}, "subjects has 4 entries"),
    "fewer channels": ({"channels": np.array(["ax"])}, "1 channels are named, data has 6"),
    "NaN": ({"data": NAN}, "recording 0 holds values"),
    "rate NaN": ({"rate": np.array(np.nan)}, "nan Hz is not possible"),
    "rate of text": ({"rate": np.array("fast")}, "rate is an array"),
    "hostile label": ({"labels": np.array(["a", "\x1b[2J", "b"])}, r"recording 1: The label"),
}


@pytest.mark.parametrize("name", BAD_NPZ)
def test_bad_npz(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    changed, message = BAD_NPZ[name]
    with pytest.raises(UserError, match=message) as caught:
        import_folder(write_npz(tmp_path / "a.npz", **changed), tmp_path / "set", ImportOptions())
    assert str(caught.value).count("\n") == 1
    assert not (tmp_path / "set").exists()
    assert not Path("trap-was-sprung").exists()


def member(shape: str, size: int, dtype: str = "<f4") -> bytes:
    """Return the bytes of a .npy file whose header claims a shape, with size bytes of data."""
    header = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}}}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(size)


HOSTILE_MEMBERS = {
    "claims more than it has": member("(1000000000000, 6)", 24),
    "claims less than it has": member("(1, 6)", 1000),
    "negative shape": member("(-3, 6)", 24),
    "negative twice": member("(-1, -6)", 24),
    "no npy": b"hello",
    "a pickle": pickle.dumps(Trap()),
    "an unknown version": b"\x93NUMPY\x09\x00" + bytes(100),
    "endless header": b"\x93NUMPY\x02\x00\xff\xff\xff\x7f" + b" " * 1000,
    "code in the header": member("__import__('os').mkdir('sprung')", 24),
    "empty": b"",
    "a type of nothing": member("(1, 6), 'descr': ()", 24),
    "numbers of no size": member("(1, 6)", 0, dtype="<U0"),
    "a shape that is no number": member("(True, 6)", 24),
    "a shape beyond all numbers": member("(0, 99999999999999999999999)", 0),
    "deeply nested": member("-" * 9000 + "1", 24),
}


@pytest.mark.fault(25, "pickles and arrays of objects in an npz file")
@pytest.mark.parametrize("name", HOSTILE_MEMBERS)
def test_hostile_members(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    source = write_npz(tmp_path / "a.npz", data=None)
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("data.npy", HOSTILE_MEMBERS[name])
    with pytest.raises(UserError, match="cannot be read"):
        import_folder(source, tmp_path / "set", ImportOptions())
    assert [path.name for path in tmp_path.iterdir()] == ["a.npz"]


@pytest.mark.fault(25, "an npz file that unpacks to more than it may")
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    source = write_npz(tmp_path / "a.npz", data=None)
    with (
        zipfile.ZipFile(source, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("data.npy", "w", force_zip64=True) as file,
    ):
        file.write(member(f"({50 << 20}, 6)", 0))
        for _ in range(200):
            file.write(bytes(1 << 20))
    assert source.stat().st_size < 1 << 20
    with pytest.raises(UserError, match="would unpack to 200 MB"):
        import_folder(source, tmp_path / "set", ImportOptions())


@pytest.mark.fault(25, "an npz file cut off")
@pytest.mark.parametrize("cut", [0, 1, 100, 1000])
def test_truncated_archives(tmp_path: Path, cut: int) -> None:
    source = write_npz(tmp_path / "a.npz")
    source.write_bytes(source.read_bytes()[:cut])
    with pytest.raises(UserError, match="cannot be read"):
        import_folder(source, tmp_path / "set", ImportOptions())


@pytest.mark.fault(25, "an npz file with one byte changed")
def test_every_damaged_byte_is_harmless(tmp_path: Path) -> None:
    """Flip bits all over a file: it is read or refused, never anything else."""
    whole = write_npz(tmp_path / "a.npz").read_bytes()
    random = np.random.RandomState(3)
    for number in range(150):
        damaged = bytearray(whole)
        damaged[random.randint(len(damaged))] ^= 1 << random.randint(8)
        source = tmp_path / "b.npz"
        source.write_bytes(damaged)
        try:
            import_folder(source, tmp_path / f"set{number}", ImportOptions())
        except UserError:
            assert not (tmp_path / f"set{number}").exists()


REAL = {
    "xiao_lsm6ds3_streams": (96, 3, ImportOptions()),
    "nano_gestures": (265, 6, ImportOptions()),
    "jewang_wand_trim": (297, 6, ImportOptions()),
    "mlmachine_microbit": (28, 3, ImportOptions()),
    "emlearn_cgestures": (24, 3, ImportOptions(accel_unit="counts")),
    "uhh_imu": (500, 6, ImportOptions(rate=25)),
    "uhh_imu_streams": (68, 6, ImportOptions(rate=25)),
}


@pytest.mark.parametrize("name", REAL)
def test_real_recordings(tmp_path: Path, name: str) -> None:
    count, axes, options = REAL[name]
    imported = import_recordings(real_data(f"{name}.npz"), tmp_path / "set", options)
    assert imported.added == count == len(imported.dataset.recordings)
    assert len(imported.dataset.settings.axes) == axes
    assert sum(imported.converted.saturated.values()) == 0
    again = Dataset.open(tmp_path / "set")
    assert again.hash() == imported.dataset.hash()
    assert import_recordings(real_data(f"{name}.npz"), tmp_path / "set", options).added == 0


def test_real_recordings_without_a_rate_ask_for_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--rate HZ"):
        import_folder(real_data("uhh_imu.npz"), tmp_path / "set", ImportOptions())
