"""The ids of takes: a running number and the start of the take's digest, unique in a dataset.

Knows which ids are taken; computes no digests.
"""

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"\d{1,9}(?!\d)")  # longer ones are somebody else's scheme


class Identities:
    """Hands out ids that are not taken; what it hands out is taken from then on."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken: set[str] = set()
        self._last = 0
        for identity in taken:
            self.take(identity)

    def __contains__(self, identity: str) -> bool:
        return identity in self._taken

    def take(self, identity: str) -> None:
        """Remember an id that is in use."""
        self._taken.add(identity)
        self.pass_over(identity)

    def pass_over(self, identity: str) -> None:
        """Give its number to no new take: a file of this name is left of another one."""
        self._last = max(self._last, _number(identity))

    def new(self, digest: str) -> str:
        """Return an id behind all others for a take with this digest."""
        identity = f"{self._last + 1:06d}-{digest[:8]}"
        self.take(identity)
        return identity

    def like(self, identity: str, digest: str) -> str:
        """Return an id with the number of another one, for a take that replaces it."""
        wanted = f"{_number(identity):06d}-{digest[:8]}"
        if not _number(identity) or wanted in self:
            return self.new(digest)
        self.take(wanted)
        return wanted


def _number(identity: str) -> int:
    """Return the number that an id begins with, 0 without one."""
    number = _NUMBER.match(identity)
    return int(number[0]) if number else 0
