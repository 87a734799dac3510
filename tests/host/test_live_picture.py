"""What `tinyspark live` shows of a board whose sensors fail."""

import pytest
from scripted import ScriptedBoard

from gesturekit import messages
from gesturekit.messages import ABSENT, FAILED, OK
from tinyspark.board.device import Device
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
