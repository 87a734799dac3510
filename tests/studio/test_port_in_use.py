"""A port that another program holds, or wants: each is told so, and can try again."""

import pytest
from nicegui import ui
from nicegui.testing import User

from tinyspark.board.link import LinkError
from tinyspark.board.serial_link import MICROPYTHON, PortInfo, SerialLink, in_use
from tinyspark.studio.parts import ports as part
from tinyspark.studio.standing import THERE
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Board as Texts
from tinyspark.virtual.client import VirtualBoard

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("can_run_boards")]


@pytest.mark.fault(21, "another program holds the port that the studio wants, and the reverse")
async def test_a_port_is_for_one_program(
    user: User, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with VirtualBoard() as board:
        plugged_in = [PortInfo(board.port, MICROPYTHON, "board")]
        monkeypatch.setattr(part, "list_boards", lambda: plugged_in)
        other = SerialLink(board.port)  # a command, a second studio, an editor's console
        await user.open("/")
        await user.should_see(kind=ui.button, marker="connect")
        user.find(kind=ui.button, marker="connect").click()
        await user.should_see(in_use(board.port))
        await user.should_see(Texts.NOT_YET)
        other.close()
        user.find(kind=ui.button, marker="connect").click()
        await user.should_not_see(Texts.NOT_YET)
        assert studio.seat.standing.state == THERE
        with pytest.raises(LinkError, match="is in use by another program"):
            SerialLink(board.port)
