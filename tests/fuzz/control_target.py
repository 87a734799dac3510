"""The control channel of a virtual board, told damaged commands: each gets an answer.

The board is a real one with a clock that stands still, so that it costs next to nothing.
"""

import json
import socket

from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.options import CONTROL_NAME

EXAMPLES = [
    json.dumps(command).encode()
    for command in (
        {"command": "play", "sensor": "imu", "samples": [[0, 0, 4098]] * 3, "rate": 104},
        {"command": "play", "sensor": "imu", "samples": [[1, 2]], "axes": ["gx", "az"]},
        {"command": "play", "sensor": "proximity", "samples": [9, 1023], "spacing_ms": 250},
        {"command": "play", "sensor": "imu+proximity", "samples": [[1] * 7]},
        {"command": "rest", "row": [0, 0, 4098, 0, 0, 0]},
        {"command": "clear"},
        {"command": "press", "button": 1},
        {"command": "release", "button": 2},
        {"command": "tap", "button": 1, "ms": 50},
        {"command": "scene", "steps": [[0, {"command": "tap", "button": 1}]]},
        {"command": "set", "name": "imu_address", "value": 107},
        {"command": "state"},
    )
]
_SENTINEL = b'\n{"command": "press", "button": 99}\n'
_ANSWERED = b"no button 99"
_PATIENCE = 20.0  # seconds of a computer with other things to do


class ControlChannel:
    """A target."""

    def __init__(self, board: VirtualBoard) -> None:
        self._channel = socket.socket(socket.AF_UNIX)
        self._channel.settimeout(_PATIENCE)
        self._channel.connect(str(board._folder / CONTROL_NAME))

    def __call__(self, data: bytes) -> None:
        """Every line gets one answer; the board is there afterwards."""
        self._channel.sendall(data + _SENTINEL)
        answers = b""
        while _ANSWERED not in answers or not answers.endswith(b"\n"):
            piece = self._channel.recv(1 << 16)
            assert piece, "the channel was closed"
            answers += piece
        for answer in answers.splitlines():
            said = json.loads(answer)
            assert said.get("ok") is True or isinstance(said["error"], str)
        assert len(answers.splitlines()) == data.count(b"\n") + 2

    def close(self) -> None:
        self._channel.close()
