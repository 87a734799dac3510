"""Takes on this board's flash, whole files each under its own id, and how they are recorded.

Every file is written beside its place and renamed into it: whatever happens, it is there whole or
not at all. Files that are not named as takes are never touched. Knows no sensor and no link.
"""

import os
from binascii import hexlify, unhexlify

MOST = 1000  # takes: more would be too many to look through
RESERVE = 327_680  # bytes that takes leave free, so that a new app and a model still fit
_BLOCK = 4096  # what a file takes up is counted in these
_LINKS = 8  # bytes of each block, at least, that are the file system's own
_SUFFIX = ".take"
_NAME = 16 + len(_SUFFIX)
_PLAN = "plan"
_PLAN_BYTES = 256  # at most: one line of a host
_NEW = "new.tmp"


class TakeStore:
    """The takes in a folder; `count` of them. free(): bytes that the file system has left."""

    def __init__(self, folder, free):
        self._folder = folder + "/"
        self._free = free
        self._left = -1  # bytes; -1: to be asked
        self._remove(_NEW)  # of a take that a reset has cut
        self.count = len(self.ids())

    def ids(self):
        """Return the ids (8 bytes each) of all takes, in order."""
        try:
            names = os.listdir(self._folder[:-1])
        except OSError:
            return []
        return sorted([unhexlify(name[:16]) for name in names if _is_take(name)])

    def size(self, identity):
        """Return how many bytes a take has; 0 if it cannot be read."""
        try:
            return os.stat(self._folder + _name(identity))[6]
        except OSError:
            return 0

    def read(self, identity, offset, count):
        """Return count bytes of a take from an offset on, fewer at its end; OSError."""
        with open(self._folder + _name(identity), "rb") as file:
            file.seek(offset)
            return file.read(count)

    def save(self, identity, data):
        """Write a take; OSError when it cannot be."""
        self._write(_name(identity), data)
        self.count += 1

    def delete(self, identity):
        """Return whether a take is not there any longer, or never was."""
        removed = self._remove(_name(identity))
        self.count -= removed
        return removed or not self._is_there(_name(identity))

    def room(self, size):
        """Return how many more takes of size bytes fit."""
        if self._left < 0:
            self._left = self._free()
        blocks = size // (_BLOCK - _LINKS) + 1  # the folder grows into what is in reserve
        fit = (self._left - RESERVE) // (blocks * _BLOCK)
        return max(0, min(MOST - self.count, fit))

    def plan(self):
        """Return the bytes that keep_plan() was given last; b"" if there are none."""
        try:
            with open(self._folder + _PLAN, "rb") as file:
                return file.read(_PLAN_BYTES)
        except OSError:
            return b""

    def keep_plan(self, data):
        """Keep how takes are recorded; b"": not at all. OSError when it cannot be."""
        if data:
            self._write(_PLAN, data)
        else:
            self._remove(_PLAN)

    def _write(self, name, data):
        new = self._folder + _NEW
        self._left = -1
        try:
            os.mkdir(self._folder[:-1])
        except OSError:  # it is there; if it cannot be made, the next line says so
            pass
        try:
            with open(new, "wb") as file:
                file.write(data)
            os.rename(new, self._folder + name)
        except OSError:
            self._remove(_NEW)
            raise

    def _remove(self, name):
        self._left = -1
        try:
            os.remove(self._folder + name)
        except OSError:
            return False
        return True

    def _is_there(self, name):
        try:
            os.stat(self._folder + name)
        except OSError:
            return False
        return True


def _name(identity):
    return str(hexlify(identity), "ascii") + _SUFFIX


def _is_take(name):
    digits = [sign for sign in name[:16] if sign in "0123456789abcdef"]
    return len(name) == _NAME and len(digits) == 16 and name[16:] == _SUFFIX
