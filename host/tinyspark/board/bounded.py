"""Run a program that may talk without end, or never end: neither its time nor its words grow.

Knows nothing of what the program does.
"""

import subprocess
import threading
import time
from collections.abc import Mapping
from typing import IO


class TooMuchError(Exception):
    """The program said more than it may, and was stopped."""


def run(
    words: list[str], env: Mapping[str, str], timeout: float, most: int
) -> tuple[int, bytes, bytes]:
    """Return exit status, stdout and stderr, each at most `most` bytes.

    TooMuchError; subprocess.TimeoutExpired after timeout seconds. The program is gone afterwards.
    """
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        words, env=env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, bufsize=0
    )
    assert process.stdout and process.stderr
    heard = (bytearray(), bytearray())
    ears = [
        threading.Thread(target=_listen, args=(stream, said, most, process), daemon=True)
        for stream, said in zip((process.stdout, process.stderr), heard, strict=True)
    ]
    until = time.monotonic() + timeout
    try:
        for ear in ears:
            ear.start()
        for ear in ears:
            ear.join(max(0.0, until - time.monotonic()))
        process.wait(max(0.0, until - time.monotonic()))
    finally:
        process.kill()
        process.wait()
        for ear in ears:
            if ear.is_alive():  # Ctrl-C may come before it was started
                ear.join()
    if any(len(said) > most for said in heard):
        raise TooMuchError
    return process.returncode, bytes(heard[0]), bytes(heard[1])


def _listen(stream: IO[bytes], said: bytearray, most: int, process: subprocess.Popen) -> None:
    """Read to the end; who says too much is stopped.

    Nobody else closes the stream: a join that Ctrl-C meets may return before this has ended.
    """
    with stream:
        while piece := stream.read(1 << 16):
            if len(said) <= most:
                said += piece
            if len(said) > most:
                process.kill()
