"""Images onto a chip; esptool itself is played by a module that writes down its calls."""

import json
from pathlib import Path

import pytest

from tinyspark.board import esp
from tinyspark.board.serial_link import MICROPYTHON, ROM_LOADER, PortInfo
from tinyspark.cli import main
from tinyspark.errors import UserError

FAKE = """
import json, os, sys
with open(os.environ["ESPTOOL_CALLS"], "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
if os.environ.get("ESPTOOL_FAILS") in sys.argv:
    print("A fatal error occurred: no sync \\x1b[2J")
    sys.exit(2)
"""


@pytest.fixture
def image(tmp_path: Path) -> Path:
    file = tmp_path / "micropython.bin"
    file.write_bytes(b"\xe9" + bytes(1000))
    return file


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the fake esptool; return the file of its calls. A board is in its ROM loader."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "esptool.py").write_text(FAKE)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("ESPTOOL_CALLS", str(tmp_path / "calls"))
    monkeypatch.setattr(esp, "list_boards", lambda: [PortInfo("/dev/rom", ROM_LOADER, "")])
    return tmp_path / "calls"


def told(calls: Path) -> list[list[str]]:
    return [json.loads(line) for line in calls.read_text().splitlines()]


def test_erase_then_write(image: Path, calls: Path) -> None:
    said: list[str] = []
    esp.flash(image, None, said.append)
    start = ["--chip", "esp32s3", "--port", "/dev/rom"]
    assert told(calls) == [[*start, "erase_flash"], [*start, "write_flash", "0x0", str(image)]]
    assert said[0].startswith("Hold BUTTON1")
    assert len(said) == 3


def test_the_original_image_has_its_own_settings(
    image: Path, calls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["install", "--restore", str(image), "--port", "/dev/x"]) == 0
    assert told(calls)[1][3:11] == [
        "/dev/x",
        "write_flash",
        "--flash_mode",
        "qio",
        "--flash_freq",
        "80m",
        "--flash_size",
        "16MB",
    ]
    assert "Press RESET" in capsys.readouterr().out


def test_esptool_5_has_other_words(
    image: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda name: "5.6.0")
    odd = image.rename(image.with_name("my_image.bin"))
    esp.flash(odd, "/dev/x", lambda line: None, original=True)
    assert told(calls)[0][-1] == "erase-flash"
    assert told(calls)[1][4:7] == ["write-flash", "--flash-mode", "qio"]
    assert told(calls)[1][-1] == str(odd)


@pytest.mark.parametrize(("step", "count"), [("erase_flash", 1), ("write_flash", 2)])
def test_a_failure_is_named(
    image: Path, calls: Path, monkeypatch: pytest.MonkeyPatch, step: str, count: int
) -> None:
    monkeypatch.setenv("ESPTOOL_FAILS", step)
    with pytest.raises(UserError, match=rf"esptool {step} failed: A fatal .* no sync \?\[2J"):
        esp.flash(image, None, lambda line: None)
    assert len(told(calls)) == count


@pytest.mark.parametrize("content", [b"", b"UF2\n", b"\x7fELF"])
def test_what_is_no_image_is_not_written(calls: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "image"
    file.write_bytes(content)
    with pytest.raises(UserError, match="not an image for this chip"):
        esp.flash(file, None, lambda line: None)
    with pytest.raises(UserError, match="Cannot read"):
        esp.flash(tmp_path / "none", None, lambda line: None)
    assert not calls.exists()


def test_without_esptool_it_says_how_to_get_it(
    image: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UserError, match="pip install esptool"):
        esp.flash(image, None, lambda line: None)


def test_a_board_that_never_appears(
    image: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(esp, "FINGERS_TIMEOUT", 0.05)
    monkeypatch.setattr(esp, "_LOOK_AGAIN", 0.01)
    with pytest.raises(UserError, match="303A:4001"):
        esp.await_micropython(lambda line: None)
    monkeypatch.setattr(esp, "list_boards", lambda: [PortInfo("/dev/m", MICROPYTHON, "")])
    assert esp.await_micropython(lambda line: None) == "/dev/m"
