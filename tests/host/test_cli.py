"""The command line's own duties: the table, help, exit statuses, one door for errors."""

import importlib
import os
import subprocess
import sys

import pytest

from tinyspark import cli


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
