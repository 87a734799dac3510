"""Without the modules that only Unix has, commands still start and say what cannot be."""

import subprocess
import sys

import pytest

WITHOUT = """
import sys
import serial, serial.tools.list_ports  # it has another form on those systems
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in ("termios", "fcntl", "pty", "tty", "resource", "grp", "pwd", "readline"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
for name in ("termios", "fcntl", "pty", "tty"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Absent())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "termios" else real(name, *more)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_every_command_can_be_imported() -> None:
    code = (
        "import importlib\nfrom tinyspark.cli import COMMANDS\n"
        "for name, _ in COMMANDS: importlib.import_module('tinyspark.commands.' + name)"
    )
    result = run(code)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("arguments", [["demo"], ["virtual"], ["boards", "--port", "virtual"]])
def test_the_virtual_board_says_that_it_cannot_be(arguments: list[str], tmp_path: object) -> None:
    folder = ["--output", f"{tmp_path}/out"] if arguments == ["demo"] else []
    result = run(f"from tinyspark.cli import main\nsys.exit(main({[*arguments, *folder]!r}))")
    assert result.returncode == 1, result.stderr
    assert "pseudo-terminals" in result.stderr and "Traceback" not in result.stderr


def test_training_and_datasets_work(tmp_path: object) -> None:
    code = (
        "from tinyspark.cli import main\n"
        "from tinyspark.bundle import folder\n"
        "course = str(folder('datasets') / 'proximity-course')\n"
        f"sys.exit(main(['train', course, '-o', {str(tmp_path)!r} + '/m.tsm', '--epochs', '50']))"
    )
    result = run(code)
    assert result.returncode == 0, result.stderr
