"""The page Board: what is plugged in, what a board says, and what can be ordered of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trained
from lonely_board import lonely, record
from nicegui import ui
from nicegui.testing import User
from seat_desk import OTHER, PATIENCE, PORT, Desk, wait

from gesturekit import messages
from tinyspark.board.serial_link import MICROPYTHON, ROM_LOADER, PortInfo
from tinyspark.board.sync import ADDED
from tinyspark.dataset import Dataset
from tinyspark.dataset.naming import NamingError
from tinyspark.studio import orders
from tinyspark.studio.parts import ports as part
from tinyspark.studio.seat import Seat
from tinyspark.studio.standing import GONE
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Absent
from tinyspark.studio.texts import Board as Texts


@pytest.fixture
def plugged_in(monkeypatch: pytest.MonkeyPatch) -> list[PortInfo]:
    """What this computer's list of ports says, and what it will say."""
    found: list[PortInfo] = []
    monkeypatch.setattr(part, "list_boards", lambda: list(found))
    monkeypatch.setattr(part, "LOOK_EVERY", 0.05)
    return found


async def test_the_list_of_ports_follows_the_cables(
    user: User, seated: Studio, plugged_in: list[PortInfo]
) -> None:
    await user.open("/")
    await user.should_see(Texts.NOTHING)
    plugged_in += [PortInfo(PORT, MICROPYTHON, "board"), PortInfo(OTHER, ROM_LOADER, "loader")]
    await user.should_see(Texts.IS_LOADER)
    await user.should_see(Texts.IS_BOARD)
    await user.should_not_see(Texts.NOTHING)
    plugged_in.clear()
    await user.should_see(Texts.NOTHING)


async def test_a_board_is_connected_and_tells_of_itself(
    user: User, seated: Studio, desk: Desk, plugged_in: list[PortInfo]
) -> None:
    fields = desk.put(PORT).hello_fields
    fields |= {"machine": "<b>bold</b>", "labels": b"chop\n<i>wave</i>", "imu": messages.FROZEN}
    fields |= {"model_hash": bytes(range(32)), "model_slot": 1, "model_state": 2}
    plugged_in.append(PortInfo(PORT, MICROPYTHON, "board"))
    await user.open("/")
    await user.should_see(Texts.NOT_YET)
    await user.should_see(kind=ui.button, marker="connect")
    user.find(kind=ui.button, marker="connect").click()
    await user.should_see("<b>bold</b>")
    await user.should_see("<i>wave</i>")
    await user.should_see("00010203, slot a, on trial")
    await user.should_see("motion frozen, proximity ok")
    await user.should_see("the motion sensor is frozen")
    await user.should_not_see(Texts.NOT_YET)
    desk.boards[PORT].unplugged = True
    wait(lambda: seated.seat.standing.state == GONE)
    await user.should_see("gone")


async def test_a_connect_that_fails_says_what_to_do(
    user: User, seated: Studio, plugged_in: list[PortInfo]
) -> None:
    plugged_in.append(PortInfo(PORT, MICROPYTHON, "board"))
    await user.open("/")
    await user.should_see(kind=ui.button, marker="connect")
    user.find(kind=ui.button, marker="connect").click()
    await user.should_see(f"There is no port {PORT}.\nPlug it in.")
    await user.should_see(Texts.NOT_YET)


@pytest.mark.parametrize("page", ("/record", "/live", "/deploy", "/inside"))
async def test_every_page_that_needs_a_board_says_that_it_is_gone(
    user: User, seated: Studio, desk: Desk, page: str
) -> None:
    desk.put(PORT)
    seated.seat.connect(PORT).result(PATIENCE)
    if page == "/inside":
        trained.train(seated)
    await user.open(page)
    await user.should_not_see(Absent.GONE)
    desk.boards[PORT].unplugged = True
    await user.should_see(Absent.GONE)
    await user.should_see(Absent.TO_BOARD)


@pytest.fixture
def waiting() -> Iterator[Seat]:
    """A seat at a board that has two takes of each of two labels, made without a computer."""
    with lonely() as link:
        record(link, ["circle", "größer"], 2)
        seat = Seat(lambda port: link)
        yield seat
        seat.close()


async def test_takes_are_brought_home(user: User, studio: Studio, waiting: Seat) -> None:
    studio.seat.close()
    studio.seat = waiting
    waiting.connect(PORT).result(PATIENCE)
    await user.open("/")
    await user.should_see("4 to bring home")
    user.find(Texts.HOME).click()
    await user.should_see(Texts.CAME.format(added=4, known=0))
    dataset = Dataset.open(studio.folder)
    assert sorted(take.label for take in dataset.recordings) == ["circle"] * 2 + ["größer"] * 2
    await user.should_not_see(Texts.HOME)


def test_takes_come_home_once_and_a_person_needs_a_name(waiting: Seat, tmp_path: Path) -> None:
    waiting.connect(PORT).result(PATIENCE)
    with pytest.raises(NamingError):
        orders.bring_home(waiting, tmp_path / "d", "a\nb")
    brought = orders.bring_home(waiting, tmp_path / "d", "anna").result(PATIENCE)
    assert [take.outcome for take in brought] == [ADDED] * 4
    assert {take.subject for take in Dataset.open(tmp_path / "d").recordings} == {"anna"}
    assert orders.bring_home(waiting, tmp_path / "d", "anna").result(PATIENCE) == []
