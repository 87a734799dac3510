"""Programs that talk or run without end are stopped; what others say arrives whole."""

import os
import subprocess
import sys
import tracemalloc

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


def test_listening_ends_with_a_stream_that_is_closed_meanwhile() -> None:
    said = bytearray()
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        stream = open(os.devnull, "rb", 0)  # noqa: SIM115 (closed before it is read)
        stream.close()
        bounded._listen(stream, said, MOST, process)
    assert not said
