"""A MicroPython that leaves the PSRAM unused: what works with its small heap, and what is said."""

from pathlib import Path

import pytest

from tinyspark.board import greeting
from tinyspark.cli import main
from tinyspark.virtual.client import VirtualBoard


@pytest.mark.fault(27, "a heap that has room for the app and little more")
def test_recording_works_and_the_build_is_named(
    can_run_boards: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with VirtualBoard(heap_kb=512) as board:
        assert main(["boards", "--port", board.port]) == 0
        said = capsys.readouterr().out
        assert "! its MicroPython leaves the PSRAM unused" in said and "SPIRAM_OCT" in said
        takes = ["-n", "2", "--seconds", "0.2", "--dataset", str(tmp_path / "d")]
        assert main(["record", "wave", *takes, "--port", board.port]) == 0


@pytest.mark.fault(27, "a heap too small for the app")
def test_an_app_without_room_says_what_it_needs(
    can_run_boards: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(greeting, "_PATIENCE", 0.5)
    with VirtualBoard(heap_kb=256) as board:
        assert main(["boards", "--port", board.port]) == 1
    said = capsys.readouterr().err
    assert "does not start: MemoryError" in said and "SPIRAM_OCT" in said
    assert len(said.splitlines()) == 2
