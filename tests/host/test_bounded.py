"""Programs that talk or run without end are stopped; what others say arrives whole."""

import os
import subprocess
import sys
import threading
import time
import tracemalloc
from pathlib import Path
from typing import IO, Any

import pytest

from tinyspark.board import bounded

MOST = 100_000


def run(script: str, timeout: float = 20.0) -> tuple[int, bytes, bytes]:
    return bounded.run([sys.executable, "-c", script], os.environ, timeout, MOST)


def test_all_that_is_said_arrives() -> None:
    code, out, err = run(
        f"import sys; print('x' * {MOST - 2}); print('why', file=sys.stderr); exit(3)"
    )
    assert (code, len(out.strip()), err.strip()) == (3, MOST - 2, b"why")


@pytest.mark.fault(24, "a program of the board that prints without end while mpremote listens")
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_program_that_talks_without_end_is_stopped(stream: str) -> None:
    tracemalloc.start()
    with pytest.raises(bounded.TooMuchError):
        run(f"import sys\nwhile True: sys.{stream}.write('x' * 50_000)")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * MOST


def test_a_program_that_says_nothing_is_stopped() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run("import time; time.sleep(600)", 0.2)


def test_ctrl_c_leaves_listening_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A join that Ctrl-C meets may return at once while its thread still reads (CPython 3.11)."""
    here = tmp_path / "here"
    stays = tmp_path / "stays.py"  # is not killed with its parent, and holds the pipes
    stays.write_text(
        f"import os, time\nhere = {str(here)!r}\nopen(here, 'x').close()\n"
        "while os.path.exists(here): time.sleep(0.01)\n"
    )
    streams: list[IO[bytes]] = []
    ears: list[threading.Thread] = []
    listen, join = bounded._listen, threading.Thread.join

    def watched(stream: IO[bytes], *others: Any) -> None:
        streams.append(stream)
        listen(stream, *others)

    def met_by_ctrl_c(ear: threading.Thread, timeout: float | None = None) -> None:
        ears.append(ear)
        if len(ears) == 1:
            while not here.exists():
                time.sleep(0.01)
            raise KeyboardInterrupt

    monkeypatch.setattr(bounded, "_listen", watched)
    monkeypatch.setattr(threading.Thread, "join", met_by_ctrl_c)
    with pytest.raises(KeyboardInterrupt):
        run(f"import subprocess, sys; subprocess.run([sys.executable, {str(stays)!r}])")
    assert [stream.closed for stream in streams] == [False, False]
    here.unlink()
    for ear in set(ears):
        join(ear)
    assert [stream.closed for stream in streams] == [True, True]
