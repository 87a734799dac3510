"""The MicroPython process: its pipes, its start and end, and whether a Ctrl-C is for its program.

One process is one life between two soft resets. What arrives for stdin outlives it, as on the
board; stdout is a pipe of packets where the system has them, so that each write stays one.
"""

import contextlib
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tinyspark.virtual import micropython

CHIP = Path(__file__).parent / "chip"
STDIN_FIFOS = 256 + 260  # USB FIFO and the ring behind it
_STOPS_WITHIN = 5.0  # s, on a busy computer
_PACKET = 4096
# The program may be this far ahead of what it prints; a request on the wire is not answered
# before all of it has left, so that only a program that does nothing else can tell.
_PACKETS = 32


class ChipProcess:
    """Starts, feeds, interrupts and buries MicroPython processes, one at a time.

    stdout: what the program writes. requests, replies: the wire of chip/wire.py.
    """

    def __init__(self, folder: Path, heap_kb: int) -> None:
        self._heap = f"heapsize={heap_kb}K"
        self._stdin_read, self._stdin_look, self._stdin_write = _shared_pipe(folder / "stdin")
        self._process: subprocess.Popen[bytes] | None = None
        self.stdout = self.requests = self.replies = -1

    @property
    def alive(self) -> bool:
        return self._process is not None

    def start(self, config: dict[str, object]) -> None:
        """Start MicroPython with chip/start.py and this configuration."""
        self.stdout, out = _packet_pipe()
        self.requests, request_end = os.pipe()
        reply_end, self.replies = os.pipe()
        wire = {"wire": [reply_end, request_end]}
        arguments = ["-X", self._heap, "-i", str(CHIP / "start.py")]
        self._process = subprocess.Popen(
            micropython.board_command(*arguments, json.dumps(config | wire)),
            stdin=self._stdin_read,
            stdout=out,
            stderr=out,
            pass_fds=(reply_end, request_end),
            env={},
            cwd="/",
        )
        for end in (out, request_end, reply_end):
            os.close(end)
        os.set_blocking(self.stdout, False)

    def finish(self) -> int:
        """Bury the process after its stdout ended; return its status as subprocess has it."""
        assert self._process is not None
        status = self._process.wait()
        self._process = None
        for end in (self.stdout, self.requests, self.replies):
            os.close(end)
        self.stdout = self.requests = self.replies = -1
        return status

    def kill(self) -> None:
        """Power is gone, or the chip was reset: nothing is closed, what waits for it is lost."""
        if self._process is not None:
            self._process.kill()
            self.finish()
        self.drain_input()

    def close(self) -> None:
        self.kill()
        for end in (self._stdin_read, self._stdin_look, self._stdin_write):
            os.close(end)

    def read_output(self, most: int) -> bytes | None:
        """What the program wrote: one write, or several as long as they have at most that size.

        None when there is nothing, b"" when the program has ended.
        """
        data = b""
        try:
            data = os.read(self.stdout, _PACKET)
            while data and len(data) + _PACKET <= most:
                more = os.read(self.stdout, _PACKET)
                if not more:
                    break  # the end is found again
                data += more
        except BlockingIOError:
            return data or None
        return data

    # Input

    def unread(self) -> int:
        """Bytes in stdin that the program has not read."""
        answer = fcntl.ioctl(self._stdin_look, termios.FIONREAD, b"\0" * 4)
        return int(struct.unpack("i", answer)[0])

    def feed(self, data: bytes) -> None:
        os.write(self._stdin_write, data)

    def feed_first(self, data: bytes) -> None:
        """Put data before what already waits; only while the program does not read."""
        waiting = self.drain_input()
        self.feed(data + waiting)

    def drain_input(self) -> bytes:
        """Take back what the program has not read; it may be reading right now."""
        with contextlib.suppress(BlockingIOError):
            return os.read(self._stdin_look, 2 * STDIN_FIFOS)
        return b""

    # Ctrl-C

    def interrupt(self) -> bool:
        """Raise Ctrl-C in the program and drop its unread input; False at the prompt.

        At its prompt MicroPython takes Ctrl-C as a character. So the process is held while it is
        looked at: it must not arrive there before the signal does.
        """
        if self._process is None or not _catches_interrupt(self._process.pid):
            return False
        self._process.send_signal(signal.SIGSTOP)
        try:
            _await_stop(self._process.pid)
            if not _catches_interrupt(self._process.pid):
                return False
            self.drain_input()
            self._process.send_signal(micropython.CTRL_C_SIGNAL)
            return True
        finally:
            self._process.send_signal(signal.SIGCONT)

    def is_idle(self) -> bool:
        """Whether the process waits, with nothing in its pipes that it or we have to take."""
        if self._process is None or _state(self._process.pid) != "S" or self.unread():
            return False
        return not select.select([self.requests, self.stdout], [], [], 0)[0]


def _shared_pipe(path: Path) -> tuple[int, int, int]:
    """A pipe with two readers, of which the second never waits, and its writer."""
    os.mkfifo(path)
    look = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    write = os.open(path, os.O_WRONLY)
    read = os.open(path, os.O_RDONLY)
    path.unlink()
    return read, look, write


def _packet_pipe() -> tuple[int, int]:
    """A pipe that keeps each write apart and holds a few of them."""
    if sys.platform != "linux":
        return os.pipe()
    ends = os.pipe2(os.O_DIRECT | os.O_CLOEXEC)
    fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, _PACKETS * _PACKET)
    return ends


def _await_stop(pid: int) -> None:
    deadline = time.monotonic() + _STOPS_WITHIN
    while _state(pid)[:1] not in ("T", "Z", "") and time.monotonic() < deadline:
        time.sleep(0.0001)


def _catches_interrupt(pid: int) -> bool:
    """Whether MicroPython wants interrupts: then it has a handler for SIGINT, which nobody sends.

    Elsewhere than on Linux the mask of caught signals comes from ps, which is untested.
    """
    if sys.platform != "linux":
        mask = _ps("caught", pid)
    else:
        try:
            mask = Path(f"/proc/{pid}/status").read_text().partition("SigCgt:")[2].split()[0]
        except (OSError, IndexError):
            mask = ""
    return bool(int(mask or "0", 16) >> (signal.SIGINT - 1) & 1)


def _state(pid: int) -> str:
    if sys.platform != "linux":
        return _ps("state", pid)[:1]
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def _ps(column: str, pid: int) -> str:
    command = ["ps", "-o", f"{column}=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
