"""From the host to the program: bytes into its stdin, Ctrl-C into its execution.

The chip's driver takes Ctrl-C out of the stream while a program runs, and throws away what the
program has not read before it; at a prompt it is a character like others.
"""

import time

from tinyspark.virtual.chip_process import STDIN_FIFOS, ChipProcess
from tinyspark.virtual.usb_port import UsbPort
from tinyspark.virtual.wire_server import WireServer

_CTRL_C = b"\x03"
_TAKES_EFFECT = 5.0  # s: what a Ctrl-C does, it does by then, on a busy computer, too


class HostInput:
    """Moves bytes whenever take() is called. queued: look again soon, a Ctrl-C waits."""

    def __init__(self, port: UsbPort, process: ChipProcess, wire: WireServer) -> None:
        self._port = port
        self._process = process
        self._wire = wire
        self._interrupted_at = 0.0
        self.queued = False

    @property
    def full(self) -> bool:
        """Whether the FIFOs are full: the host's bytes wait in the host (the chip sends NAK)."""
        return self._process.unread() >= STDIN_FIFOS

    @property
    def interrupted_lately(self) -> bool:
        return time.monotonic() - self._interrupted_at < _TAKES_EFFECT

    def restart(self) -> None:
        """A new process begins."""
        self._interrupted_at = 0.0
        self.queued = False

    def take(self) -> None:
        """Move what the host sent to the program."""
        if self.queued:
            self._look_again()
        room = STDIN_FIFOS - self._process.unread()
        if room <= 0:
            return
        data = self._port.read(room)
        _, ctrl_c, after = data.rpartition(_CTRL_C)
        if ctrl_c and self._interrupt():
            data = after
        elif ctrl_c:
            self.queued = True
        self._process.feed(data)

    def _look_again(self) -> None:
        """A Ctrl-C came as a character to a prompt which first had a program to start."""
        if not self._process.unread():
            self.queued = False
            return
        waiting = self._process.drain_input()
        _, ctrl_c, after = waiting.rpartition(_CTRL_C)
        interrupted = bool(ctrl_c) and self._interrupt()
        self.queued = bool(ctrl_c) and not interrupted
        self._process.feed(after if interrupted else waiting)

    def _interrupt(self) -> bool:
        """Interrupt the program, if one runs."""
        if not self._process.interrupt():
            return False
        self._interrupted_at = time.monotonic()
        self._wire.interrupt(self._process.replies)
        return True
