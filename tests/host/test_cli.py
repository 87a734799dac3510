"""The command line's own duties: the table, help, exit statuses, one door for errors."""

import importlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tinyspark import cli
from tinyspark.whole_files import check_place, write_file

ROOT = Path(__file__).resolve().parent.parent.parent


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tinyspark", *arguments],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("name", [name for name, _ in cli.COMMANDS])
def test_every_command_helps_with_an_example(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    example = importlib.import_module(f"tinyspark.commands.{name}").EXAMPLE
    assert example.startswith(f"tinyspark {name}")
    assert f"example: {example}" in capsys.readouterr().out


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from tinyspark import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('numpy', 'matplotlib', 'serial') if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.endswith("[]\n")


@pytest.mark.parametrize("arguments", [[], ["dance"], ["train"], ["export", "x", "--as", "elf"]])
def test_bad_arguments_end_with_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2 and b"usage" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["dataset", "show", "no-such-folder"],
        ["train", "no-such-folder", "-o", "model.tsm"],
        ["evaluate", "no-such-model", "no-such-folder"],
        ["export", "no-such-model", "--as", "python", "-o", "model.py"],
        ["deploy", "no-such-model", "--port", "no-such-port"],
        ["live", "--port", "no-such-port"],
    ],
)
def test_failures_end_with_1_and_say_why_in_two_lines(arguments: list[str]) -> None:
    result = run(*arguments)
    lines = result.stderr.decode().strip().splitlines()
    assert result.returncode == 1 and result.stdout == b""
    assert 1 <= len(lines) <= 2 and lines[0].startswith("tinyspark: ")
    assert "Traceback" not in result.stderr.decode()


def test_a_terminal_without_unicode_gets_escapes(tmp_path: os.PathLike[str]) -> None:
    result = run("dataset", "show", "grün-不", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 1 and rb"gr\xfcn-\u4e0d" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break in another way there")
@pytest.mark.parametrize("arguments", ["--help", "dataset show datasets/synthetic-gestures"])
def test_a_reader_that_leaves_ends_a_command_quietly(arguments: str) -> None:
    command = f"{sys.executable} -m tinyspark {arguments} | true; exit ${{PIPESTATUS[0]}}"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    result = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=environment, capture_output=True, timeout=60
    )
    assert result.returncode in (0, 1)  # 0: it was done before the reader left
    assert result.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
def test_a_full_disk_behind_stdout_is_one_line() -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "tinyspark", "lesson"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr.count(b"\n") == 1 and b"No space left" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no shell to close a stream with")
@pytest.mark.parametrize("closed", [">&-", "2>&-"])
def test_a_closed_stream_is_no_error(closed: str) -> None:
    command = f'"{sys.executable}" -m tinyspark lesson {closed}'
    result = subprocess.run(command, shell=True, capture_output=True, timeout=60, check=False)
    assert result.returncode == 0 and b"Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_once_more_shows_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first one is told, and while Python ends."""

    def interrupted(arguments: list[str]) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(cli, "_run", interrupted)
        assert cli.main(["boards"]) == 130
    code = (
        "import atexit, signal, sys; from tinyspark import cli\n"
        "atexit.register(signal.raise_signal, signal.SIGINT)\n"
        "sys.argv[1:] = ['lesson']; sys.exit(cli.main())"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert result.returncode == -signal.SIGINT and b"Traceback" not in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no named pipes there")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    check_place(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, b"model")
    assert os.read(reader, 100) == b"model" and pipe.is_fifo()
    os.close(reader)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_what_a_link_points_to_is_written(tmp_path: Path) -> None:
    link, target = tmp_path / "link.tsm", tmp_path / "target.tsm"
    link.symlink_to(target)
    write_file(link, b"model")
    assert link.is_symlink() and target.read_bytes() == b"model"
