"""tinyspark sync when things go wrong: on the line, on the board's flash, with a hostile board."""

from binascii import crc32
from collections.abc import Callable, Iterator
from pathlib import Path
from struct import pack

import pytest
from app_link import AppLink
from fakes import no_slots
from lonely_board import lonely, on_board, record
from test_sync import same, sync

from app import App
from gesturekit import framing, messages, take_file
from tinyspark.board import device, ports
from tinyspark.board.link import LinkLostError
from tinyspark.board.sync import MOST
from tinyspark.dataset import INFO, Dataset
from tinyspark.dataset.settings import IMU

MOST_READS = 500


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppLink]:
    """Any port is that of a board with two takes; what is lost is missed soon."""
    monkeypatch.setattr(device, "_ASK_AGAIN", 0.02)
    with lonely() as link:
        monkeypatch.setattr(ports, "SerialLink", lambda port: link)
        record(link, ["circle"], 2)
        yield link


class Trouble:
    """Something that happens to a link when the board has said its nth piece."""

    def __init__(self, link: AppLink, at: int, happen: Callable[[bytes], bytes]) -> None:
        self._read, self._left, self._happen = link.read, at, happen
        link.read = self.read  # type: ignore[method-assign]
        self._link = link

    @property
    def happened(self) -> bool:
        return self._left < 0

    def read(self, timeout: float) -> bytes:
        data = self._read(timeout)
        if not data:
            return data
        self._left -= 1
        return self._happen(data) if self._left == -1 else data

    def over(self) -> None:
        self._link.read = self._read  # type: ignore[method-assign]


def everywhere(
    link: AppLink, tmp_path: Path, happen: Callable[[bytes], bytes]
) -> Iterator[tuple[int, Path]]:
    """Sync the same takes again and again, each time with trouble one piece later.

    Yields the exit status and the dataset, until the trouble comes too late to happen.
    """
    folder = Path(link.app.board.takes_folder)
    files = {path.name: path.read_bytes() for path in folder.glob("*.take")}
    for at in range(MOST_READS):
        for name, data in files.items():
            (folder / name).write_bytes(data)
        link.app.takes.look()
        trouble = Trouble(link, at, happen)
        status = sync(tmp_path / str(at))
        trouble.over()
        if not trouble.happened:
            assert at > 8 and status == 0
            return
        yield status, tmp_path / str(at)
    raise AssertionError("a sync without an end")


@pytest.mark.fault(4, "each answer to sync in turn is lost, cut or damaged on the line")
@pytest.mark.parametrize(
    "how", ["cut", *(pytest.param(how, marks=pytest.mark.long) for how in ("lost", "damaged"))]
)
def test_every_answer_may_get_lost(link: AppLink, tmp_path: Path, how: str) -> None:
    ways: dict[str, Callable[[bytes], bytes]] = {
        "lost": lambda data: b"",
        "cut": lambda data: data[len(data) // 2 :],
        "damaged": lambda data: data.replace(b"A", b"B"),
    }
    takes = on_board(link)
    for status, folder in everywhere(link, tmp_path, ways[how]):
        assert status == 0 and same(folder, takes) and on_board(link) == {}


@pytest.mark.fault(1, "unplugged, or Ctrl-C, at each moment of a sync")
@pytest.mark.parametrize(
    ("error", "failed"), [(LinkLostError("The board is gone."), 1), (KeyboardInterrupt(), 130)]
)
def test_ended_at_each_moment(
    link: AppLink,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    failed: int,
) -> None:
    def end(data: bytes) -> bytes:
        raise error

    takes = on_board(link)
    for status, folder in everywhere(link, tmp_path, end):
        assert "no takes on the board" not in capsys.readouterr().err
        saved = Dataset.open(folder).recordings if (folder / INFO).is_file() else []
        assert {take.id for take in saved} | on_board(link).keys() == takes.keys()
        assert (
            status == failed or on_board(link) == {}
        )  # when the board was all that was left to say
        assert sync(folder) == 0
        assert same(folder, takes) and on_board(link) == {}
        capsys.readouterr()


@pytest.mark.fault(2, "the board restarts at each moment of a sync")
def test_a_reset_at_each_moment(link: AppLink, tmp_path: Path) -> None:
    def reset(data: bytes) -> bytes:
        link.app.board.boot_id = lambda: 99  # type: ignore[method-assign]
        link.app = App(link.app.board, no_slots())
        return b"garbage of a start\r\n"

    takes = on_board(link)
    for status, folder in everywhere(link, tmp_path, reset):
        assert status == 0 and same(folder, takes) and on_board(link) == {}


def sealed(label: bytes, number: int = 0, samples: int = 30) -> bytes:
    """A whole take with any label; its id is this number."""
    head = take_file.Head(number.to_bytes(8, "big"), 0, 104, 8, 2000, 1, 2, 3, "x")
    data = bytearray(take_file.size(0, samples))
    take_file.seal(data, head, samples)
    at = take_file.HEAD - 2 - take_file.LABEL_BYTES
    data[at - 1] = len(label)
    data[at : at + len(label)] = label
    return bytes(data[:-4]) + pack("<I", crc32(data[:-4]))


def put(link: AppLink, data: bytes, number: int) -> Path:
    """Put a file among the takes, by the name of this number."""
    path = Path(link.app.board.takes_folder, f"{number:016x}.take")
    path.write_bytes(data)
    link.app.takes.look()
    return path


WHOLE = sealed(b"x")
DAMAGED = (
    (b"", "0 bytes are no take"),
    (b"hello", "5 bytes are no take"),
    (WHOLE[:-1], "checksum"),
    (WHOLE[:200] + b"?" + WHOLE[201:], "checksum"),
    (b"\x89PNG" + bytes(300), "does not begin like a take"),
    (bytes(200_000), "200000 bytes are no take"),
    (sealed(b"x", 99), "copy of another take"),
    (sealed(b"\xff\xfe", 8), "not UTF-8"),
    (sealed(b"a\x00b", 9), "invisible character U+0000"),
    (sealed(b"\x1b[2J", 10), "invisible character U+001B"),
    (sealed("\u202eabc".encode(), 11), "invisible character U+202E"),
    (sealed(b"x" * 40, 12), "too long"),
    (sealed(b" ", 13), "empty"),
)


@pytest.mark.fault(10, "damaged, foreign, empty and strange files among the takes on a board")
def test_damaged_takes_harm_no_other(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = on_board(link)
    paths = [put(link, data, number) for number, (data, _) in enumerate(DAMAGED, 1)]
    assert sync(tmp_path / "d") == 1
    said = capsys.readouterr().err
    assert same(tmp_path / "d", takes)
    told = [line for line in said.splitlines() if "stays on the board:" in line]
    for line, path, (data, reason) in zip(told, paths, DAMAGED, strict=True):
        assert f"take-{path.stem} stays" in line and reason in line
        assert path.read_bytes() == data
    assert "\x1b" not in said and "\x00" not in said and "\u202e" not in said
    assert "--drop-damaged" in said
    assert sync(tmp_path / "d", "--drop-damaged") == 0
    assert on_board(link) == {} and same(tmp_path / "d", takes)
    assert f"{len(DAMAGED)} damaged takes deleted" in capsys.readouterr().err


@pytest.mark.fault(26, "a take of a newer board on its flash")
def test_a_take_of_another_version_is_never_dropped(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = WHOLE[:4] + b"\x09" + WHOLE[5:]
    path = put(link, data, 1)
    assert sync(tmp_path / "d", "--drop-damaged") == 1
    said = capsys.readouterr().err
    assert "version 9, this kit reads 1" in said and "Update the kit" in said
    assert path.read_bytes() == data


def test_what_is_no_file_stays(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = on_board(link)
    folder = Path(link.app.board.takes_folder, "e" * 16 + ".take")
    folder.mkdir()
    Path(link.app.board.takes_folder, "notes.txt").write_bytes(b"mine")
    link.app.takes.look()
    assert sync(tmp_path / "d") == 1
    assert "1 take stays on the board" in capsys.readouterr().err
    assert same(tmp_path / "d", takes)
    assert Path(link.app.board.takes_folder, "notes.txt").read_bytes() == b"mine"
    assert sync(tmp_path / "d", "--drop-damaged") == 1
    assert "Press RESET" in capsys.readouterr().err
    folder.rmdir()


@pytest.mark.fault(20, "the board's flash refuses to delete what came home")
def test_what_cannot_be_deleted_comes_only_once(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    takes = on_board(link)
    store = link.app.takes
    store._remove = lambda name: False  # as of a file system that has become read-only
    for _ in range(2):
        assert sync(tmp_path / "d") == 1
        assert "its flash does not take it (it cannot be deleted)" in capsys.readouterr().err
    del store._remove
    assert sync(tmp_path / "d") == 0
    assert same(tmp_path / "d", takes) and on_board(link) == {}


@pytest.mark.fault(22, "labels of takes on a board that look like paths and names of devices")
def test_strange_labels_stay_labels(link: AppLink, tmp_path: Path) -> None:
    labels = ["../x", "/etc", "CON", "a/b", "<script>", "'; --", "=1+1"]
    for number, label in enumerate(labels, 1):
        put(link, sealed(label.encode(), number), number)
    assert sync(tmp_path / "deep" / "d") == 0
    assert set(Dataset.open(tmp_path / "deep" / "d").labels) == {"circle", *labels}
    files = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    takes = {name for name in files if name.startswith("take-") and name.endswith(".csv")}
    assert files - takes == {INFO, "recordings.csv"} and len(takes) == 2 + len(labels)


class HostileStore:
    """What a board says it has: endless takes, of any size, with any contents."""

    count = 65535

    def __init__(self, size: int, data: bytes, ids: list[bytes]) -> None:
        self._size, self._data, self.ids = size, data, ids

    def behind(self, identity: bytes, most: int) -> list[tuple[bytes, int]]:
        found = [each for each in self.ids if each > identity]
        return [(each, self._size) for each in found[:most]]

    def left(self) -> int:
        return 1 << 20

    def read(self, identity: bytes, offset: int, count: int) -> bytes:
        return self._data

    def delete(self, identity: bytes) -> None:
        raise AssertionError("nothing of this may be deleted")

    def room(self, size: int) -> int:
        return 65535


ENDLESS = [number.to_bytes(8, "big") for number in range(1, 3000)]


@pytest.mark.fault(24, "a board with takes without end: their number, their size, their contents")
def test_a_hostile_board_is_left_alone_in_time(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for store, reason in (
        (HostileStore(0, b"", ENDLESS), "0 bytes are no take"),
        (HostileStore(0xFFFFFFFF, b"x" * 720, ENDLESS[:3]), "4294967295 bytes are no take"),
        (HostileStore(100_000, b"x" * 720, ENDLESS[:1]), "does not begin like a take"),
        (HostileStore(100_000, b"x" * 740, ENDLESS[:1]), "does not begin like a take"),
        (HostileStore(140_000, b"", ENDLESS[:9]), "0 bytes are no take"),
        (HostileStore(140_000, b"x", ENDLESS[:1]), "1 bytes are no take"),
    ):
        link.app.takes = store
        assert sync(tmp_path / "d") == 1
        said = capsys.readouterr().err
        count = min(len(store.ids), MOST)
        assert said.count(reason) == count and f"{count} take" in said
        assert not (tmp_path / "d").exists()


@pytest.mark.fault(24, "a board that answers a list of takes with the same ones for ever")
def test_a_list_in_circles_ends(link: AppLink, tmp_path: Path) -> None:
    takes = on_board(link)
    send = link.app.link.send

    def again(name: str, *values: object) -> None:
        for _ in range(50 if name == "take_file" else 1):
            send(name, *values)

    link.app.link.send = again
    assert sync(tmp_path / "d") == 0
    assert same(tmp_path / "d", takes)


@pytest.mark.fault(4, "each part of a take comes once more, before a part of the next one")
def test_an_answer_that_comes_again_is_no_part_of_another_take(
    link: AppLink, tmp_path: Path
) -> None:
    takes = on_board(link)
    number = next(n for n, name, _ in messages.TABLE if name == "take_data")
    normal, before = link.read, b""

    def read(timeout: float) -> bytes:
        nonlocal before
        data = normal(timeout)
        parts = b"".join(
            each for each in data.splitlines(keepends=True) if _number(each) == number
        )
        if not parts:
            return data
        again, before = before, parts
        return again + data

    link.read = read  # type: ignore[method-assign]
    assert sync(tmp_path / "d", "--drop-damaged") == 0
    assert same(tmp_path / "d", takes) and on_board(link) == {}


def test_a_board_that_never_answers_is_told_once(
    link: AppLink, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Dataset.create(tmp_path / "d", IMU)
    takes = on_board(link)
    number = next(n for n, name, _ in messages.TABLE if name == "take_data")
    normal = link.read

    def read(timeout: float) -> bytes:
        lines = normal(timeout).splitlines(keepends=True)
        return b"".join(line for line in lines if _number(line) != number)

    link.read = read  # type: ignore[method-assign]
    assert sync(tmp_path / "d") == 1
    said = capsys.readouterr().err
    assert "nothing is lost" in said and said.count("tinyspark:") == 1
    assert on_board(link).keys() == takes.keys()


def _number(line: bytes) -> int:
    payload = framing.decode(line[1:].rstrip(b"\r\n"))
    return payload[0] if payload else -1
