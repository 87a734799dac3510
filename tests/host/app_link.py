"""A link whose other end is the board's real App on a fake board."""

import numpy as np
import small_models
from fakes import FakeBoard, no_slots, run

from app import App
from tinyspark.board.device import Device
from tinyspark.board.link import LinkLostError

STEP_MS = 20  # board time that passes while the host waits once


class AppLink:
    """A link to an App: the board runs while the host waits for it.

    passed_ms: of board time, over all restarts.
    """

    def __init__(self, app: App) -> None:
        self.port = "app"
        self.app = app
        self.passed_ms = 0
        self.lose = 0  # of the next bytes to the host
        self.ends_at = float("inf")  # ms of board time

    def write(self, data: bytes) -> None:
        assert all(byte >= 32 or byte == 10 for byte in data), "a key that a prompt would obey"
        self.app.board.input += data

    def read(self, timeout: float) -> bytes:
        if self.app.board.ms > self.ends_at:
            raise LinkLostError("gone")
        run(self.app, STEP_MS)
        self.passed_ms += STEP_MS
        board = self.app.board
        data, board.output = board.output, b""
        lost = min(self.lose, len(data))
        self.lose -= lost
        return data[lost:]

    def close(self) -> None:
        pass


def noise(n: int) -> list[int]:
    """Sample n of a scene that uses all of int16."""
    return [(n * 40503 * (axis + 3) + axis * 977) % 65536 - 32768 for axis in range(6)]


def connect(model: object = None) -> tuple[Device, AppLink]:
    slots = no_slots() if model is None else small_models.put(model)
    app = App(FakeBoard(), slots)
    if model is not None:
        small_models.remove()
    app.board.imu.scene = noise
    link = AppLink(app)
    return Device(link, clock=lambda: app.board.ms / 1000), link


def played(taken: np.ndarray, board: FakeBoard) -> bool:
    """Whether taken, int16 [n, 6], is somewhere among the samples that the IMU has made."""
    scene = np.array([board.imu.scene(n) for n in range(board.imu.made)], np.int16)
    starts = np.flatnonzero((scene == taken[0]).all(axis=1))
    return any(np.array_equal(scene[start : start + len(taken)], taken) for start in starts)
