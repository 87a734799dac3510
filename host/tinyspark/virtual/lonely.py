"""A person, far from any computer, with a virtual board: buttons pressed, takes brought home.

For boards with a stepped clock. Knows what hands do; what the board does is the firmware's.
"""

from collections.abc import Sequence

from gesturekit.sample import DEFAULT_RATE, SENSORS
from tinyspark.board.greeting import greet
from tinyspark.board.sync import Brought, Homecoming, Shelf
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.scenes import Row
from tinyspark.virtual.stepped_link import stepped_device

ALONE_MS = 10_200  # until a board believes that no host is there
_PRESS_MS = 100
_SAVING_MS = 300
_STARTING_MS = 1500  # from RESET until the loader has looked at the buttons for a while
_BOOT_MS = 1000  # until the app runs then


def prepare(board: VirtualBoard, labels: Sequence[str], count: int, sensor: str = "imu") -> None:
    """Tell the board what to record, takes of count samples, and go."""
    with stepped_device(board) as device:
        greet(device)
        device.request("prepare", SENSORS.index(sensor), count, "\n".join(labels).encode())
    board.advance(ALONE_MS)


def press(board: VirtualBoard, button: int) -> None:
    """Tap a button. Button 2: the first label, then the next; Button 1: a take begins."""
    board.tap(button, _PRESS_MS)
    board.advance(2 * _PRESS_MS)


def restart_with_button_2(board: VirtualBoard) -> None:
    """Press RESET with Button 2 down, and let it go when the loader has seen it."""
    board.tap(2, _STARTING_MS)
    board.hard_reset()
    board.advance(_STARTING_MS + _BOOT_MS)


def take(board: VirtualBoard, count: int, rows: Sequence[Row] = ()) -> None:
    """Press Button 1 and move as rows say, until a take of count samples is on flash."""
    if rows:
        board.play("imu", rows, rate=DEFAULT_RATE)
    press(board, 1)
    board.advance(1000 * count / DEFAULT_RATE + _SAVING_MS)


def bring(board: VirtualBoard, folder: str) -> list[Brought]:
    """Bring the takes home; return what became of each."""
    with stepped_device(board) as device:
        greet(device)
        return list(Homecoming(Shelf(device), folder).bring())
