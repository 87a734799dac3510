"""What record, monitor and boards tell of the link and the clock of a board."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import small_models
from app_link import AppLink, connect
from fakes import FakeBoard, no_slots

import answers
from app import App
from gesturekit import framing
from tinyspark.board import device as device_module
from tinyspark.board import ports, rejoining
from tinyspark.board.capture import Gap, take
from tinyspark.board.device import Device
from tinyspark.board.link import LinkLostError
from tinyspark.cli import main
from tinyspark.commands import link_text
from tinyspark.dataset import Dataset, durable

MEASURED = 103_200  # samples per 1000 s


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> AppLink:
    """A board that measures its rate, on every port."""
    _, link = connect()
    link.app.imu.pace.rate = MEASURED
    monkeypatch.setattr(link.app.imu.pace, "note", lambda now, index: None)
    monkeypatch.setattr(ports, "SerialLink", lambda port: link)
    return link


def without_every_third(read: Callable[[float], bytes]) -> Callable[[float], bytes]:
    """Lose every third samples frame, the first time that it is sent."""
    lost = set()

    def arrives(line: bytes) -> bool:
        payload = framing.decode(line[1:-1]) or b""
        if payload[:1] != b"\x02" or payload[1] % 3 or payload[1] in lost:
            return True
        lost.add(payload[1])
        return False

    return lambda timeout: b"".join(filter(arrives, read(timeout).splitlines(keepends=True)))


def test_record_sums_up(
    board: AppLink,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(board, "read", without_every_third(board.read))
    folder = str(tmp_path / "d")
    assert main(["record", "wave", "--port", "x", "--dataset", folder, "-n", "1", "--json"]) == 0
    printed = capsys.readouterr()
    assert "The board measures 103.2 samples/s, 104 nominal (-0.8 %).\n" in printed.err
    assert (
        "The line is not clean: 7 frames sent again. Every take added is whole.\n" in printed.err
    )
    told = json.loads(printed.out)
    assert (told["rate"], told["measured_rate"], told["healed"]) == (104, 103.2, 7)


@pytest.mark.fault(7, "this computer loses power after a take: it is on the disk before the next")
def test_takes_are_on_the_disk(
    board: AppLink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[str] = []
    normal = durable.settle

    def spy(files: list[Path]) -> None:
        settled.append(files[0].stem)
        normal(files)

    monkeypatch.setattr(durable, "settle", spy)
    folder = str(tmp_path / "d")
    assert main(["record", "wave", "--port", "x", "--dataset", folder, "-n", "2"]) == 0
    assert settled == [take.id for take in Dataset.open(tmp_path / "d").recordings]


def test_missing_samples_are_told_with_their_places() -> None:
    gaps = [Gap(8 * number, 1 + number) for number in range(7)]
    assert link_text.places(gaps[:3]) == "samples 0, 8 to 9, 16 to 18"
    assert link_text.places(gaps).endswith("32 to 36, 2 more gaps")


def reset_at(link: AppLink, ms: int, silent: bool = False) -> None:
    """Let the board be reset at this time; its port stays. silent: its hello gets lost."""
    before, normal = link.app, link.read

    def read(timeout: float) -> bytes:
        if link.app is before and before.board.ms >= ms:
            link.app = App(FakeBoard(), no_slots())
            link.app.boot = 2
            link.app.board.output = b""  # what it says at its start has another id
            if not silent:
                answers.send_hello(link.app)
        return normal(timeout)

    link.read = read  # type: ignore[method-assign]


@pytest.mark.fault(2, "a reset in mid-take, the port stays")
def test_a_reset_in_mid_take_is_noticed() -> None:
    device, link = connect()
    device.hello()
    reset_at(link, 1_000)
    with pytest.raises(LinkLostError, match="was reset in mid-take"):
        take(device, "imu", 300)


@pytest.mark.fault(2, "a reset in mid-take, the port stays")
def test_recording_goes_on_after_a_reset(
    board: AppLink,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rejoining, "SerialLink", lambda port: board)
    reset_at(board, 4_000)
    folder = str(tmp_path / "d")
    assert main(["record", "wave", "--port", "x", "--dataset", folder, "-n", "4"]) == 0
    said = capsys.readouterr().err
    assert "This take is not saved.\n  The board was reset in mid-take." in said
    assert "The board is back, restarted." in said and "4 takes added" in said


def interrupt_at(link: AppLink, ms: int, reset: bool = False) -> None:
    """Press Ctrl-C once, at this time of the board; reset: counted from its reset."""
    before, normal = link.app, link.read
    pressed = False

    def read(timeout: float) -> bytes:
        nonlocal pressed
        if not pressed and (link.app is not before) == reset and link.app.board.ms >= ms:
            pressed = True
            raise KeyboardInterrupt
        return normal(timeout)

    link.read = read  # type: ignore[method-assign]


@pytest.mark.fault(2, "a reset while monitor is on")
def test_monitor_outlives_a_reset(board: AppLink, capsys: pytest.CaptureFixture[str]) -> None:
    reset_at(board, 4_000)
    interrupt_at(board, 4_000, reset=True)
    assert main(["monitor", "--port", "x"]) == 130
    printed = capsys.readouterr()
    assert " samples, 0 lost, 1 reset\n" in printed.err
    indices = [int(line.split(",")[0]) for line in printed.out.splitlines()[1:]]
    again = indices.index(0, 1)
    assert indices[:again] == list(range(again)) and len(indices) > again + 100


def test_monitor_tells_rate_and_losses(
    board: AppLink, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "read", without_every_third(board.read))
    interrupt_at(board, 4_000)
    assert main(["monitor", "--port", "x"]) == 130
    said = capsys.readouterr().err
    assert " frames sent again\n" in said and " 0 lost, " in said
    assert "The board measures 103.2 samples/s, 104 nominal (-0.8 %).\n" in said


def test_boards_tells_the_rate(board: AppLink, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["boards", "--port", "x"]) == 0
    assert "  IMU: 103.2 samples/s, 104 nominal (-0.8 %)\n" in capsys.readouterr().out
    assert main(["boards", "--port", "x", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["rate"] == {"nominal": 104, "measured": 103.2}


@pytest.mark.fault(2, "a reset whose hello gets lost, while monitor is on")
def test_a_silent_reset_is_noticed(
    board: AppLink, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "Device", partial(Device, clock=lambda: board.passed_ms / 1000))
    reset_at(board, 4_000, silent=True)
    interrupt_at(board, 60_000, reset=True)  # it takes a while until the host wonders
    assert main(["monitor", "--port", "x"]) == 130
    printed = capsys.readouterr()
    assert ", 1 reset\n" in printed.err
    indices = [int(line.split(",")[0]) for line in printed.out.splitlines()[1:]]
    again = next(at for at, index in enumerate(indices) if at and index < indices[at - 1])
    assert 200 < again < 420 and indices[again:] == sorted(indices[again:])


@pytest.mark.fault(2, "a reset while live is on")
def test_live_notices_a_reset(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, link = connect(small_models.imu())
    monkeypatch.setattr(ports, "SerialLink", lambda port: link)
    reset_at(link, 2_000)
    assert main(["live", "--port", "x"]) == 1
    assert "tinyspark: The board was reset.\nRepeat the command.\n" in capsys.readouterr().err


@pytest.mark.fault(4, "frames that are lost for good while live is on")
def test_live_tells_what_got_lost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, link = connect(small_models.imu())
    monkeypatch.setattr(ports, "SerialLink", lambda port: link)
    link.app.board.imu.scene = lambda n: [n * 37 % 64 * 100 if n // 104 % 2 else n % 3] * 6
    normal, outbox = link.read, link.app.outbox

    def read(timeout: float) -> bytes:
        lines = normal(timeout).splitlines(keepends=True)
        there = [line for line in lines if (framing.decode(line[1:-1]) or b"")[:1] != b"\x05"]
        if there != lines:
            outbox._first = outbox._kept = outbox._sent = 0  # nor is it kept
        return b"".join(there)

    monkeypatch.setattr(link, "read", read)
    monkeypatch.setattr(device_module, "SIGN_OF_LIFE", 0.01)
    interrupt_at(link, 20_000)
    assert main(["live", "--port", "x"]) == 130
    assert " got lost: there may be detections among them.\n" in capsys.readouterr().err
