"""A light board in MicroPython: real littlefs and real firmware on volumes that power cuts left.

argv: folder of the virtual chip's modules, log of a flash, size of its volume, first and last
operation to cut. Each volume is mounted, read as a whole and written to. Volumes with the same
files are alike to a program, so the first of each kind is started; what that start does to the
flash is cut in turn, and so on. Prints lines of JSON behind a mark, and what the firmware prints.

Knows no supervisor, no port and no time but its own: nothing here waits.
"""

import gc
import hashlib
import json
import os
import struct
import sys

import vfs

sys.path.append(sys.argv[1])
import ops

MARK = "@cuts "
BLOCK = 4096
BLANK = bytes(BLOCK)
ERASED = b"\xff" * BLOCK
RUN_US = 150_000  # of board time, in which an app says hello
MOST_CUTS = 6  # one after another
MOST_STARTS = 4  # in a row, when the firmware resets the board
SCRIBBLE = b"what is written after a cut must be there" * 20


class Enough(BaseException):
    """The firmware ran for long enough."""


class Reset(BaseException):
    """The firmware has reset the board."""


class Wire:
    """What the chip's modules ask, answered without anybody else; no sensor, no button."""

    def __init__(self):
        self.now = 0

    def ask(self, operation, argument=0, value=0, out=b"", into=None):
        if operation == ops.SLEEP:
            self.now += value
            if self.now > RUN_US:
                raise Enough
        elif operation == ops.TICKS:
            struct.pack_into("<q", into, 0, self.now)
        elif operation == ops.I2C:
            raise OSError(ops.ENODEV)
        elif operation == ops.RESET:
            raise Reset
        return 1 if operation in (ops.PIN_READ, ops.RESET_CAUSE) else 0


class Flash:
    """A block device over a volume (dict of blocks), which stays as it is."""

    def __init__(self, volume, count):
        self.blocks = dict(volume)
        self.operations = []
        self._count = count

    def readblocks(self, block, buffer, offset=0):
        buffer[:] = memoryview(self.blocks.get(block, BLANK))[offset : offset + len(buffer)]

    def writeblocks(self, block, buffer, offset=0):
        self._change((ops.PROGRAM, block, offset, bytes(buffer)))

    def ioctl(self, operation, argument):
        if operation == 6:
            self._change((ops.ERASE, argument, 0, ERASED))
        return (0, 0, 0, 0, self._count, BLOCK, 0)[operation]

    def _change(self, operation):
        self.operations.append(operation)
        changed(self.blocks, operation, 100)


def changed(volume, operation, torn):
    """Let torn percent of operation happen to volume."""
    _, block, offset, data = operation
    length = len(data) * torn // 100
    old = volume.get(block, BLANK)
    volume[block] = old[:offset] + data[:length] + old[offset + length :]


def say(**facts):
    print("\n" + MARK + json.dumps(facts))


def load(path, size):
    """Return the volume and the operations of a log."""
    with open(path, "rb") as file:
        volume = {}
        for block in range(size // BLOCK):
            data = file.read(BLOCK)
            if data != BLANK:
                volume[block] = data
        operations = []
        while header := file.read(ops.LOG_SIZE):
            kind, block, offset, length = struct.unpack(ops.LOG, header)
            operations.append((kind, block, offset, file.read(length)))
    return volume, operations


def whole(flash):
    """Return a dict of all files; read in large pieces, which is faster and changes nothing."""
    return dict(files_of(vfs.VfsLfs2(flash, readsize=1024)))


def files_of(fs, folder="/"):
    """Yield (path, SHA-256) of every file."""
    for entry in list(fs.ilistdir(folder)):
        path = folder + entry[0]
        if entry[1] == 0x4000:
            yield path + "/", ""
            yield from files_of(fs, path + "/")
        else:
            with fs.open(path, "rb") as file:
                yield path, hashlib.sha256(file.read()).digest().hex()


def look(volume, count):
    """Return the files of a volume, {} if littlefs cannot mount or read it; write to it, too."""
    flash = Flash(volume, count)
    try:
        found = whole(flash)
        fs = vfs.VfsLfs2(flash)
        for name in ("/scribble", "/scribble.tmp"):
            with fs.open(name, "wb") as file:
                file.write(SCRIBBLE)
        fs.rename("/scribble.tmp", "/scribble")
        after = whole(flash)
        if after.pop("/scribble") != hashlib.sha256(SCRIBBLE).digest().hex() or after != found:
            return {"damaged by writing": ""}
    except OSError as error:
        return {"unreadable: %r" % error: ""}
    return found


class Chip:
    """The chip's modules, which know no other wire than ours."""

    def __init__(self):
        self._wire = Wire()
        sys.modules["wire"] = self._wire
        import board_select
        import board_time
        import machine
        import neopixel

        board_time.setup(None)
        self._there = dict(sys.modules)
        self._modules = {"time": board_time, "select": board_select}
        self._modules.update({"machine": machine, "neopixel": neopixel})
        vfs.umount("/")

    def start(self, flash):
        """Boot as the chip's start.py does, until the app has run for a while."""
        self._wire.now = 0
        vfs.mount(vfs.VfsLfs2(flash), "/")
        os.chdir("/")
        sys.modules.clear()
        sys.modules.update(self._modules)
        sys.path[:] = ["", ".frozen", "/lib"]
        try:
            for name in ("boot.py", "main.py"):
                run(name)
        finally:
            vfs.umount("/")
            sys.modules.clear()
            sys.modules.update(self._there)
            gc.threshold(-1)  # which the firmware has set
            gc.collect()

    def starts(self, flash):
        """Start it, and again as often as it asks for that."""
        for _ in range(MOST_STARTS):
            try:
                self.start(flash)
            except Reset:
                continue
            except Enough:
                pass
            break


def run(name):
    try:
        with open(name) as file:
            source = file.read()
    except OSError:
        return
    exec(compile(source, name, "exec"), {"__name__": "__main__"})


class Sweep:
    """Looks at volumes; starts those whose files were not seen before."""

    def __init__(self, chip, count):
        self._chip = chip
        self._count = count
        self._seen = set()

    def visit(self, volume, cuts):
        """cuts: (operation, torn), one after another, that led to this volume; return its kind."""
        files = look(volume, self._count)
        kind = hashlib.sha256(json.dumps(sorted(files.items()))).digest().hex()[:16]
        say(cuts=cuts, kind=kind)
        if kind not in self._seen:
            self._seen.add(kind)
            self._begin(volume, kind, files, cuts)
        return kind

    def _begin(self, volume, kind, files, cuts):
        say(begins=cuts, kind=kind, files=files)
        flash = Flash(volume, self._count)
        self._chip.starts(flash)
        done = flash.operations
        say(ends=cuts, operations=[one[:3] + (one[3].hex(),) for one in done])
        if len(cuts) < MOST_CUTS:
            self.cut(volume, done, 1, len(done), cuts)

    def cut(self, volume, operations, first, last, cuts):
        """Visit what is left by a cut in each of these operations, torn at 0, 50 and 100 %."""
        volume = dict(volume)
        kind = ""
        for number, operation in enumerate(operations[:last], 1):
            if number >= first:
                if kind:  # nothing of this operation: all of the one before
                    say(cuts=cuts + [(number, 0)], kind=kind)
                else:
                    self.visit(volume, cuts + [(number, 0)])
                part = dict(volume)
                changed(part, operation, 50)
                self.visit(part, cuts + [(number, 50)])
            changed(volume, operation, 100)
            if number >= first:
                kind = self.visit(volume, cuts + [(number, 100)])


def main(path, *numbers):
    size, first, last = [int(number) for number in numbers]
    volume, operations = load(path, size)
    sweep = Sweep(Chip(), size // BLOCK)
    sweep.cut(volume, operations, first, min(last, len(operations)), [])
    say(done=True)


main(*sys.argv[2:])
