"""A link whose other end is a script: it answers requests as the tests want, right or wrong."""

import time
from collections import deque
from collections.abc import Callable

from gesturekit import features, framing, messages, model_format
from gesturekit.messages import Message
from tinyspark.board.link import LinkLostError

HELLO: dict[str, object] = {
    "protocol": messages.PROTOCOL,
    "boot": 77,
    "mode": messages.IDLE,
    "imu": messages.OK,
    "imu_address": 0x6A,
    "proximity": messages.OK,
    "rate": 104,
    "accel_range": 8,
    "gyro_range": 2000,
    "max_line": 240,
    "max_take": 1040,
    "model_hash": bytes(32),
    "model_sensor": 0,
    "model_rate": 0,
    "model_slot": 0,
    "model_state": messages.NONE,
    "previous_hash": bytes(32),
    "app_slot": 1,
    "model_format": model_format.VERSION,
    "feature_versions": " ".join(map(str, features.VERSIONS)),
    "takes": 0,
    "firmware": "0.1.0",
    "machine": "scripted",
    "trouble": "",
    "labels": b"",
}


class ScriptedBoard:
    """The Link of a host; `requests` are the messages it sent, on_request may replace answers."""

    def __init__(self, on_request: Callable[[Message], bool] | None = None) -> None:
        self.port = "/dev/scripted"
        self.requests: list[Message] = []
        self.written = b""
        self.error = messages.NO_ERROR
        self.seq = 0
        self.unplugged = False
        self.hello_fields = dict(HELLO)
        self._decoder = framing.Decoder(framing.TO_BOARD)
        self._outgoing: deque[bytes] = deque()
        self._on_request = on_request

    def write(self, data: bytes) -> None:
        self.written += data
        for payload, _ in self._decoder.feed(data):
            if payload is not None:
                self._answer(messages.decode(payload))

    def read(self, timeout: float) -> bytes:
        if self._outgoing:
            return self._outgoing.popleft()
        if self.unplugged:
            raise LinkLostError("gone")
        time.sleep(min(timeout, 0.001))
        return b""

    def close(self) -> None:
        self._outgoing.clear()

    def send(self, name: str, *values: object) -> None:
        """Send a message to the host; what a board keeps has a number of its own."""
        self.seq = (self.seq + (name in messages.KEPT)) & 0xFFFF
        payload = messages.encode(name, self.seq, *values)
        self.say(framing.encode(framing.TO_HOST, payload))

    def lose(self, frames: int) -> None:
        """Let the next frames be lost on the line."""
        self.seq = (self.seq + frames) & 0xFFFF

    def say(self, data: bytes) -> None:
        """Send raw bytes to the host."""
        self._outgoing.append(data)

    def _answer(self, request: Message) -> None:
        self.requests.append(request)
        if self._on_request is not None and self._on_request(request):
            return
        if request.name in ("credit", "again"):
            return
        if request.name == "ask_hello":
            self.send("hello", *self.hello_fields.values())
        elif request.name == "ask_status":
            self.send("status", 0, 1000, 0, 0, 0, 0, 0, 5000, 1, 1, *[0] * 7, 1 << 20)
        self.send("ack", request.seq, self.error, "")
