"""tinyspark untethered, with the board's real App: what is told, and what is refused."""

import json
from collections.abc import Iterator

import pytest
from app_link import AppLink
from lonely_board import lonely

import indicator
from tinyspark.board import ports
from tinyspark.cli import main
from tinyspark.commands.untethered import COLORS


@pytest.fixture
def link(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppLink]:
    """Any port is that of a board on which nothing was recorded."""
    with lonely() as link:
        monkeypatch.setattr(ports, "SerialLink", lambda port: link)
        yield link


def untethered(*arguments: str) -> int:
    return main(["untethered", *arguments, "--port", "x"])


def test_a_board_is_prepared(link: AppLink, capsys: pytest.CaptureFixture[str]) -> None:
    assert untethered("circle", "größer") == 0
    assert link.app.plan == (0, 156, ["circle", "größer"])
    said = capsys.readouterr()
    assert said.out == "" and "1.5 s" in said.err and "tinyspark sync DATASET --port x" in said.err
    assert "green     circle\n" in said.err and "blue      größer\n" in said.err
    assert untethered("near", "--sensor", "proximity", "--json") == 0
    assert link.app.plan == (1, 3, ["near"])
    facts = json.loads(capsys.readouterr().out)
    assert (facts["samples"], facts["waiting"]) == (3, 0) and facts["room"] > 100
    assert untethered("--off") == 0
    assert link.app.plan is None and "no more takes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name the gestures"),
        (["a", "--off"], "--off takes no labels"),
        (["a", "b", "a"], "twice"),
        (list("abcdefghijk"), "11 labels are more than there are colors"),
        ([40 * "a"], "too long"),
        ([chr(0x61 + n) * 20 for n in range(9)], "All labels together"),
        (["a\x00"], "invisible character U+0000"),
        (["a\nb"], "invisible character U+000A"),
        (["\x1b[2J"], "invisible character U+001B"),
        ([""], "empty"),
        (["a", "--seconds", "3000"], "too long for the board"),
    ],
)
def test_what_cannot_be_prepared(
    link: AppLink, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert untethered(*arguments) == 1
    said = capsys.readouterr().err
    assert words in said and "\x1b" not in said and "\x00" not in said
    assert link.app.plan is None


@pytest.mark.parametrize("command", [["untethered", "circle"], ["sync", "d"]])
def test_a_board_that_keeps_nothing_is_refused(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert main([*command, "--port", "virtual"]) == 1
    assert "keeps nothing" in capsys.readouterr().err


def test_every_color_of_the_board_has_a_name() -> None:
    assert len(COLORS) == len(set(COLORS)) == len(indicator.LABELS)


@pytest.mark.fault(20, "the board's flash refuses what is prepared")
def test_a_flash_that_refuses(link: AppLink, capsys: pytest.CaptureFixture[str]) -> None:
    link.app.takes._folder = "/no/such/folder/"
    assert untethered("circle") == 1
    assert "its flash does not take it" in capsys.readouterr().err
    assert link.app.plan is None
