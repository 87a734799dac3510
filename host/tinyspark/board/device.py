"""A TinySpark on a link: one short method a message.

Knows what is asked and answered, not what it is for. Sends credits as frames come in, asks once
more for what got lost, and gives a sign of life while the board waits for a button. What a board
says is untrusted: text of it is cleaned before anyone shows it.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import NoReturn

from gesturekit import framing, messages
from gesturekit.messages import NOW, Message
from gesturekit.sample import SENSORS
from tinyspark.board import flash_room, healing, identity
from tinyspark.board.identity import Hello
from tinyspark.board.inbox import Console, Inbox
from tinyspark.board.link import Link, LinkError, LinkLostError
from tinyspark.terminal.screen import clean

ANSWER_TIMEOUT = 2.0  # seconds until a request counts as unanswered,
NOISY_TIMEOUT = 6.0  # where damaged lines come in meanwhile
HELLO_TIMEOUT = 3.0
SIGN_OF_LIFE = 1.0  # the board stops when it has heard nothing for 10 s
SILENCE = 60.0  # of a board that owes signs of life: longer than healing takes
_ASK_AGAIN = 0.25  # seconds between two questions
_WAITING = 4096  # messages kept while an answer is awaited
_UPDATE_KIT = "git pull, then run its set-up again"
_REFUSALS = {
    messages.UNKNOWN_MESSAGE: (
        "it does not know that",
        "Update it: tinyspark install --port {port}",
    ),
    messages.BAD_VALUE: ("a value it cannot use", "Choose another one."),
    messages.NO_SENSOR: (
        "the sensor does not work",
        "It says more of its state: tinyspark boards --port {port}",
    ),
    messages.NO_MODEL: ("it has no model", "Put one there: tinyspark deploy MODEL --port {port}"),
    messages.FLASH_FAILS: ("its flash does not take it", "Press RESET and try again."),
}
_ASKED = {  # what a refusal is of, where that is not the word of messages.py
    "confirm": "to keep what is new",
    "previous": "to change models",
    "prepare": "to be prepared for takes",
    "list_takes": "to list its takes",
    "read_take": "to read a take",
    "delete_take": "to delete a take",
}


class NoHelloError(LinkError):
    """Nothing on the port speaks our language; greeting.py finds out why."""


class RefusedError(LinkError):
    """The board said no; code is one of the error codes of messages.py."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


class Device:
    """Messages to and from the board on link; every wait is bounded.

    before_wait is called before each wait; what it raises ends whatever is being waited for.
    """

    def __init__(
        self,
        link: Link,
        on_console: Console | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.link = link
        self.clock = clock
        self.inbox = Inbox(on_console)
        self._on_console = on_console
        self.before_wait: Callable[[], object] = _go_on
        self.identity: Hello | None = None
        self.on_message: Callable[[Message], object] | None = None  # hears all of messages(), too
        self._seq = 0
        self._waiting: deque[Message] = deque(maxlen=_WAITING)
        self._busy = False  # the board needs signs of life
        self._changed = False  # it does not do what it does by itself
        self._written = self._heard = clock()

    def hello(self, timeout: float = HELLO_TIMEOUT) -> Hello:
        """Return who is there; NoHelloError: no board answers, LinkError: another version."""
        until = self.clock() + timeout
        while (left := until - self.clock()) > 0:
            self._send("ask_hello")
            answer = self._await(lambda message: message.name == "hello", min(_ASK_AGAIN, left))
            self._check_protocol()
            if answer is not None:
                self.identity = identity.read(answer)
                return self.identity
            self._end_line()
        raise NoHelloError(
            f"No TinySpark answers on {self.link.port}.\nPress RESET on it and try again."
        )

    def status(self) -> Message:
        """Return the board's status message."""
        return self._ask(lambda message: message.name == "status", self._number(), "ask_status")

    def rate(self) -> float | None:
        """Return the IMU's samples per second by the board's clock; None: it does not know yet."""
        return self.status().fields.rate / 1000 or None

    def stream(self, sensor: str) -> None:
        """Let samples of sensor come in until stop()."""
        self._start("stream", SENSORS.index(sensor))

    def record(self, sensor: str, count: int, start: int = NOW) -> None:
        """Let one take of count samples come in, now or when Button 1 is pressed."""
        self._start("record", SENSORS.index(sensor), count, start)

    def classify(self, scores: int = 0) -> None:
        """Let detections come in; scores: what else, as in messages.py (1: confidences too)."""
        self._start("classify", int(scores))

    def stop(self) -> None:
        """Back to idle; messages that came in before stay readable."""
        self._busy = False
        self._request("stop")

    def rest(self) -> None:
        """Let the board do again what it does by itself, if it was asked for something else."""
        if self._changed:
            self.stop()
            if self.identity is not None and self.identity.model_hash:
                self.classify()
            self._changed = False

    def confirm(self) -> None:
        """What is on trial works: it stays in use."""
        self._request("confirm")

    def previous(self) -> None:
        """Use the model in the other slot from the next start on."""
        self._request("previous")

    def reset(self) -> None:
        """Restart the board; the link may be lost with it."""
        self._send("reset")

    def messages(self, timeout: float) -> Iterator[Message]:
        """Yield the messages that come in during the next timeout seconds."""
        until = self.clock() + timeout
        while True:
            left = 0.0 if self._waiting else max(0.0, until - self.clock())
            self._waiting.extend(self._receive(left))
            while self._waiting:
                message = self._waiting.popleft()
                if self.on_message is not None:
                    self.on_message(message)
                yield message
            if self.clock() >= until:
                return

    def request(self, name: str, *values: int | bytes) -> list[Message]:
        """Ask for what is answered before its ack; return all that came in up to then.

        RefusedError when the board says no, LinkError when it says nothing.
        """
        self._request(name, *values)
        return list(self.messages(0))

    def check_app(self) -> None:
        """LinkLostError when the app has stopped: a prompt is there instead."""
        self.inbox.flush()
        if self.inbox.prompt:
            raise LinkLostError(
                f"The app on {self.link.port} has stopped: a prompt is there instead.\n"
                f"The next command starts it again: tinyspark boards --port {self.link.port}"
            )

    def close(self) -> None:
        self.link.close()

    def relink(self, link: Link) -> None:
        """Go on over another link, since the board was gone; so is all that was under way."""
        self.link.close()
        self.link = link
        self.inbox = Inbox(self._on_console)
        self._waiting.clear()
        self._busy = self._changed = False

    def _start(self, name: str, *values: int) -> None:
        """Start a mode; what came in before belongs to the last one and is dropped."""
        self._changed = True
        self.inbox.console.clear()
        number = self._request(name, *values).seq
        left = [*self._waiting, *self.inbox.forget(number)]
        self._waiting.clear()
        self._waiting.extend(message for message in left if healing.later(message.seq, number))
        self._busy = True
        self._heard = self.clock()

    def _request(self, name: str, *values: int | bytes) -> Message:
        """Send a message and return its ack; RefusedError when the board says no."""
        request = self._number()
        ack = self._ask(
            lambda message: message.name == "ack" and message.fields.request == request,
            request,
            name,
            *values,
        )
        if ack.fields.error:
            raise RefusedError(ack.fields.error, self._refusal(name, ack))
        return ack

    def _refusal(self, name: str, ack: Message) -> str:
        """Say why the board refuses; a flash without room is the reason why it does not write."""
        if ack.fields.error == messages.FLASH_FAILS:
            status = self.status().fields
            if status.flash_free < flash_room.LITTLE:
                facts = {"free": status.flash_free, "takes": status.takes}
                return flash_room.full(self.link.port, facts)
        return _refusal(name, ack, self.link.port)

    def _ask(
        self, wanted: Callable[[Message], bool], seq: int, name: str, *values: int | bytes
    ) -> Message:
        """Send a message, time and again until the wanted answer comes; return that."""
        begun, bad = self.clock(), self.inbox.bad
        while (left := begun + self._patience(bad) - self.clock()) > 0:
            self._write(name, seq, *values)
            if (answer := self._await(wanted, min(_ASK_AGAIN, left))) is not None:
                return answer
            self._end_line()
        self._silent()

    def _patience(self, bad: int) -> float:
        """Seconds for an answer: more if damaged lines have come since there were bad of them."""
        return NOISY_TIMEOUT if self.inbox.bad > bad else ANSWER_TIMEOUT

    def _send(self, name: str, *values: int | bytes) -> None:
        self._write(name, self._number(), *values)

    def _number(self) -> int:
        self._seq = (self._seq + 1) & 0xFFFF
        return self._seq

    def _write(self, name: str, seq: int, *values: int | bytes) -> None:
        self.link.write(framing.encode(framing.TO_BOARD, messages.encode(name, seq, *values)))
        self._written = self.clock()

    def _end_line(self) -> None:
        """End whatever half line the last message met, or was cut to."""
        self.link.write(b"\n")

    def _receive(self, timeout: float) -> list[Message]:
        self.before_wait()
        most = healing.ASK_AGAIN if self.inbox.waits else SIGN_OF_LIFE
        data = self.link.read(min(timeout, most))
        received = self.inbox.feed(data, self.clock())
        if received:
            self._heard = self.clock()
        elif self._busy:
            self._listen_for_life()
        self._keep_up()
        return received

    def _listen_for_life(self) -> None:
        """LinkLostError when a board that answers every sign of life has long been silent."""
        silent = self.clock() - self._heard
        if silent > 2 * SIGN_OF_LIFE:
            self.check_app()
        if silent > SILENCE:
            self._silent()

    def _keep_up(self) -> None:
        """Tell the board what has come and what has not, and that we are here."""
        now, inbox = self.clock(), self.inbox
        for first, count in inbox.wanted(now):
            self._send("again", first, count)
            self._send("credit", inbox.newest)  # what loses frames may have lost a credit, too
        if (credit := inbox.credit_due()) is not None:
            self._send("credit", credit)
        if inbox.doubt():
            self._send("ask_hello")
        if self._busy and now - self._written > SIGN_OF_LIFE:
            self._send("credit", inbox.newest)  # the last one may have got lost
            self._send("ask_status")  # its answer also shows whether frames are missing

    def _await(self, wanted: Callable[[Message], bool], timeout: float) -> Message | None:
        """Return the first wanted message, None if none comes; all others wait for messages()."""
        until = self.clock() + timeout
        while (left := until - self.clock()) > 0:
            received = self._receive(left)
            found = next((message for message in received if wanted(message)), None)
            self._waiting.extend(message for message in received if message is not found)
            if found is not None:
                return found
        return None

    def _check_protocol(self) -> None:
        spoken = self.inbox.protocol
        if spoken is None or spoken == messages.PROTOCOL:
            return
        older = spoken < messages.PROTOCOL
        advice = f"tinyspark install --port {self.link.port}" if older else _UPDATE_KIT
        raise LinkError(
            f"The board speaks protocol {spoken}, this kit speaks {messages.PROTOCOL}.\n"
            f"Update the {'board' if older else 'kit'}: {advice}"
        )

    def _silent(self) -> NoReturn:
        self.check_app()
        raise LinkLostError(
            f"The board on {self.link.port} did not answer.\nPress RESET on it and try again."
        )


def _go_on() -> None:
    """Nobody wants the waiting to end."""


def _refusal(name: str, ack: Message, port: str) -> str:
    reason, advice = _REFUSALS.get(ack.fields.error, ("it says no", "Press RESET and try again."))
    asked, said = _ASKED.get(name, f"to {name}"), clean(ack.fields.text)
    what = f"The board refused {asked}: {reason}{f' ({said})' if said else ''}."
    return f"{what}\n{advice.format(port=port)}"
