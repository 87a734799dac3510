"""Who may talk to the studio: only the browser that was given the address with the token.

The address opens once with the token in it; from then on a cookie stands for it. Host and Origin
must be ours, on every request and on the web socket, so that no other page can use the cookie,
whatever name it gives to 127.0.0.1. Knows nothing of what the page shows.
"""

import secrets
from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

TOKEN_BYTES = 24
ARGUMENT = "token"
REFUSED = (
    "This address is not enough: open the one that `tinyspark studio` printed, with its token."
)

Scope = dict[str, Any]


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Guard:
    """ASGI middleware: lets pass what knows the token and comes from our own page."""

    def __init__(self, app: Any, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._cookie = f"tinyspark-{port}"  # cookies do not tell ports apart
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Pass on, or answer, one request."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)  # the server's own start and end
        elif not self._is_ours(scope):
            await _refuse(scope, send)
        elif self._knows(_cookie(scope, self._cookie)):
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and self._knows(_argument(scope)):
            await self._let_in(scope, send)
        else:
            await _refuse(scope, send)

    def _is_ours(self, scope: Scope) -> bool:
        """Whether Host is one of our names, and Origin, where there is one, the same."""
        hosts, origins = _headers(scope, b"host"), _headers(scope, b"origin")
        named = len(hosts) == 1 and hosts[0] in self._hosts
        return named and all(origin == f"http://{hosts[0]}" for origin in origins)

    def _knows(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self._token.encode())

    async def _let_in(self, scope: Scope, send: Any) -> None:
        """Give the cookie and the same address without the token, which then stays in no list."""
        cookie = f"{self._cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict"
        headers = [("location", scope["path"]), ("set-cookie", cookie)]
        await _answer(send, 303, headers, b"")


async def _refuse(scope: Scope, send: Any) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
    else:
        headers = [("content-type", "text/plain; charset=utf-8")]
        await _answer(send, 403, headers, REFUSED.encode())


async def _answer(send: Any, status: int, headers: Iterable[tuple[str, str]], body: bytes) -> None:
    fields = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})


def _headers(scope: Scope, wanted: bytes) -> list[str]:
    return [value.decode("latin-1") for name, value in scope["headers"] if name == wanted]


def _argument(scope: Scope) -> str:
    values = parse_qs(scope["query_string"].decode("latin-1")).get(ARGUMENT, [])
    return values[0] if len(values) == 1 else ""


def _cookie(scope: Scope, name: str) -> str:
    for header in _headers(scope, b"cookie"):
        try:
            jar = SimpleCookie(header)
        except CookieError:
            continue
        if name in jar:
            return jar[name].value
    return ""
