"""Bytes in, messages out: the host's half of the link, without port, clock or thread.

Notices missing frames by their sequence numbers and says when a credit is due. A board's bytes
are untrusted: whatever comes in, nothing is raised and memory stays bounded.
"""

from collections import deque
from collections.abc import Callable

from gesturekit import framing, messages
from gesturekit.messages import Message, MessageError

CREDIT_EVERY = messages.CREDIT_WINDOW // 4  # frames between two credits
CONSOLE_LINES = 50  # the latest ones are kept to explain what went wrong

Console = Callable[[bytes], None]  # is handed every line of console text


class Inbox:
    """Decodes what a board sends.

    lost counts frames that never arrived, bad those that arrived damaged. boot is the id of the
    running app (None before its first hello), protocol the version it speaks.
    """

    def __init__(self, on_console: Console | None = None) -> None:
        self._decoder = framing.Decoder(framing.TO_HOST)
        self._on_console = on_console
        self._bad = 0
        self._newest: int | None = None
        self._credited = 0
        self.console: deque[bytes] = deque(maxlen=CONSOLE_LINES)
        self.lost = 0
        self.boot: int | None = None
        self.protocol: int | None = None

    @property
    def bad(self) -> int:
        return self._bad + self._decoder.bad

    def feed(self, data: bytes) -> list[Message]:
        """Return the messages that data completes."""
        return self._take(self._decoder.feed(data))

    def flush(self) -> None:
        """Count an unfinished line as console text: a prompt has no end of line."""
        self._take(self._decoder.flush())

    def credit_due(self) -> int | None:
        """Return the sequence number to credit now, or None when it can wait."""
        if self._newest is None or (self._newest - self._credited) & 0xFFFF < CREDIT_EVERY:
            return None
        self._credited = self._newest
        return self._newest

    def _take(self, events: list[tuple[bytes | None, bytes | None]]) -> list[Message]:
        received = []
        for payload, text in events:
            if payload is None:
                self._console(text or b"")
            elif (message := self._decode(payload)) is not None:
                received.append(message)
        return received

    def _console(self, text: bytes) -> None:
        if text:
            self.console.append(text)
            if self._on_console is not None:
                self._on_console(text)

    def _decode(self, payload: bytes) -> Message | None:
        if payload[0] == messages.TABLE[0][0] and len(payload) > 3:
            self.protocol = payload[3]  # stays readable when the rest of hello has changed
        try:
            message = messages.decode(payload)
        except MessageError:
            self._bad += 1
            return None
        self._count(message)
        return message

    def _count(self, message: Message) -> None:
        """Sequence numbers start anew with the app: its hello is compared with nothing."""
        restarted = message.name == "hello" and message.fields.boot != self.boot
        if self._newest is None or restarted:
            self._credited = message.seq
        else:
            self.lost += (message.seq - self._newest - 1) & 0xFFFF
        if message.name == "hello":
            self.boot = message.fields.boot
        self._newest = message.seq
