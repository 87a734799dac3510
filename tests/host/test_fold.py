"""Text for a terminal breaks between words; text for a file only where one says how wide."""

import argparse
import io
import shutil
from os import terminal_size

import pytest

from tinyspark.terminal.fold import HelpFormatter, fold, hanging

LINE = "  a line with indentation that is too long for a terminal of forty columns"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "get_terminal_size", lambda *_: terminal_size((40, 24)))


def test_a_file_gets_the_line_as_it_is() -> None:
    assert fold(LINE, io.StringIO()) == LINE


def test_a_terminal_gets_whole_words_and_the_same_indentation() -> None:
    folded = fold(LINE, Terminal()).split("\n")
    assert all(len(line) < 40 and line.startswith("  ") for line in folded)
    assert " ".join(line.strip() for line in folded) == LINE.strip()


def test_a_file_can_have_a_width() -> None:
    assert fold(LINE, io.StringIO(), 40) == fold(LINE, Terminal())


def test_a_percent_sign_stays_with_its_number() -> None:
    assert fold("x" * 34 + " 100 %", Terminal()) == "x" * 34 + "\n100 %"


def test_lines_stay_lines_and_long_words_stay_whole() -> None:
    text = "one\n\n" + "x" * 100
    assert fold(text, Terminal()) == text


def test_a_row_hangs_beside_its_head() -> None:
    row = hanging("  name     ", "some words that need more than one line", Terminal())
    assert row.split("\n") == ["  name     some words that need more", " " * 11 + "than one line"]
    assert hanging("  name  ", "x " * 40, io.StringIO()) == "  name  " + "x " * 39 + "x"


def test_a_long_word_in_a_row_stands_further_left() -> None:
    row = hanging("  a long name  ", "see " + "x" * 30, Terminal())
    assert row.split("\n") == ["  a long name  see", "  " + "x" * 30]


def test_help_folds_paragraphs_and_keeps_lists() -> None:
    description = "A paragraph\nof two lines.\n\n  1. a list\n  2. stays"
    parser = argparse.ArgumentParser(description=description, formatter_class=HelpFormatter)
    assert "A paragraph of two lines.\n\n  1. a list\n  2. stays" in parser.format_help()
