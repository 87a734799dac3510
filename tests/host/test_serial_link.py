"""The port itself, with real ptys: bytes both ways, busy, missing, unplugged, no serial port."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tinyspark.board import serial_link
from tinyspark.board.link import LinkError, LinkLostError
from tinyspark.board.ports import the_one
from tinyspark.board.serial_link import MICROPYTHON, ROM_LOADER, PortInfo, SerialLink, list_boards

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ptys")


@pytest.fixture
def pty(tmp_path: Path) -> Iterator[tuple[int, str]]:
    """The board's end (a file descriptor) and the host's port of a raw pty behind a symlink."""
    import tty

    board, host = os.openpty()
    tty.setraw(host)
    port = tmp_path / "ttyTinySpark0"
    port.symlink_to(os.ttyname(host))
    yield board, str(port)
    for end in (board, host):
        try:
            os.close(end)
        except OSError:
            pass  # the test closed it


def test_bytes_both_ways(pty: tuple[int, str]) -> None:
    board, port = pty
    link = SerialLink(port)
    link.write(b"#abc\n")
    assert os.read(board, 100) == b"#abc\n"
    data = bytes(range(256)) * 4
    os.write(board, data)
    received = b""
    while len(received) < len(data):
        received += link.read(1)
    assert received == data
    assert link.read(0.01) == b""
    link.close()
    link.close()


@pytest.mark.fault(21, "a port that is open already")
def test_a_busy_port(pty: tuple[int, str]) -> None:
    _, port = pty
    link = SerialLink(port)
    with pytest.raises(LinkError, match="in use by another program"):
        SerialLink(port)
    link.close()
    SerialLink(port).close()


HOLDS = """
import sys
from tinyspark.board.serial_link import SerialLink
link = SerialLink(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.mark.fault(21, "another process has the port, and is killed with it")
def test_a_killed_program_leaves_its_port(pty: tuple[int, str]) -> None:
    command = [sys.executable, "-c", HOLDS, pty[1]]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "open\n"
        with pytest.raises(LinkError, match="in use by another program") as caught:
            SerialLink(pty[1])
        assert str(caught.value).count("\n") == 1
        holder.kill()
        holder.wait()
        SerialLink(pty[1]).close()


def test_unplugged_while_reading_and_writing() -> None:
    board, host = os.openpty()
    link = SerialLink(os.ttyname(host))
    os.close(host)
    os.close(board)
    with pytest.raises(LinkLostError, match=r"The virtual board on .* is gone"):
        for _ in range(3):
            link.read(0.05)
    with pytest.raises(LinkLostError):
        link.write(b"x")
    link.close()


def test_unplugged_while_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    import termios

    master, slave = os.openpty()
    port, flush = os.ttyname(slave), termios.tcflush

    def unplugged(fd: int, queue: int) -> None:
        os.close(slave)
        os.close(master)
        flush(fd, queue)

    monkeypatch.setattr(termios, "tcflush", unplugged)
    with pytest.raises(LinkError, match="There is no port"):
        SerialLink(port)


def test_a_board_that_takes_no_data(pty: tuple[int, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serial_link, "_WRITE_TIMEOUT", 0.05)
    link = SerialLink(pty[1])
    with pytest.raises(LinkError, match="takes no data"):
        link.write(bytes(1_000_000))
    link.close()


@pytest.mark.parametrize("port", ["/dev/no-such-port", "/no/such/folder/port", "COM77"])
def test_a_missing_port_names_the_virtual_one(port: str) -> None:
    with pytest.raises(LinkError, match=r"There is no port(.|\n)*--port virtual"):
        SerialLink(port)


def test_something_that_is_no_port(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("text")
    for path in (file, tmp_path, Path("/dev/null")):
        with pytest.raises(LinkError):
            SerialLink(str(path))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may open all")
def test_a_forbidden_port(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch(0o000)
    with pytest.raises(LinkError, match="dialout"):
        SerialLink(str(file))


def test_permission_is_explained() -> None:
    assert "dialout" in serial_link._explain("/dev/ttyACM0", PermissionError(13, "denied"))


class Usb:
    """What pyserial tells about a port."""

    def __init__(self, device: str, vid: int | None, pid: int | None) -> None:
        self.device, self.vid, self.pid, self.description = device, vid, pid, "text"
        self.serial_number = None


def test_boards_come_first_and_plain_ports_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [Usb("/dev/a", 1, 2), Usb("/dev/b", None, None), Usb("/dev/c", *MICROPYTHON)]
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: ports)
    assert [info.port for info in list_boards()] == ["/dev/c", "/dev/a"]


BOARD = PortInfo("/dev/x", MICROPYTHON, "")
OTHER = PortInfo("/dev/y", (1, 2), "")


def test_the_one_board_is_found() -> None:
    assert the_one([OTHER, BOARD]) == "/dev/x"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "No TinySpark is connected.\nPlug one in.*--port virtual"),
        ([OTHER], r"other USB ports: /dev/y(.|\n)*--port virtual"),
        ([BOARD, BOARD], "Choose with --port: /dev/x, /dev/x"),
        ([PortInfo("/dev/z", ROM_LOADER, "")], "ROM loader"),
    ],
)
def test_no_board_or_a_choice(found: list[PortInfo], words: str) -> None:
    with pytest.raises(LinkError, match=words):
        the_one(found)
