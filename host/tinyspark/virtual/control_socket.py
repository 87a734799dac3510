"""The control channel: JSON objects, one a line, over a Unix socket; many may be connected.

Knows lines and errors; what a command does, the handler knows. A request is
{"command": name, ...}, an answer {"ok": true, ...} or {"error": "what happened"}.
"""

import contextlib
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinyspark.errors import UserError

MAX_LINE = 16_000_000  # bytes: an hour of samples
_SEND_TIMEOUT = 1.0

Answer = dict[str, Any]
Reply = Callable[[Answer], None]
Handler = Callable[[Answer, Reply], None]


class ControlSocket:
    """Listens at path; sockets() is what to wait for, receive() what to call then."""

    def __init__(self, path: Path, handler: Handler) -> None:
        self._handler = handler
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        self._input: dict[socket.socket, bytearray] = {}

    def sockets(self) -> list[socket.socket]:
        return [self._listener, *self._input]

    def receive(self, ready: socket.socket) -> None:
        if ready is self._listener:
            connection, _ = self._listener.accept()
            connection.settimeout(_SEND_TIMEOUT)
            self._input[connection] = bytearray()
        elif ready in self._input:
            self._read(ready)

    def close(self) -> None:
        for connection in list(self._input):
            self._drop(connection)
        self._listener.close()

    def _read(self, connection: socket.socket) -> None:
        waiting = self._input[connection]
        try:
            data = connection.recv(1 << 16)
        except OSError:
            data = b""
        waiting += data
        if not data or (len(waiting) > MAX_LINE and b"\n" not in waiting):
            self._drop(connection)
            return
        *lines, rest = waiting.split(b"\n") if b"\n" in data else [waiting]
        self._input[connection] = rest
        for line in lines:
            self._handle(connection, bytes(line))

    def _handle(self, connection: socket.socket, line: bytes) -> None:
        def reply(answer: Answer) -> None:
            self._send(connection, answer)

        try:
            command = json.loads(line)
            if not isinstance(command, dict):
                raise UserError("A command is a JSON object.\nSend one a line.")
            self._handler(command, reply)
        except UserError as error:
            reply({"error": str(error)})
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            reply({"error": f"The virtual board cannot read this command ({error!r})."})

    def _send(self, connection: socket.socket, answer: Answer) -> None:
        if connection not in self._input:
            return
        try:
            connection.sendall(
                json.dumps(answer if "error" in answer else {"ok": True} | answer).encode() + b"\n"
            )
        except OSError:
            self._drop(connection)

    def _drop(self, connection: socket.socket) -> None:
        del self._input[connection]
        with contextlib.suppress(OSError):
            connection.close()
