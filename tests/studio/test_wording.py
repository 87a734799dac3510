"""Errors of the functions that commands use, as a page tells them: without a terminal."""

from pathlib import Path

import pytest

from tinyspark.board import flash, serial_link
from tinyspark.errors import UserError
from tinyspark.importers import formats
from tinyspark.studio.texts import Here
from tinyspark.studio.wording import here, in_words


def test_a_page_needs_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flash, "found", lambda port: None)
    link = serial_link.SerialLink.__new__(serial_link.SerialLink)
    link.port = "COM3"
    told = [flash.in_use("COM3")]
    for link._virtual in (False, True):
        told.append(str(link._lost()))
    (tmp_path / "picture.png").write_bytes(b"PNG")
    with pytest.raises(UserError) as refused:
        formats.find(tmp_path / "picture.png")
    told.append(str(refused.value))
    for words in told:
        assert "command" in words or "tinyspark " in words
        assert "command" not in here(words) and "tinyspark " not in here(words)
    assert all(any(there in words for words in told) for there in list(Here.WORDS)[1:])


def test_an_error_is_told_so() -> None:
    assert in_words(UserError("It is gone.\nRepeat the command.")) == "It is gone.\nTry again."
