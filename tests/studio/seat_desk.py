"""A desk with scripted boards on its ports, for tests of what sits at it."""

import time
from collections.abc import Callable

from scripted import ScriptedBoard

from tinyspark.board.device import Device
from tinyspark.board.link import LinkError
from tinyspark.studio.turn import Turn

PATIENCE = 20.0  # seconds until a test gives up
PORT, OTHER = "/dev/one", "/dev/two"


class Desk:
    """Boards on ports; a port whose board is unplugged cannot be opened.

    fault: a mistake in what opens ports, None for none.
    """

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.boards: dict[str, ScriptedBoard] = {}
        self.opened: list[str] = []

    def put(self, port: str, board: ScriptedBoard | None = None) -> ScriptedBoard:
        """Plug a board in; one whose cable is pulled hears nothing and says nothing."""
        board = board or ScriptedBoard(lambda request: board.unplugged)
        board.port = port
        self.boards[port] = board
        return board

    def open(self, port: str) -> ScriptedBoard:
        if self.fault is not None:
            raise self.fault
        if port not in self.boards or self.boards[port].unplugged:
            raise LinkError(f"There is no port {port}.\nPlug it in.")
        self.opened.append(port)
        return self.boards[port]


def wait(what: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until
        time.sleep(0.005)


def stream(device: Device, turn: Turn) -> None:
    device.stream("imu")
    for _ in turn.messages(device):
        pass


def names(board: ScriptedBoard) -> list[str]:
    return [request.name for request in board.requests]
