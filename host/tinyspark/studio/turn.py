"""What an activity has of the seat while it lasts: the tape, and whether it is over."""

from collections.abc import Callable, Iterator

from gesturekit.messages import Message
from tinyspark.board.device import Device
from tinyspark.board.link import LinkLostError
from tinyspark.studio.tape import Tape

STEP = 0.05  # seconds between two looks at whether the turn is over


class Turn:
    """One turn of an activity. heard is handed each status message of the board."""

    def __init__(
        self, is_over: Callable[[], bool], tape: Tape, heard: Callable[[Message], None]
    ) -> None:
        self._is_over = is_over
        self._heard = heard
        self.tape = tape

    @property
    def over(self) -> bool:
        """Whether the activity must end; to be looked at several times a second."""
        return self._is_over()

    def messages(self, device: Device) -> Iterator[Message]:
        """Yield what the board says until the turn is over; LinkLostError when it restarts."""
        boot = device.inbox.boot
        while not self.over:
            for message in device.messages(STEP):
                if device.inbox.boot != boot:
                    raise LinkLostError("The board was reset.")
                if message.name == "status":
                    self._heard(message)
                yield message


# What a board may do for as long as it is wanted. Equal ones are the same: a function, or a
# frozen dataclass that can be called.
Activity = Callable[[Device, Turn], None]
