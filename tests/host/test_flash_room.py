"""What is told of a board's flash that is full: deploy, untethered and boards name the way out."""

from collections.abc import Iterator

import pytest
from app_link import AppLink, connect
from lonely_board import lonely, record
from scripted import ScriptedBoard

from gesturekit.messages import FLASH_FAILS
from tinyspark.board import flash, flash_room, ports
from tinyspark.board.device import RefusedError
from tinyspark.board.link import LinkError
from tinyspark.cli import main


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppLink]:
    """Any port is that of a board with two takes and a flash that has 12 kB left."""
    with lonely() as link:
        monkeypatch.setattr(ports, "SerialLink", lambda port: link)
        record(link, ["circle"], 2)
        link.app.board.flash = 12_000
        link.app.takes._left = -1
        yield link


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"free": 12_000, "takes": 1}, "Bring its take home: tinyspark sync DATASET --port x"),
        ({"free": 1, "takes": 37, "strange": []}, "1 byte free.\nBring its 37 takes home"),
        ({}, "0 bytes free.\nDelete files that are not the kit's"),
        ({"free": 900, "strange": []}, "Only the kit's own files are there"),
        (
            {"free": 4096, "strange": [["/a b", 13_900_000], ["/c", 5], ["/d", 4], ["/e", 3]]},
            "4 kB free.\nNot the kit's: /a b (13,900 kB), /c (5 bytes), /d (4 bytes) and 1 more."
            " Delete what you do not need: mpremote connect x rm -r :'/a b'",
        ),
    ],
)
def test_a_way_out(facts: dict[str, object], words: str) -> None:
    assert words in flash_room.full("x", facts)


@pytest.mark.fault(24, "a board that tells nonsense of its files")
@pytest.mark.parametrize(
    "strange", [5, "ab", [1], [["/a"]], [[1, 2]], [["/\x1b[2J", "x"]], [["/a", -1]], [None]]
)
def test_nonsense_is_no_file(strange: object) -> None:
    said = flash_room.full("x", {"free": "much", "takes": [], "strange": strange})
    assert flash_room.has_little({"free": strange})
    assert "0 bytes free" in said and "\x1b" not in said and said.count("\n") == 1


@pytest.mark.fault(20, "no room for a take when a board is prepared")
def test_a_board_without_room_is_told(link: AppLink, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["untethered", "wave", "--port", "x"]) == 1
    said = capsys.readouterr().err
    assert "no room for a take" in said and "12 kB of its flash are free" in said
    assert "its 2 takes home: tinyspark sync DATASET --port " in said
    assert link.app.plan is not None and link.app.takes.count == 2


@pytest.mark.fault(20, "a flash that is nearly full")
def test_a_board_with_little_room_is_told(
    link: AppLink, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["boards", "--port", "x"]) == 0
    said = capsys.readouterr().out
    assert "flash is nearly full, 12 kB free: bring its takes home" in " ".join(said.split())
    link.app.board.flash = flash_room.LITTLE
    link.app.takes._left = -1
    assert main(["boards", "--port", "x"]) == 0
    assert "full" not in capsys.readouterr().out


@pytest.mark.fault(20, "no room to record which model is in use")
def test_a_refusal_names_the_reason() -> None:
    device, link = connect()
    link.app.slots.confirm = lambda: False
    with pytest.raises(RefusedError, match="refused to keep what is new: its flash does not"):
        device.confirm()
    link.app.board.flash = 0
    link.app.takes._left = -1
    with pytest.raises(RefusedError, match="flash is full: 0 bytes free"):
        device.confirm()


@pytest.mark.fault(20, "a flash with room that takes nothing all the same")
def test_a_flash_that_fails_is_not_called_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flash.mpremote, "run", lambda *_: {"free": 2 * flash_room.LITTLE})
    monkeypatch.setattr(ports, "SerialLink", lambda port: ScriptedBoard())
    with pytest.raises(LinkError) as caught, flash.with_room("x"):
        raise RefusedError(FLASH_FAILS, "It refused.\nPress RESET.")
    assert str(caught.value) == "It refused. The board runs no model now.\nPress RESET."
