"""What `tinyspark live` shows of a board whose sensors fail."""

import math

import pytest
import small_models
from app_link import connect
from fakes import run
from scripted import ScriptedBoard

from app import App
from gesturekit import messages
from gesturekit.messages import ABSENT, FAILED, OK
from tinyspark.board.device import Device
from tinyspark.commands import live
from tinyspark.commands.live import Picture


@pytest.mark.parametrize(
    ("sensor", "imu", "proximity", "told"),
    [
        (3, OK, OK, ""),
        (3, OK, FAILED, "the proximity sensor is failed;"),
        (3, ABSENT, OK, "the imu sensor is absent;"),
        (0, OK, FAILED, ""),
        (1, OK, ABSENT, "the proximity sensor is absent;"),
    ],
)
def test_a_sensor_that_the_model_needs_and_that_fails_is_named(
    sensor: int, imu: int, proximity: int, told: str, capsys: pytest.CaptureFixture
) -> None:
    board = ScriptedBoard()
    board.hello_fields |= {"model_hash": bytes([7]) * 32, "model_sensor": sensor, "labels": b"a"}
    said = Device(board).hello()
    picture = Picture(said)
    status = messages.encode("status", 1, 3, 1000, 0, 0, 0, 0, 0, 5000, imu, proximity, *[0] * 8)
    picture.status(messages.decode(status))
    picture.refresh()
    shown = capsys.readouterr().out
    assert told in shown and (" sensor is " in shown) == bool(told)


class Watcher:
    """A view that counts scores, and the keyboard beside it: after some rounds it ends."""

    scored = True

    def __init__(self, app: App) -> None:
        self.counts, self.rounds, self._app = [0], 0, app

    def detection(self, event: dict) -> None:
        pass

    def scores(self, message: messages.Message) -> None:
        self.counts[-1] += 1

    def status(self, message: messages.Message) -> None:
        pass

    def refresh(self) -> None:
        pass

    def read(self, seconds: float) -> str:
        """After 40 rounds (4 s of the board) this computer sleeps; what came then is old news."""
        self.rounds += 1
        if self.rounds == 40:
            run(self._app, 15_000)
        if self.rounds in (40, 70):
            self.counts.append(0)
        return "q" if self.rounds == 110 else ""


@pytest.mark.fault(2, "the host sleeps for 15 s while it shows live what is recognized")
def test_the_bars_move_again_after_a_nap_of_the_host() -> None:
    device, link = connect(small_models.imu())
    said = device.hello()
    watcher = Watcher(link.app)
    device.classify(watcher.scored)
    live._watch(device, said, watcher, math.inf, watcher)  # type: ignore[arg-type]
    before, _, after = watcher.counts
    assert before > 10 and after > 10
