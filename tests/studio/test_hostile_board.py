"""A board whose every text wants to be markup, or to move the cursor: pages show it as plain text.

What it prints beside the kit's messages is shown nowhere but in what explains why it is silent.
"""

import pytest
from nicegui import ui
from nicegui.testing import User
from scripted import ScriptedBoard
from seat_desk import PATIENCE, PORT, Desk, wait

from gesturekit.messages import Message
from tinyspark.board.serial_link import MICROPYTHON, PortInfo
from tinyspark.studio.pages import PAGES
from tinyspark.studio.parts import ports as part
from tinyspark.studio.studio import Studio

MARKUP = "<img src=x onerror=alert(1)>"
MOVES = "\x1b[2J\x1b]0;mine\x07\N{RIGHT-TO-LEFT OVERRIDE}evil"
TAMED = "?[2J?]0;mine??evil"
TEXTS = ("firmware", "machine", "trouble")


class Crashing(ScriptedBoard):
    """MicroPython whose program ends, each time, with an error of a strange name."""

    def __init__(self) -> None:
        super().__init__(lambda request: True)

    def write(self, data: bytes) -> None:
        super().write(data)
        if b"\x02" in data:
            self.say(b"MicroPython v1.28\r\n>>> ")
        if b"\x04" in data:
            said = f"Traceback (most recent call last):\r\n  File\r\n{MARKUP}{MOVES}\r\n>>> "
            self.say(said.encode())


def texts(user: User) -> str:
    """Return all that labels of a page say; no page has anything of it as markup."""
    found = "\n".join(str(label.text) for label in user.find(kind=ui.label).elements)
    pages = [page.content for page in user.find(kind=ui.html).elements]
    assert not [page for page in pages if "img" in page or "evil" in page]
    return found


@pytest.mark.fault(23, "markup and control characters in all texts of a hello")
async def test_a_hello_is_text_on_every_page(user: User, seated: Studio, desk: Desk) -> None:
    fields = desk.put(PORT).hello_fields
    fields |= dict.fromkeys(TEXTS, MARKUP + MOVES)
    fields |= {"labels": f"{MARKUP}\n{MOVES}".encode(), "model_hash": bytes(32 * [1])}
    seated.seat.connect(PORT).result(PATIENCE)
    for page in PAGES:
        await user.open(page.PATH)
        await user.should_see(page.TEXTS.TITLE)
        said = texts(user)
        assert "\x1b" not in said and "\N{RIGHT-TO-LEFT OVERRIDE}" not in said
        if page.PATH == "/":
            assert said.count(MARKUP + TAMED) >= len(TEXTS) and f"\n{TAMED}" in said


@pytest.mark.fault(23, "markup and control characters in what a board prints")
async def test_what_it_prints_is_shown_nowhere(user: User, seated: Studio, desk: Desk) -> None:
    board = desk.put(PORT)

    def print_too(request: Message) -> bool:
        board.say(f"{MARKUP}{MOVES}\r\n".encode())
        return False

    board._on_request = print_too
    seated.seat.connect(PORT).result(PATIENCE)
    asked = len(board.requests)
    wait(lambda: len(board.requests) > asked + 3)
    await user.open("/")
    await user.should_see("scripted")
    assert "img" not in texts(user) and "evil" not in texts(user)


@pytest.mark.fault(23, "markup in the name of the error that a board's program ends with")
async def test_why_it_does_not_start_is_told_as_text(
    user: User, seated: Studio, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.put(PORT, Crashing())
    monkeypatch.setattr(part, "list_boards", lambda: [PortInfo(PORT, MICROPYTHON, MARKUP)])
    await user.open("/")
    await user.should_see(kind=ui.button, marker="connect")
    user.find(kind=ui.button, marker="connect").click()
    await user.should_see(f"The app on {PORT} does not start: {MARKUP}{TAMED}")
    texts(user)
