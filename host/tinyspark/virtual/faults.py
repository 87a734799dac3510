"""Commands of the control channel that break something: the flash, the cable, the host.

Each do_* method is a command, as in controls.py; its arguments are checked here.
"""

from pathlib import Path
from typing import Protocol

from tinyspark.errors import UserError
from tinyspark.virtual.clock import Clock, microseconds
from tinyspark.virtual.flash_orders import FlashOrders
from tinyspark.virtual.usb_line import Line
from tinyspark.virtual.usb_port import UsbPort

_MOST_BYTES = 1_000_000_000


class Board(Protocol):
    """What the commands need of the supervisor."""

    clock: Clock
    port: UsbPort
    flash: FlashOrders
    volume: Path


class Faults:
    """Commands by name."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def do_cut_power_at(self, operation: int, torn: int) -> None:
        self._board.flash.cut_at(operation, torn)

    def do_log_flash(self) -> dict[str, object]:
        """Answers with the log's path and with the volume's size, which FlashLog.read wants."""
        self._board.flash.log_from(self._board.volume)
        size = self._board.volume.stat().st_size
        return {"path": str(self._board.flash.log_path), "size": size}

    def do_unplug_after(self, count: int, direction: str) -> None:
        self._line(direction).end_after(_counted(count))

    def do_noise(self, data: str, after: int, lose: int, direction: str) -> None:
        """data: hexadecimal."""
        line = self._line(direction)
        self._board.port.noise(line, _counted(after), _counted(lose), bytes.fromhex(data))

    def do_stale(self, data: str) -> None:
        if self._board.port.host_is_open:
            raise UserError("A host has the port open.\nStale bytes are found when it opens.")
        self._board.port.stale(bytes.fromhex(data))

    def do_stall(self, ms: float) -> None:
        port, clock = self._board.port, self._board.clock
        clock.call_at(clock.now() + microseconds(ms), lambda: port.stall(-1))
        port.stall(1)

    def _line(self, direction: str) -> Line:
        lines = {"to_host": self._board.port.to_host, "from_host": self._board.port.from_host}
        if direction not in lines:
            raise UserError(f"There is no direction {direction!r}.\nChoose to_host or from_host.")
        return lines[direction]


def _counted(count: int) -> int:
    if not isinstance(count, int) or not 0 <= count <= _MOST_BYTES:
        raise UserError(f"{count} is no number of bytes.\nChoose 0 to {_MOST_BYTES}.")
    return count
