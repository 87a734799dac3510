"""The board's USB serial port as a pty behind a symlink, with the FIFOs and habits of the chip.

Towards the host: a 256-byte FIFO before the host's own 4 kB. A host that is away gets the newest
256 bytes when it opens the port; a host that does not read makes a write wait, 500 ms at most
without progress, and then loses the rest of that write. Faults of cable and host can be planned.
Knows bytes, not what they mean.
"""

import fcntl
import os
import select
import struct
import sys
import termios
import time
import tty
from pathlib import Path

from tinyspark.virtual.usb_line import Line

FIFO = 256
HOST_BUFFER = 4095  # what a Linux tty holds for a reader
STALL_US = 500_000
_MANY = 1 << 16
_HANDED_ON = 0.05  # s of the computer's time for the host to read the last bytes before a cut
_SETTLED = 0.003  # s of the computer's time until the kernel has moved what was written


class UsbPort:
    """The pty's board side. now is board time in us."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.master = -1
        self.dropped = 0  # bytes that a write gave up
        self.host_is_open = False
        self._slave_name = ""
        self._fifo = bytearray()
        self._write = memoryview(b"")
        self._progress_at = 0
        self._room = HOST_BUFFER  # what can be sent before looking at the host's buffer
        self._sent_at = 0.0
        self.stalls = 0  # while there are any, the host reads nothing
        self.to_host, self.from_host = Line(), Line()

    # The device comes and goes

    def appear(self) -> None:
        self.master, slave = os.openpty()
        tty.setraw(slave)
        self._slave_name = os.ttyname(slave)
        os.close(slave)
        os.set_blocking(self.master, False)
        self._fifo.clear()
        self._write = memoryview(b"")
        self._room = HOST_BUFFER
        self.link.symlink_to(self._slave_name)

    def vanish(self) -> None:
        if self.master >= 0:
            self.link.unlink(missing_ok=True)
            os.close(self.master)
        self.master = -1
        self.host_is_open = False
        self.to_host.end_after(None)
        self.from_host.end_after(None)

    # Faults

    def noise(self, line: Line, after: int, lose: int, data: bytes) -> None:
        """Plan noise for to_host or from_host; what is due now goes to the host at once."""
        line.plan(after, lose, data)
        if line is self.to_host:
            self._fifo += line.carry(b"")

    def stall(self, change: int) -> None:
        """1: the host stops reading, -1: it goes on."""
        self.stalls += change

    def stale(self, data: bytes) -> None:
        """Let the host find these bytes when it opens the port."""
        self._fifo += data
        del self._fifo[:-FIFO]

    @property
    def is_cut(self) -> bool:
        """Whether the cable is to be pulled: the last bytes have arrived."""
        if not self.to_host.ended:
            return self.from_host.ended
        since = time.monotonic() - self._sent_at
        return since > _HANDED_ON or (since > _SETTLED and not self._unread())

    # From the host

    def look(self) -> bool:
        """Find out whether the host has the port open; tell whether bytes of it can be read."""
        if self.master < 0:
            return False
        events = _poll(self.master)
        is_open = not events & select.POLLHUP
        if self.host_is_open and not is_open:
            self._forget_host()
        if is_open != self.host_is_open:
            self._room = 0
        self.host_is_open = is_open
        return bool(events & select.POLLIN)

    def read(self, count: int) -> bytes:
        """At most count bytes from the host; the rest waits there (the chip sends NAK)."""
        try:
            data = os.read(self.master, self.from_host.most(count))
        except OSError:  # nothing there, or the host is gone
            return b""
        self.from_host.crossed(len(data))
        return self.from_host.carry(data)

    # To the host

    @property
    def busy(self) -> bool:
        """Whether a write is not finished yet, so that the program that made it waits."""
        return bool(self._write)

    @property
    def blocked(self) -> bool:
        """Whether bytes wait for the host to read."""
        return self.host_is_open and bool(self._fifo) and not self.stalls

    def takes_at_once(self) -> int:
        """Bytes that would leave without waiting, be it in one write or in many."""
        if self.stalls:
            return 0
        return max(0, self._room) if self.host_is_open else _MANY

    def write(self, data: bytes, now: int) -> None:
        """Take one write of the program; pump() until it is no longer busy."""
        self._write = memoryview(self.to_host.carry(data))
        self._progress_at = now
        self.pump(now)

    def pump(self, now: int) -> None:
        """Move bytes on: write, FIFO, host; give up a write without progress for too long."""
        while self._write or self._fifo:
            moved = self._to_host() + self._to_fifo()
            if not moved:
                break
            self._progress_at = now
        if self._write and now - self._progress_at >= STALL_US:
            self.dropped += len(self._write)
            self._write = memoryview(b"")

    def gives_up_at(self) -> int:
        return self._progress_at + STALL_US

    def _to_fifo(self) -> int:
        if not self.host_is_open:
            count = len(self._write)
            self._fifo += self._write
            del self._fifo[:-FIFO]
        else:
            count = min(len(self._write), max(0, FIFO - len(self._fifo)))
            self._fifo += self._write[:count]
        self._write = self._write[count:]
        return count

    def _to_host(self) -> int:
        if not self.host_is_open or not self._fifo or self.stalls:
            return 0
        if self._room <= 0 and time.monotonic() - self._sent_at >= _SETTLED:
            self._room = HOST_BUFFER - self._unread()
        most = self.to_host.most(self._room)
        if most <= 0:
            return 0
        try:
            sent = os.write(self.master, self._fifo[:most])
        except OSError:
            return 0
        self.to_host.crossed(sent)
        del self._fifo[:sent]
        self._room -= sent
        self._sent_at = time.monotonic()
        return sent

    def _unread(self) -> int:
        """Bytes that the host has not read yet."""
        try:
            slave = os.open(self._slave_name, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:  # the host has it exclusively: then its buffer cannot be seen
            return 0
        try:
            return struct.unpack("i", fcntl.ioctl(slave, termios.FIONREAD, b"\0" * 4))[0]
        finally:
            os.close(slave)

    def _forget_host(self) -> None:
        """As a host's driver does at close: unread bytes go, and settings with them."""
        termios.tcflush(self.master, termios.TCOFLUSH)
        if sys.platform == "linux":  # where the master reaches the slave's settings
            tty.setraw(self.master)


def _poll(fd: int) -> int:
    poller = select.poll()
    poller.register(fd, select.POLLIN)
    events = poller.poll(0)
    return events[0][1] if events else 0
