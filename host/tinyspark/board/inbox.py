"""Bytes in, messages out, in order: the host's half of the link, without port, clock or thread.

Says what to ask for once more and when a credit is due; times are handed in, in seconds. A
board's bytes are untrusted: whatever comes in, nothing is raised and memory stays bounded.
"""

from collections import deque
from collections.abc import Callable

from gesturekit import framing, messages
from gesturekit.messages import Message, MessageError
from tinyspark.board.healing import Healing, later

CREDIT_EVERY = messages.CREDIT_WINDOW // 4  # frames between two credits
CONSOLE_LINES = 50  # the latest ones are kept to explain what went wrong
_PROMPT = b">>> "

Console = Callable[[bytes], None]  # is handed every line of console text


class Inbox:
    """Decodes what a board sends.

    lost counts messages that never arrived, healed those that arrived when asked for once more,
    bad lines that arrived damaged. boot is the id of the running app (None before its first
    hello), protocol the version it speaks. prompt: a prompt was the last that was heard.
    """

    def __init__(self, on_console: Console | None = None) -> None:
        self._decoder = framing.Decoder(framing.TO_HOST)
        self._on_console = on_console
        self._bad = 0
        self._healing = Healing()
        self._credited: int | None = None
        self._doubt = False
        self.prompt = False
        self.console: deque[bytes] = deque(maxlen=CONSOLE_LINES)
        self.boot: int | None = None
        self.protocol: int | None = None

    @property
    def bad(self) -> int:
        return self._bad + self._decoder.bad

    @property
    def lost(self) -> int:
        return self._healing.lost

    @property
    def healed(self) -> int:
        return self._healing.healed

    @property
    def newest(self) -> int:
        """Number of the newest message that the board has sent."""
        return self._healing.newest

    @property
    def waits(self) -> bool:
        """Whether something is missing that may still come."""
        return self._healing.waits

    def feed(self, data: bytes, now: float) -> list[Message]:
        """Return the messages whose turn it is when data has come."""
        received = self._take(self._decoder.feed(data), now)
        return received + self._healing.late(now)

    def flush(self) -> None:
        """Count an unfinished line as console text: a prompt has no end of line."""
        self._take(self._decoder.flush(), 0.0)

    def wanted(self, now: float) -> list[tuple[int, int]]:
        """Return what to ask for once more now: first number and count."""
        return self._healing.wanted(now)

    def forget(self, seq: int) -> list[Message]:
        """Nobody waits for messages up to number seq any longer; return what came behind them."""
        return self._healing.forget(seq)

    def credit_due(self) -> int | None:
        """Return the number to credit now, or None when it can wait."""
        newest, before = self.newest, self._credited
        if not self._healing.begun or (
            before is not None and (newest - before) & 0xFFFF < CREDIT_EVERY
        ):
            return None
        self._credited = newest
        return newest

    def doubt(self) -> bool:
        """Return, once, whether numbers look as if the board had restarted without a word."""
        doubt, self._doubt = self._doubt, False
        return doubt

    def _take(self, events: list[tuple[bytes | None, bytes | None]], now: float) -> list[Message]:
        received = []
        for payload, text in events:
            if payload is None:
                self._console(text or b"")
            elif (message := self._decode(payload)) is not None:
                received += self._order(message, now)
        return received

    def _console(self, text: bytes) -> None:
        if text:
            self.console.append(text)
            self.prompt |= text.startswith(_PROMPT)
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
        self.prompt = False
        return message

    def _order(self, message: Message, now: float) -> list[Message]:
        """Return what can be handed on now; numbers begin anew with the app."""
        if message.name != "hello":
            self._doubt |= message.name == "status" and later(self.newest, message.seq)
            return self._healing.take(message, now)
        before = []
        if self.boot is None:
            self._healing = Healing()  # what came before was for another host
        elif message.fields.boot != self.boot:
            before = self._healing.restart(message.seq)
            self._credited = None
        self.boot = message.fields.boot
        return before + self._healing.take(message, now)
