"""What a browser may do with our answers: no other computer, no frame, no script that is not ours.

Scripts in a page carry a number that is new for each page, so that markup which some text brought
along could run nothing. NiceGUI evaluates expressions of its own and styles elements as it goes;
that much is allowed.
"""

import secrets
from typing import Any

_NUMBER_BYTES = 16
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_ALLOWED = (
    "default-src 'none'",
    "script-src 'self' 'nonce-{number}' 'unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self' ws://{host}",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
_HTML = b"text/html"

Message = dict[str, Any]


class Policy:
    """ASGI middleware: adds the headers, and the numbers to pages."""

    def __init__(self, app: Any, host: str) -> None:
        self.app = app
        self._host = host

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Pass on one request and what is answered to it."""
        if scope["type"] == "http":
            send = _Answer(self._host, send)
        await self.app(scope, receive, send)


class _Answer:
    """Called with the messages of one answer, sends them with what is added."""

    def __init__(self, host: str, send: Any) -> None:
        self._send = send
        self._number = secrets.token_urlsafe(_NUMBER_BYTES)
        self._host = host
        self._start: Message | None = None  # of a page, kept back until its length is known
        self._page = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is None:
            await self._send(message)
        else:
            await self._go_on(message, self._start)

    async def _begin(self, message: Message) -> None:
        fields = dict(message["headers"])
        allowed = "; ".join(_ALLOWED).format(number=self._number, host=self._host)
        wanted = {**HEADERS, "content-security-policy": allowed}
        more = [(name.encode(), value.encode()) for name, value in wanted.items()]
        added = [field for field in more if field[0] not in fields]  # an answer may be stricter
        message = {**message, "headers": [*message["headers"], *added]}
        if fields.get(b"content-type", b"").startswith(_HTML):
            self._start = message
        else:
            await self._send(message)

    async def _go_on(self, message: Message, start: Message) -> None:
        """Collect a page; send it when it is whole."""
        self._page += message.get("body", b"")
        if message.get("more_body"):
            return
        page = self._page.replace(b"<script", b'<script nonce="%s"' % self._number.encode())
        headers = [field for field in start["headers"] if field[0] != b"content-length"]
        headers.append((b"content-length", b"%d" % len(page)))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": page})
