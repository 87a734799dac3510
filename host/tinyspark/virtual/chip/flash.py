"""The board's flash: a block device over a regular file, for littlefs.

No method has a jump, allocates, or makes a system call that a signal can interrupt: a Ctrl-C
raised in here would leave littlefs in the middle of an operation with half-filled caches. So
what happens in one case only is looked up in a pair by a condition.
"""

import struct

import ops
import wire
from ops import BLOCK

_ERASED = b"\xff" * BLOCK


class FlashFile:
    """The file at path. Erasing fills a block with ones, as a NOR flash does."""

    def __init__(self, path, blocks):
        self._file = open(path, "r+b")
        nothing = (lambda argument: 0,)
        count, size = lambda argument: blocks, lambda argument: BLOCK
        self._actions = nothing * 4 + (count, size, self._erase)

    def readblocks(self, block, buffer, offset=0):
        self._file.seek(block * BLOCK + offset)
        self._file.readinto(buffer)

    def writeblocks(self, block, buffer, offset=0):
        self._change(ops.PROGRAM, block, offset, buffer)

    def ioctl(self, operation, argument):
        return self._actions[operation](argument)

    def _erase(self, block):
        self._change(ops.ERASE, block, 0, _ERASED)
        return 0

    def _change(self, kind, block, offset, data):
        self._file.seek(block * BLOCK + offset)
        self._file.write(data)


class WatchedFlash(FlashFile):
    """A flash that counts its operations, logs them if told so, and ends in the middle of one.

    orders: the file of ops.FLASH_ORDERS; log: the file for the log. Both outlive this process.
    """

    def __init__(self, path, blocks, orders, log):
        super().__init__(path, blocks)
        self._orders = open(orders, "r+b")
        self._log = open(log, "ab")
        self._cut = bytearray(ops.COUNT_SIZE)
        self._how = bytearray(ops.COUNT_SIZE)
        self._done = bytearray(ops.COUNT_SIZE)
        self._header = bytearray(ops.LOG_SIZE)
        self._orders.read(2 * ops.COUNT_SIZE)
        self._orders.readinto(self._done)
        self._count = struct.unpack("<I", self._done)[0]
        self._notes = (self._ignore, self._note)
        self._writes = (self._file.write, self._tear)

    def _change(self, kind, block, offset, data):
        self._orders.seek(0)
        self._orders.readinto(self._cut)
        self._orders.readinto(self._how)
        self._count += 1
        struct.pack_into("<I", self._done, 0, self._count)
        self._orders.write(self._done)
        struct.pack_into(ops.LOG, self._header, 0, kind, block, offset, len(data))
        self._notes[self._how[1]](data)
        self._file.seek(block * BLOCK + offset)
        self._writes[self._done == self._cut](data)

    def _ignore(self, data):
        pass

    def _note(self, data):
        self._log.write(self._header)
        self._log.write(data)

    def _tear(self, data):
        """Power goes in the middle of this operation: so much of it happens, and nothing more."""
        self._file.write(data, len(data) * self._how[0] // 100)
        wire.power_cut()
