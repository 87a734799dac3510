"""The board's flash: a block device over a regular file, for littlefs.

No method has a jump, allocates, or makes a system call that a signal can interrupt: a Ctrl-C
raised in here would leave littlefs in the middle of an operation with half-filled caches.
"""

BLOCK = 4096


class FlashFile:
    def __init__(self, path, blocks):
        self._file = open(path, "r+b")
        self._answers = (0, 0, 0, 0, blocks, BLOCK, 0)  # by ioctl: 4 count, 5 size, 6 erase

    def readblocks(self, block, buffer, offset=0):
        self._file.seek(block * BLOCK + offset)
        self._file.readinto(buffer)

    def writeblocks(self, block, buffer, offset=0):
        self._file.seek(block * BLOCK + offset)
        self._file.write(buffer)

    def ioctl(self, operation, argument):
        return self._answers[operation]
