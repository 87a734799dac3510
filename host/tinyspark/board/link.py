"""What a link to a board is: a byte channel with a time-out, and the errors it ends in.

Knows no port and no frame. A serial port (serial_link.py) and the tests' fakes both are links.
"""

from typing import Protocol

from tinyspark.errors import UserError


class LinkError(UserError):
    """The board cannot be reached, or does not answer as it should."""


class LinkLostError(LinkError):
    """The board was there and is gone: unplugged, in a reset, or its app has stopped."""


class Link(Protocol):
    """A byte channel to a board."""

    port: str  # its name, for messages

    def write(self, data: bytes) -> None:
        """Send all bytes; LinkLostError when the board is gone."""

    def read(self, timeout: float) -> bytes:
        """Return the bytes that are there, waiting up to timeout seconds for the first one."""

    def close(self) -> None:
        """Give the port back; may be called twice."""
