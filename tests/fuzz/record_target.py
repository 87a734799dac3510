"""The loader's record of what is in use, damaged: what it says makes sense, or counts for nothing.

Runs on both interpreters.
"""

import binascii
import os

from fakes import FOLDER

from main import MOST_TROUBLE, Slots

_RECORD = (
    '{"app": "a", "model": "b", "trial": "%s", "old": true, "boots": %d, "failed": "modela,",'
    ' "trouble": "model a is given up"}'
)
EXAMPLES = [(_RECORD % each).encode() for each in (("", 0), ("app", 1), ("model", 2))]
WORDS = (b'"c"', b"null", b"[" * 300, b"{", b"-1", b"9" * 30, b"1e9", b'"' + b"x" * 300 + b'"')
WORDS += (b"\x1b[2J", b'"\\u001b"', b"\xff", b'"\\ud800"')


class Record:
    """A target. Close it: it has a folder of its own."""

    def __init__(self):
        self._root = FOLDER + "/" + str(binascii.hexlify(os.urandom(8)), "ascii") + "/"
        os.mkdir(self._root[:-1])

    def __call__(self, data):
        with open(self._root + "active", "wb") as file:
            file.write(data)
        slots = Slots(self._root)
        assert slots.app in ("", "a", "b") and slots.model in ("", "a", "b")
        assert slots.trial in ("", "app", "model") and slots.boots >= 0
        assert len(slots.trouble) <= MOST_TROUBLE
        assert all(" " <= sign <= "~" for sign in slots.trouble)
        assert slots.old in (False, True) and len(slots.failed) <= len("appa,appb,modela,modelb,")
        slots.start()
        again = Slots(self._root)
        assert (again.trial, again.boots) == (slots.trial, slots.boots) or not slots.trial

    def close(self):
        for name in os.listdir(self._root):
            os.remove(self._root + name)
        os.rmdir(self._root[:-1])
