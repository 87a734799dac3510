"""The virtual board's cable: noise, stale bytes, a host that stalls, an end after some bytes."""

from collections.abc import Iterator

import pytest
import serial
from prompt import Prompt, await_state, plug

from tinyspark.errors import UserError
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.usb_line import Line

LOOP = "import time\nfor i in range(%d): time.sleep_ms(1); print('x' * 999)"


@pytest.fixture
def fast_board(can_run_boards: None) -> Iterator[VirtualBoard]:
    """A bare board that is soon back after a reset."""
    with VirtualBoard(firmware=False, speed=50) as board:
        yield board


def test_noise_replaces_bytes_in_whatever_pieces_they_come() -> None:
    for size in range(1, 13):
        line = Line()
        line.plan(9, 2, b"")
        line.plan(3, 1, b"##")
        line.plan(3, 1, b"")
        data = b"0123456789abc"
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        assert b"".join(line.carry(piece) for piece in pieces) == b"012##5678bc"


def test_noise_that_is_due_comes_at_once() -> None:
    line = Line()
    line.plan(0, 0, b"!")
    assert line.carry(b"") == b"!"
    assert line.carry(b"ab") == b"ab"


def test_noise_on_both_directions(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        bare_board.noise(b"?!", after=4, lose=1)  # behind "OK" and two bytes
        assert prompt.run("print('hallo')") == "ha?!lo\n"
        bare_board.noise(b"7", after=6, lose=1, direction="from_host")
        assert prompt.run("print(6 * 9)") == "63\n"
        bare_board.noise(b"~~")
        assert prompt.until(b"~~") == b"~~"


def test_stale_bytes_are_found_at_open(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        with pytest.raises(UserError, match="open"):
            bare_board.stale(b"x")
    await_state(bare_board, "host_open", False)
    bare_board.stale(b"y" * 256 + b"half a line")
    with serial.Serial(bare_board.port, timeout=1) as port:
        assert port.read(256) == b"y" * 245 + b"half a line"


def test_a_stalled_host_loses_whole_writes_as_a_real_one(stepped_board: VirtualBoard) -> None:
    with Prompt(stepped_board.port) as prompt:
        prompt.raw()
        prompt.start(LOOP % 3)
        stepped_board.stall(1200)
        stepped_board.advance(1199)
        assert stepped_board.state()["dropped_bytes"] > 0
        assert prompt.rest(0.05) == b""
        stepped_board.advance(2000)
        said = prompt.until(b"\x04>")
    assert said.count(b"x") + stepped_board.state()["dropped_bytes"] >= 3 * 999


@pytest.mark.parametrize("count", [1, 255, 3000])
def test_unplugged_after_so_many_bytes_to_the_host(fast_board: VirtualBoard, count: int) -> None:
    with Prompt(fast_board.port) as prompt:
        prompt.raw()
        fast_board.unplug_after(count)
        prompt.start_blindly(LOOP % 10)
        assert len(prompt.until_gone()) == count
    assert not fast_board.state()["powered"]
    plug(fast_board)
    with Prompt(fast_board.port) as prompt:
        prompt.raw()
        assert len(prompt.run(LOOP % 10)) == 10_000


def test_unplugged_after_so_many_bytes_from_the_host(fast_board: VirtualBoard) -> None:
    code = b"print('whole')\x04"
    for count in (len(code) - 1, 1):
        with Prompt(fast_board.port) as prompt:
            prompt.raw()
            fast_board.unplug_after(count, "from_host")
            prompt.write(code)
            assert prompt.until_gone() == b""
        plug(fast_board)


def test_orders_are_checked(bare_board: VirtualBoard) -> None:
    for call in (
        lambda: bare_board.unplug_after(-1),
        lambda: bare_board.unplug_after(1, "up"),
        lambda: bare_board.noise(b"", after=-1),
        lambda: bare_board.noise(b"", lose=10**10),
        lambda: bare_board.ask("noise", data="xy", after=0, lose=0, direction="to_host"),
        lambda: bare_board.stall(-1),
    ):
        with pytest.raises(UserError):
            call()
