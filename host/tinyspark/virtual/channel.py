"""The client's end of the control channel: one question, one answer, from any thread.

Knows JSON lines; what can be asked, client.py knows.
"""

import json
import socket
import threading
from pathlib import Path
from typing import Any

from tinyspark.errors import UserError

_ANSWER_TIMEOUT = 60.0


class Channel:
    """Connected to the socket at path; UserError when nobody answers there."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_ANSWER_TIMEOUT)
        self._input = b""
        self._lock = threading.Lock()
        try:
            self._socket.connect(str(path))
        except OSError:
            self._socket.close()
            raise UserError(
                f"No virtual board answers at {path.parent}.\nStart one with: tinyspark virtual"
            ) from None

    def ask(self, command: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            line = self._exchange(json.dumps(command).encode() + b"\n")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise UserError(answer["error"])
        return answer

    def close(self) -> None:
        with self._lock:
            self._socket.close()

    def _exchange(self, line: bytes) -> bytes:
        try:
            self._socket.sendall(line)
            while b"\n" not in self._input:
                data = self._socket.recv(1 << 16)
                if not data:
                    raise ConnectionError
                self._input += data
        except OSError:
            raise UserError(
                "The virtual board does not answer any more.\nStart it again."
            ) from None
        answer, _, self._input = self._input.partition(b"\n")
        return answer
