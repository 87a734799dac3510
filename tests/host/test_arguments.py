"""Numbers on the command line: what is refused, by every command in the same words."""

from collections.abc import Callable

import pytest

from tinyspark.cli import main
from tinyspark.commands.arguments import above_zero, at_least_zero, whole


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (whole(1, 9), "9", 9),
        (whole(1), "1000000", 1_000_000),
        (whole(0, 9), "0", 0),
        (above_zero(), "1e9", 1e9),
        (above_zero(2.5), "2.5", 2.5),
        (at_least_zero(), "0", 0),
    ],
)
def test_taken(read: Callable[[str], float], text: str, value: float) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["record", "x", "--dataset", "d", "-n", "0"], "a whole number from 1 to 10000, not '0'"),
        (["record", "x", "--dataset", "d", "-n", "x"], "a whole number from 1 to 10000, not 'x'"),
        (["record", "x", "--dataset", "d", "--seconds", "-1"], "a number above 0, at most 3600"),
        (["live", "--seconds", "-1"], "a number above 0, not '-1'"),
        (["live", "--seconds", "nan"], "a number above 0, not 'nan'"),
        (["monitor", "--seconds", "0"], "a number above 0, not '0'"),
        (["train", "d", "-o", "m", "--hidden", "0"], "a whole number from 1 to 256, not '0'"),
        (["train", "d", "-o", "m", "--hidden", "257"], "a whole number from 1 to 256, not '257'"),
        (["sweep", "d", "--hidden", "8", "257"], "a whole number from 1 to 256, not '257'"),
        (["train", "d", "-o", "m", "--epochs", "0"], "a whole number of at least 1, not '0'"),
        (["train", "d", "-o", "m", "--rate", "0"], "a number above 0, at most 1000, not '0'"),
        (["train", "d", "-o", "m", "--rate", "inf"], "a number above 0, at most 1000, not 'inf'"),
        (["train", "d", "-o", "m", "--decay", "-1"], "a number of at least 0, not '-1'"),
        (["train", "d", "-o", "m", "--decay", "inf"], "a number of at least 0, not 'inf'"),
        (["train", "d", "-o", "m", "--seed", "-1"], "a whole number from 0 to 4294967295"),
    ],
)
def test_refused(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert f": must be {words}" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "command",
    [
        ["deploy", ""],
        ["record", "wave", "--dataset", ""],
        ["sync", ""],
        ["train", "", "-o", "x.tsm"],
        ["dataset", "show", ""],
    ],
)
def test_no_name_names_no_folder(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(command)
    assert (
        caught.value.code == 2 and "needs the name of a file or folder" in capsys.readouterr().err
    )


@pytest.mark.parametrize("command", [["untethered", "-a"], ["record", "-wave", "--dataset", "d"]])
def test_a_name_that_looks_like_an_option(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(command)
    assert caught.value.code == 2 and "goes to the end, behind --" in capsys.readouterr().err


def test_options_that_are_missing_are_no_names(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["train", "d"])
    said = capsys.readouterr().err
    assert "required: -o/--output" in said and "behind --" not in said
