"""What keeps the studio from starting is told in two plain lines: what happened, what to do."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from raw_request import ask, cookie_of

from studio_driver import RunningStudio

Start = Callable[..., RunningStudio]


def refusal(*words: str, python: tuple[str, ...] = ("-m", "tinyspark")) -> str:
    """Run the command, which ends at once; return its two lines."""
    result = subprocess.run(
        [sys.executable, *python, "studio", "--no-browser", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 1 and result.stdout == ""
    assert len(result.stderr.splitlines()) == 2, result.stderr
    return result.stderr


def test_a_folder_that_is_not_there_is_not_made(running: RunningStudio) -> None:
    assert ask(running.port, "/data", cookie_of(running)).status == 200
    assert not running.folder.parent.exists()


def test_the_folder_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    assert "is a file" in refusal(str(file))
    assert "is a file" in refusal(str(file / "gestures"))
    assert file.read_text() == "mine"


def test_the_folder_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert "holds other files and no dataset" in refusal(str(tmp_path))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_the_folder_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "cannot be written" in refusal(str(tmp_path / "gestures"))


def test_a_name_that_no_page_can_show(tmp_path: Path) -> None:
    assert "no page can show" in refusal(str(tmp_path / "gestures\udcff"))


def test_the_top_of_everything_is_no_folder_for_takes() -> None:
    assert "is the top of everything" in refusal(os.sep)


def test_the_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"Port {port} cannot be used" in refusal(str(tmp_path / "a"), "--at", str(port))


def test_nicegui_is_not_installed(tmp_path: Path) -> None:
    """A module that is None in sys.modules is, for whoever looks, not installed."""
    code = (
        "import sys; sys.modules['nicegui'] = None\n"
        "from tinyspark.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    said = refusal(str(tmp_path / "gestures"), python=("-c", code))
    assert "NiceGUI" in said and "pip install 'tinyspark[studio]'" in said


def test_a_second_studio_is_refused(running: RunningStudio) -> None:
    folder = running.folder
    assert "Another studio works with" in refusal(str(folder))
    assert "Another studio works with" in refusal(str(folder.parent / ".." / "new" / "gestures"))


@pytest.mark.long
def test_two_studios_beside_each_other(start_studio: Start, tmp_path: Path) -> None:
    first, second = start_studio(tmp_path / "one"), start_studio(tmp_path / "two")
    assert first.port != second.port and first.token != second.token
    first.end()
    assert start_studio(tmp_path / "one").port  # the lock went with its process
