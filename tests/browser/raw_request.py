"""Requests to the studio as anybody may send them, byte for byte: what no browser would do."""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PATIENCE = 60.0  # seconds: the first request waits until the studio has loaded
SOCKET_PATH = "/_nicegui_ws/socket.io/?EIO=4&transport="
UPGRADE = (
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
)
Field = tuple[str, str]


@dataclass(frozen=True)
class Answer:
    """Status, headers by their small names (the last of each), body."""

    status: int
    headers: dict[str, str]
    body: str


def ask(
    port: int, path: str, *fields: Field, method: str = "GET", host: str | None = ""
) -> Answer:
    """Send one request; host "" is the right one, None leaves it out."""
    named = [] if host is None else [("Host", host or f"127.0.0.1:{port}")]
    return send(port, f"{method} {path} HTTP/1.1", [*named, *fields])


def send(port: int, first_line: str, fields: Sequence[Field]) -> Answer:
    """Send these lines and read what is answered until the end of its headers and beyond."""
    lines = [first_line, *(f"{name}: {value}" for name, value in fields)]
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        head, body = _read(line)
    status, *rows = head.split("\r\n")
    headers = {name.lower(): value for name, value in (row.split(": ", 1) for row in rows)}
    return Answer(int(status.split()[1]), headers, body)


def _read(line: socket.socket) -> tuple[str, str]:
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(line)
    head, body = got.split(b"\r\n\r\n", 1)
    rows = head.lower().split(b"\r\n")
    lengths = [int(row[15:]) for row in rows if row.startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += _more(line)
    return head.decode("latin-1"), body.decode("utf-8", "replace")


def _more(line: socket.socket) -> bytes:
    more = line.recv(65536)
    if not more:
        raise AssertionError("the studio closed the connection without an answer")
    return more


def cookie_of(studio: Any) -> Field:
    """Show the token as a browser does; return the header with the cookie for it."""
    answer = ask(studio.port, f"/?token={studio.token}")
    assert answer.status == 303 and answer.headers["location"] == "/"
    return ("Cookie", answer.headers["set-cookie"].partition(";")[0])
