"""Unmodified mpremote drives the virtual board."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tinyspark.virtual.client import VirtualBoard

TIMEOUT = 40
APP = """
import time
print("app runs")
while True:
    time.sleep_ms(5)
"""


class Mpremote:
    """Runs mpremote with a configuration folder of its own."""

    def __init__(self, port: str, home: Path) -> None:
        self.port = port
        self.home = home

    def __call__(self, *arguments: str, status: int = 0) -> str:
        result = subprocess.run(
            [sys.executable, "-m", "mpremote", "connect", self.port, *arguments],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
            env=os.environ | {"HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home)},
        )
        assert result.returncode == status, result.stdout + result.stderr
        return result.stdout


@pytest.fixture
def mpremote(bare_board: VirtualBoard, tmp_path: Path) -> Mpremote:
    return Mpremote(bare_board.port, tmp_path)


def await_port(port: str) -> None:
    deadline = time.monotonic() + TIMEOUT
    while not os.path.exists(port):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_exec_eval_run(mpremote: Mpremote, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import sys\nprint(sys.implementation.name, 6 * 7)\n")
    assert mpremote("exec", "print('hello')") == "hello\n"
    assert mpremote("eval", "2**100") == f"{2**100}\n"
    assert mpremote("run", str(script)) == "micropython 42\n"


def test_an_error_on_the_board_is_shown(mpremote: Mpremote) -> None:
    assert mpremote("exec", "print('before')", "eval", "1", status=0) == "before\n1\n"
    mpremote("exec", "1/0", status=1)
    assert mpremote("exec", "print('alive')") == "alive\n"


def test_files(mpremote: Mpremote, tmp_path: Path) -> None:
    source, back = tmp_path / "a.bin", tmp_path / "b.bin"
    source.write_bytes(os.urandom(20_000))
    mpremote("fs", "mkdir", ":/data")
    mpremote("fs", "cp", str(source), ":/data/a.bin")
    assert "20000 a.bin" in mpremote("fs", "ls", ":/data")
    mpremote("fs", "cp", ":/data/a.bin", str(back))
    assert back.read_bytes() == source.read_bytes()
    mpremote("fs", "cp", ":/data/a.bin", ":/c.bin")
    digest = mpremote("fs", "sha256sum", ":/c.bin")
    assert digest.split()[-1] == mpremote("fs", "sha256sum", ":/data/a.bin").split()[-1]
    mpremote("fs", "touch", ":/empty")
    assert mpremote("fs", "cat", ":/empty") == ""
    mpremote("fs", "rm", ":/data/a.bin")
    mpremote("fs", "rmdir", ":/data")
    assert "data" not in mpremote("fs", "ls", ":/")


def test_free_space_and_clock(mpremote: Mpremote) -> None:
    assert "/" in mpremote("df").splitlines()[-1]
    mpremote("rtc", "--set")
    year = time.localtime().tm_year
    assert mpremote("rtc").startswith((f"({year}, ", f"({year + 1}, "))


def test_resume_keeps_and_soft_reset_forgets(mpremote: Mpremote) -> None:
    mpremote("exec", "x = 5")
    assert mpremote("resume", "exec", "print(x)") == "5\n"
    mpremote("soft-reset")
    assert mpremote("resume", "exec", "print('x' in globals())") == "False\n"


def test_a_soft_reset_from_the_raw_prompt_does_not_run_main(mpremote: Mpremote) -> None:
    code = "open('/main.py', 'w').write(\"open('/ran', 'w').close()\")"
    mpremote("exec", code)
    mpremote("soft-reset")
    assert "ran" not in mpremote("resume", "fs", "ls")
    mpremote("reset")
    await_port_again(mpremote.port)
    assert "ran" in mpremote("resume", "fs", "ls")


def test_reset_comes_back_with_the_program(mpremote: Mpremote, tmp_path: Path) -> None:
    app = tmp_path / "main.py"
    app.write_text(APP)
    mpremote("fs", "cp", str(app), ":/main.py", "+", "reset")
    await_port_again(mpremote.port)
    for number in range(3):
        assert mpremote("exec", f"print({number})") == f"{number}\n"
    assert mpremote("fs", "cat", ":/main.py") == APP
    assert mpremote("exec", "import machine; print(machine.reset_cause())") == "5\n"


def await_port_again(port: str) -> None:
    """A reset makes the port vanish; mpremote does not wait for that."""
    deadline = time.monotonic() + TIMEOUT
    while os.path.exists(port) and time.monotonic() < deadline - TIMEOUT + 2:
        time.sleep(0.005)
    await_port(port)
