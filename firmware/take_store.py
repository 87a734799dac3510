"""Takes on this board's flash, whole files each under its own id, and how they are recorded.

Every file is written beside its place and renamed into it: whatever happens, it is there whole or
not at all. Files that are not named as takes are never touched. The folder is read at the start
alone: with a thousand takes that is some seconds' work. Knows no sensor and no link.
"""

import os
from binascii import hexlify, unhexlify
from struct import pack, unpack_from

from gesturekit.messages import RESERVE

try:
    from os import ilistdir
except ImportError:  # CPython

    def ilistdir(folder):  # type: ignore[no-redef]
        return [(name,) for name in os.listdir(folder)]


MOST = 1000  # takes: more would be too many to look through
_BLOCK = 4096  # what a file takes up is counted in these
_LINKS = 8  # bytes of each block, at least, that are the file system's own
_SUFFIX = ".take"
_NAME = 16 + len(_SUFFIX)
_ROW = ">8sI"  # of the table in memory: id and bytes of a take; rows are in order
_ROW_BYTES = 12
_PLAN = "plan"
_PLAN_BYTES = 256  # at most: one line of a host
_NEW = "new.tmp"


class TakeStore:
    """The takes in a folder. free(): bytes that the file system has left."""

    def __init__(self, folder, free):
        self._folder = folder + "/"
        self._free = free
        self._left = -1  # bytes; -1: to be asked
        self._remove(_NEW)  # of a take that a reset has cut
        self.look()

    def look(self):
        """Read the folder."""
        rows = []
        try:
            for entry in ilistdir(self._folder[:-1]):
                if _is_take(entry[0]):
                    size = entry[3] if len(entry) > 3 else os.stat(self._folder + entry[0])[6]
                    rows.append(pack(_ROW, unhexlify(entry[0][:16]), size))
        except OSError:  # no take was ever saved
            pass
        self._table = bytearray(b"".join(sorted(rows)))

    @property
    def count(self):
        """How many takes there are."""
        return len(self._table) // _ROW_BYTES

    def behind(self, identity, most):
        """Return (id, bytes) of at most so many takes whose ids come after this one, in order."""
        end = len(self._table)
        at = self._find(identity, 1)
        rows = range(at, min(end, at + most * _ROW_BYTES), _ROW_BYTES)
        return [unpack_from(_ROW, self._table, row) for row in rows]

    def read(self, identity, offset, count):
        """Return count bytes of a take from an offset on, fewer at its end; OSError."""
        with open(self._folder + _name(identity), "rb") as file:
            file.seek(offset)
            return file.read(count)

    def save(self, identity, data):
        """Write a take; OSError when it cannot be."""
        self._write(_name(identity), data)
        at = self._find(identity)
        self._table[at:at] = pack(_ROW, identity, len(data))

    def delete(self, identity):
        """Return whether a take is not there any longer, or never was."""
        if not self._remove(_name(identity)) and self._is_there(_name(identity)):
            return False
        self._table[self._find(identity) : self._find(identity, 1)] = b""
        return True

    def room(self, size):
        """Return how many more takes of size bytes fit."""
        blocks = size // (_BLOCK - _LINKS) + 1  # the folder grows into what is in reserve
        fit = (self.left() - RESERVE) // (blocks * _BLOCK)
        return max(0, min(MOST - self.count, fit))

    def left(self):
        """Return how many bytes the file system has left; asks it only after a change."""
        if self._left < 0:
            self._left = self._free()
        return self._left

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

    def _find(self, identity, behind=0):
        """Return where in the table the row of this id is, or would be; behind: where it ends."""
        wanted = bytes(identity)
        low, high = 0, self.count
        while low < high:
            middle = (low + high) // 2
            at = middle * _ROW_BYTES
            there = bytes(self._table[at : at + 8])
            if there < wanted or (behind and there == wanted):
                low = middle + 1
            else:
                high = middle
        return low * _ROW_BYTES

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
