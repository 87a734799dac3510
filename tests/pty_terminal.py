"""A terminal (a pty) in which a program runs, with keys pressed by a test."""

import codecs
import os
import select
import signal
import subprocess
import sys
import time


class Terminal:
    """A terminal of 24 lines in which Python runs with these arguments; text is all it showed."""

    def __init__(self, *arguments: str, columns: int = 80) -> None:
        import fcntl
        import struct
        import termios

        def begin() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # shells let background jobs ignore it

        self._user, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
            preexec_fn=begin,
        )
        os.close(inside)
        # Ctrl-C lets a terminal drop what it has not shown yet, even in the middle of a sign.
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.text = ""

    def wait_for(self, words: str, timeout: float = 30) -> None:
        until = time.monotonic() + timeout
        while words not in self.text:
            left = until - time.monotonic()
            if left < 0 or not select.select([self._user], [], [], left)[0]:
                raise AssertionError(f"no {words!r} in {self.text!r}")
            self.text += self._decoder.decode(os.read(self._user, 65536))

    def press(self, key: str) -> None:
        os.write(self._user, key.encode())

    def stop_and_continue(self) -> None:
        """As Ctrl-Z and fg: meanwhile a shell has set the terminal its own way."""
        import termios

        self._process.send_signal(signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)
        modes = termios.tcgetattr(self._user)
        modes[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(self._user, termios.TCSANOW, modes)
        self._process.send_signal(signal.SIGCONT)
        until = time.monotonic() + 10
        while termios.tcgetattr(self._user)[3] & termios.ICANON and time.monotonic() < until:
            time.sleep(0.01)

    def end(self) -> int:
        """Read to the end; return the exit status."""
        try:
            while data := os.read(self._user, 65536):
                self.text += self._decoder.decode(data)
        except OSError:
            pass  # Linux's way to say that the other end is closed
        os.close(self._user)
        return self._process.wait(30)

    def hang_up(self) -> int:
        """Close the terminal as its window is closed; return the exit status."""
        os.close(self._user)
        return self._process.wait(30)
