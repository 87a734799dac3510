"""Messages in order, whatever the line did to them: holes are seen, asked for and filled.

The board numbers what it keeps for a while (messages.py). What comes behind a hole waits until
the hole is filled, or the board says that it is gone, or patience ends. Owns no clock: times are
handed in, in seconds. Numbers are a board's, so untrusted: memory stays bounded.
"""

from dataclasses import dataclass

from gesturekit.messages import CREDIT_WINDOW, KEPT, MOST_AGAIN, Message

ASK_AGAIN = 0.25  # seconds after a request that brought nothing
PATIENCE = 12.0  # seconds that a hole may last: longer than a board keeps anything
MOST_BEHIND = 1024  # messages behind a hole: more than a board keeps
_SEQ = 0xFFFF
_HALF = 0x8000


@dataclass
class _Hole:
    """A number that is missing since a moment, and when it was last asked for."""

    since: float
    asked: float = -ASK_AGAIN


class Healing:
    """take() messages as they arrive; it hands them out in order.

    healed counts messages that came late, lost those that never came. newest is the newest number
    that is known to have been sent, once something has come (begun).
    """

    def __init__(self) -> None:
        self._next = 0  # the number that is handed out next
        self._missing: dict[int, _Hole] = {}  # in their order
        self._behind: dict[int, Message] = {}
        self.begun = False
        self.newest = _SEQ
        self.healed = 0
        self.lost = 0

    @property
    def waits(self) -> bool:
        """Whether there is a hole."""
        return bool(self._missing)

    def take(self, message: Message, now: float) -> list[Message]:
        """Return what can be handed out now that message has come."""
        seq = message.seq
        if message.name == "gone":
            self._lose(range(message.fields.first, message.fields.first + message.fields.count))
            return self._ready()
        kept = message.name in KEPT
        if not self.begun:
            self._begin(seq - kept)
        if not kept:
            self._see(seq, now)
            return [message]
        self._see(seq - 1, now)
        if _ahead(seq, self.newest) == 1:
            self.newest = seq
        elif self._missing.pop(seq, None) is not None:
            self.healed += 1
        else:
            return []  # it has come before
        self._behind[seq] = message
        return self._ready()

    def late(self, now: float) -> list[Message]:
        """Return what need not wait any longer at this time."""
        if _ahead(self.newest + 1, self._next) > MOST_BEHIND:
            self._lose(list(self._missing))
        self._lose([seq for seq, hole in self._missing.items() if now - hole.since > PATIENCE])
        return self._ready()

    def wanted(self, now: float) -> list[tuple[int, int]]:
        """Return what to ask for now: first number and count, each MOST_AGAIN at most."""
        fresh = [hole for hole in self._missing.values() if now - hole.asked < ASK_AGAIN]
        room = CREDIT_WINDOW - len(fresh)  # all that was asked for fits into the buffers, too
        runs: list[tuple[int, int]] = []
        for seq, hole in self._missing.items():
            if room <= 0:
                break
            if now - hole.asked < ASK_AGAIN:
                continue
            hole.asked = now
            room -= 1
            first, count = runs[-1] if runs else (seq, 0)
            if seq == (first + count) & _SEQ and count < MOST_AGAIN:
                runs[-1:] = [(first, count + 1)]
            else:
                runs.append((seq, 1))
        return runs

    def restart(self, seq: int) -> list[Message]:
        """Numbers begin anew behind seq; return what waited for ones that come no more."""
        self._lose(list(self._missing))
        left = self._ready()
        self._begin(seq)
        return left

    def forget(self, seq: int) -> list[Message]:
        """Nobody waits for numbers up to seq any longer; return what comes behind them."""
        for old in [old for old in self._missing if _ahead(old, seq) >= _HALF or old == seq]:
            del self._missing[old]
        return [message for message in self._ready() if later(message.seq, seq)]

    def _begin(self, seq: int) -> None:
        self.begun = True
        self.newest = seq & _SEQ
        self._next = (seq + 1) & _SEQ

    def _see(self, seq: int, now: float) -> None:
        """The board has sent everything up to seq: what of it has not come is missing."""
        count = _ahead(seq, self.newest)
        if count >= _HALF:
            return
        first, self.newest = self.newest + 1, seq & _SEQ
        if count > MOST_BEHIND:
            self.lost += count
            return
        for number in range(first, first + count):
            self._missing[number & _SEQ] = _Hole(now)

    def _lose(self, numbers: range | list[int]) -> None:
        for number in numbers:
            self.lost += self._missing.pop(number & _SEQ, None) is not None

    def _ready(self) -> list[Message]:
        """Hand out what waits for nothing; a number without a message is one that is lost."""
        ready = []
        end = (self.newest + 1) & _SEQ
        while self._next != end and self._next not in self._missing:
            if (message := self._behind.pop(self._next, None)) is not None:
                ready.append(message)
            self._next = (self._next + 1) & _SEQ
        return ready


def later(seq: int, than: int) -> bool:
    """Whether number seq comes after another one."""
    return 0 < _ahead(seq, than) < _HALF


def _ahead(seq: int, of: int) -> int:
    return (seq - of) & _SEQ
