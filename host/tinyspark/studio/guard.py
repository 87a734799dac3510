"""Who may talk to the studio: only a browser that was given an address with a key of the door.

From then on a cookie stands for the key. Host and Origin must be ours, on every request and on the
web socket, so that no other page can use the cookie, whatever name it gives to 127.0.0.1. Knows
nothing of what the page shows.
"""

import secrets
from typing import Any
from urllib.parse import parse_qs

from tinyspark.studio.door import ARGUMENT, HOST, Door

REFUSED = (
    "This address is not enough: open the one that `tinyspark studio` printed, with its token."
)
TOO_LARGE = "This is more than the studio takes at once. Use `tinyspark dataset import` for it."
MOST_BYTES = 256 * 1024 * 1024  # of one upload
OURSELVES = {"same-origin", "none"}  # "none": typed, or opened by another program

Scope = dict[str, Any]


class Guard:
    """ASGI middleware: lets pass what knows a key and comes from our own page."""

    def __init__(self, app: Any, door: Door) -> None:
        self.app = app
        self._door = door
        self._once = door.once
        self._cookie = f"tinyspark-{door.port}"  # cookies do not tell ports apart
        self._hosts = {f"{HOST}:{door.port}", f"localhost:{door.port}"}

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass on, or answer, one request."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)  # the server's own start and end
        elif not self._is_ours(scope):
            await _refuse(scope, send)
        elif scope["type"] == "http" and scope["method"] == "GET" and self._opens(_key(scope)):
            await self._let_in(send)
        elif any(_same(shown, self._door.session) for shown in _cookies(scope, self._cookie)):
            await self._pass(scope, receive, send)
        else:
            await _refuse(scope, send)

    def _is_ours(self, scope: Scope) -> bool:
        """Whether Host is one of our names, and whoever asks, where it is said, is our page."""
        hosts = _headers(scope, "host")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return False
        origins = _headers(scope, "origin")
        return all(origin == f"http://{hosts[0]}" for origin in origins) and OURSELVES.issuperset(
            _headers(scope, "sec-fetch-site")
        )

    def _opens(self, key: str) -> bool:
        """Whether this key opens; that of one time does so no more."""
        if self._once and _same(key, self._once):
            self._once = ""
            return True
        return _same(key, self._door.token)

    async def _let_in(self, send: Any) -> None:
        """Give the cookie and the address without the key, which then stays in no list."""
        cookie = f"{self._cookie}={self._door.session}; Path=/; HttpOnly; SameSite=Strict"
        await _answer(send, 303, {"location": "/", "set-cookie": cookie})

    async def _pass(self, scope: Scope, receive: Any, send: Any) -> None:
        sizes = _headers(scope, "content-length")
        if any(int(size) > MOST_BYTES for size in sizes):
            await _answer(send, 413, {}, TOO_LARGE)
        else:
            await self.app(scope, receive, send)


async def _refuse(scope: Scope, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
    else:
        await _answer(send, 403, {}, REFUSED)


async def _answer(send: Any, status: int, headers: dict[str, str], text: str = "") -> None:
    body = text.encode()
    headers |= {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))}
    fields = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})


def _same(shown: str, key: str) -> bool:
    return secrets.compare_digest(shown.encode(), key.encode())


def _headers(scope: Scope, wanted: str) -> list[str]:
    wanted_bytes = wanted.encode()
    return [value.decode("latin-1") for name, value in scope["headers"] if name == wanted_bytes]


def _key(scope: Scope) -> str:
    values = parse_qs(scope["query_string"].decode("latin-1")).get(ARGUMENT, [])
    return values[0] if len(values) == 1 else ""


def _cookies(scope: Scope, name: str) -> list[str]:
    """Return what is shown under this name; other programs of 127.0.0.1 may show anything else."""
    pairs = (pair.partition("=") for text in _headers(scope, "cookie") for pair in text.split(";"))
    return [value.strip() for found, _, value in pairs if found.strip() == name]
