"""A seat with the real app of the board on a fake board: it runs as fast as it is listened to."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import small_models
from app_link import AppLink
from fakes import FakeBoard, no_slots

from app import App
from tinyspark.studio import seat as seats
from tinyspark.studio.seat import Seat

PATIENCE = 20.0
PORT = "app"


def wave(n: int) -> list[int]:
    """A movement that never ends, comes not again and clips nowhere."""
    return [n * n * 37 % 6367] * 6


def rest(n: int) -> list[int]:
    return [n % 3, 1, 4096, 0, n % 2, 0]


@contextmanager
def seated(model: object = None) -> Iterator[tuple[Seat, AppLink]]:
    """A seat at which this board sits, and the link to it."""
    slots = no_slots() if model is None else small_models.put(model)
    app = App(FakeBoard(), slots)
    if model is not None:
        small_models.remove()
    app.board.imu.scene = rest
    link = AppLink(app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seats, "LOOK_AGAIN", 0.02)
        seat = seats.Seat(lambda port: link)
        try:
            seat.connect(PORT).result(PATIENCE)
            yield seat, link
        finally:
            seat.close()
