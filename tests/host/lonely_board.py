"""A board that has recorded takes without a host: the real App on a fake board, on a link."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from app_link import AppLink, connect
from fakes import no_slots, run, tap

from app import App
from gesturekit import take_file
from gesturekit.sample import SENSORS

STILL = [0, 0, 4096, 0, 0, 0]
LENGTH = 60  # samples of a take


def wave(n: int) -> list[int]:
    """Sample n of a scene that moves for a moment in each take; no two samples are alike."""
    return [n * 37 % 64 * 100 + n % 97] * 6 if 40 < n % 208 < 110 else [n % 89, *STILL[1:]]


@contextmanager
def lonely() -> Iterator[AppLink]:
    """Such a board, whose flash goes with it."""
    _, link = connect()
    link.app.board.imu.scene = wave
    try:
        yield link
    finally:
        shutil.rmtree(link.app.board.takes_folder, ignore_errors=True)


def record(link: AppLink, labels: Sequence[str], takes: int = 1, sensor: str = "imu") -> None:
    """Prepare the board, restart it, and press its buttons: so many takes of each label."""
    board = link.app.board
    number, length = SENSORS.index(sensor), 3 if sensor == "proximity" else LENGTH
    board.say("prepare", number, length, "\n".join(labels).encode())
    run(link.app, 20)
    link.app = app = App(board, no_slots())
    run(app, 200)
    for _ in labels:
        tap(app, 2)
        for _ in range(takes):
            tap(app, 1)
            run(app, 800 if sensor == "imu" else 1900)
    tap(app, 2)
    app.board.output = b""


def on_board(link: AppLink) -> dict[str, np.ndarray]:
    """Return the samples of every whole take on the board, by the id that a dataset gives it."""
    store = link.app.takes
    takes = {}
    for identity, _ in store.behind(bytes(8), store.count):
        take = take_file.decode(store.read(identity, 0, take_file.MAX_BYTES))
        takes[f"take-{identity.hex()}"] = np.array(take.samples, np.int16)
    return takes
