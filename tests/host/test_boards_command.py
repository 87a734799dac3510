"""tinyspark boards: what it says of boards in trouble, of all kinds, and that it never fails."""

import json
import struct
from pathlib import Path

import pytest
from scripted import ScriptedBoard

from gesturekit import framing, messages
from gesturekit.messages import Message
from tinyspark.board import ports
from tinyspark.board.device import Device
from tinyspark.board.link import LinkError
from tinyspark.board.serial_link import MICROPYTHON, ROM_LOADER, PortInfo
from tinyspark.cli import main
from tinyspark.commands import boards

ROOMY, PLAIN = 7_900_000, 180_000  # bytes of free heap: with PSRAM, and without it


class Board(ScriptedBoard):
    """A board with these fields of its hello, this much free heap and these counts: gaps,
    recovered, clipped, rate, stuck."""

    def __init__(
        self, heap: int = ROOMY, counts: tuple[int, ...] = (0,) * 5, **hello: object
    ) -> None:
        super().__init__(self._tell_status)
        self.hello_fields |= hello
        self._heap = heap
        self._counts = counts

    def _tell_status(self, request: Message) -> bool:
        if request.name == "ask_status":
            self.send(
                "status", 0, 1000, 0, 0, 0, 0, 0, self._heap, 1, 1, *self._counts, 0, 0, 1 << 20
            )
        return request.name == "ask_status"


class Other(ScriptedBoard):
    """What says one frame, or nothing, to everything."""

    def __init__(self, payload: bytes = b"") -> None:
        super().__init__(lambda request: True)
        if payload:
            self.say(framing.encode(framing.TO_HOST, payload))


def plug_in(monkeypatch: pytest.MonkeyPatch, **found: ScriptedBoard | LinkError) -> None:
    """Let these boards be at ports of these names; an error is what opening a port ends with."""

    def open_port(port: str) -> ScriptedBoard:
        there = found[port]
        if isinstance(there, LinkError):
            raise there
        there.port = port
        return there

    infos = [PortInfo(port, MICROPYTHON, "") for port in found]
    monkeypatch.setattr(ports, "SerialLink", open_port)
    monkeypatch.setattr(boards, "list_boards", lambda: infos)


def listed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["boards"]) == 0
    return [line.strip() for line in capsys.readouterr().out.splitlines()]


def test_a_board_without_trouble(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plug_in(monkeypatch, a=Board())
    assert listed(capsys)[0] == "a" and len(listed(capsys)) == 4
    assert main(["boards", "--json"]) == 0
    (said,) = json.loads(capsys.readouterr().out)
    assert (said["trouble"], said["takes"], said["previous_model"]) == ([], 0, None)


@pytest.mark.fault(14, "hello says absent")
@pytest.mark.fault(15, "hello says bus stuck, status that one was freed")
@pytest.mark.fault(16, "hello says frozen, status that bits of two axes do not move")
@pytest.mark.fault(17, "status says 2 gaps, 700 samples at the end of the range")
@pytest.mark.fault(27, "a board with 180 kB of free heap")
@pytest.mark.parametrize(
    ("board", "words"),
    [
        (Board(trouble="model b is given up:\x1b[2J no"), "! model b is given up:?[2J no"),
        (Board(imu=messages.FROZEN), "! the motion sensor is frozen; its samples do not"),
        (Board(imu=messages.BUS_STUCK), "! the motion sensor is bus stuck; a line of its bus"),
        (Board(proximity=messages.ABSENT), "! the proximity sensor is absent; nothing answers"),
        (
            Board(imu=messages.BUS_STUCK, proximity=messages.BUS_STUCK),
            "! both sensors: bus stuck; a line of its bus is held low",
        ),
        (Board(counts=(0, 0, 0, 0, 36)), "! the motion sensor's az gz has a bit that does not"),
        (
            Board(counts=(2, 1, 700, 0, 0)),
            "since its start: gaps 2, stuck bus freed 1, clipped samples 700",
        ),
        (Board(PLAIN), "! its MicroPython leaves the PSRAM unused, 180000 bytes are free"),
        (Board(model_state=messages.ON_TRIAL), "! the model is on trial"),
        (Board(takes=3), "3 takes to bring home: tinyspark sync DATASET"),
    ],
)
def test_trouble_has_a_line_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    board: Board,
    words: str,
) -> None:
    plug_in(monkeypatch, a=board)
    lines = listed(capsys)
    assert len(lines) == 5 and lines[4].startswith(words)


# As protocol 1 had it, up to the board's machine, and as a later one might
OLD = struct.pack("<BHBIBBBBHBHHH32sBH", 1, 1, 1, 77, *[0] * 9, bytes(32), 0, 0) + b"\0\x01x"
NEW = struct.pack("<BHBI", 1, 1, 4, 77) + bytes(40)


@pytest.mark.fault(26, "boards of protocol 1 and 4 beside others; more and fewer fields")
@pytest.mark.fault(21, "one of several ports is in use")
def test_each_board_has_its_own_problem(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Device.hello, "__defaults__", (0.02,))
    busy = LinkError("b is in use by another program.\nClose it.")
    plug_in(monkeypatch, b=busy, c=Other(), d=Other(OLD), e=Other(NEW), good=Board())
    lines = listed(capsys)
    assert lines[:12] == [
        "b",
        "b is in use by another program.",
        "Close it.",
        "c",
        "No TinySpark answers on c.",
        "Look closer, which stops what runs there: tinyspark boards --port c",
        "d",
        "The board speaks protocol 1, this kit speaks 3.",
        "Update the board: tinyspark install --port d",
        "e",
        "The board speaks protocol 4, this kit speaks 3.",
        "Update the kit: git pull, then run its set-up again",
    ]
    assert lines[12] == "good" and len(lines) == 16


def test_a_board_in_its_rom_loader(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(boards, "list_boards", lambda: [PortInfo("z", ROM_LOADER, "")])
    assert listed(capsys) == ["z", "It waits in its ROM loader.", "Press RESET on it."]


@pytest.mark.fault(4, "a board that says 0 samples per second, and that takes have none")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["boards"], "104.0 samples/s"),
        (["untethered", "a", "--sensor", "proximity"], "too long for the board"),
        (["record", "a", "--sensor", "proximity", "--dataset"], "too long for the board"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_no_rate_is_nothing_to_divide_by(
    command: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    plug_in(monkeypatch, x=Board(rate=0, max_take=0, counts=(0, 0, 0, 104_000, 0)))
    folder = [str(tmp_path / "d")] if command[-1] == "--dataset" else []
    main([*command, *folder, "--port", "x"])
    said = capsys.readouterr()
    assert words in said.out + said.err
