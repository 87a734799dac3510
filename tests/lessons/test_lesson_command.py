"""The command `lesson`: lists, tells, writes its files, and plays on a virtual board."""

import json
import sys
from pathlib import Path

import pytest
from published import taken

from tinyspark import cli, lessons
from tinyspark.commands import lesson, lesson_board, lesson_teller
from tinyspark.commands.lesson_teller import Teller, aligned, as_text
from tinyspark.lessons.story import Heading, Next, Picture, Program, Story, Table
from tinyspark.terminal.progress import Progress

TOLD = [each.name for each in lessons.LESSONS if each.name != lessons.GLASS_BOX]


def test_without_a_name_it_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lesson"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [each.name for each in lessons.LESSONS]
    assert cli.main(["lesson", "--json"]) == 0
    names = json.loads(capsys.readouterr().out)["lessons"]
    assert names == [each.name for each in lessons.LESSONS]


def test_a_lesson_tells_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "folder"
    assert cli.main(["lesson", "by-hand", "-o", str(folder)]) == 0
    told = capsys.readouterr().out
    for words in ("One update with pencil and paper", "0.5225", "What to try next", "Picture:"):
        assert words in told
    assert sorted(path.name for path in folder.iterdir()) == ["by-hand-neuron.tsm", "by-hand.png"]
    assert (folder / "by-hand.png").stat().st_size > 20_000


def test_json_is_one_object_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["lesson", "by-hand", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"lesson", "figures"} and told["lesson"] == "by-hand"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nerve"], "There is no lesson 'nerve'"),
        (["by-hand", "model.tsm"], "takes no model.tsm"),
        (["by-hand", "--network", "neuron"], "Name the board, too"),
        (["by-hand", "--json", "--port", "virtual", "--network", "x"], "no network 'x'"),
        (["by-hand", "-o", "/dev/null/folder"], "Choose another folder"),
        (["by-hand", "-o", __file__], "is a file, not a folder"),
        (["-o", "folder", "--port", "virtual"], "name of a lesson is missing"),
        (["--network", "neuron"], "name of a lesson is missing"),
    ],
)
def test_what_cannot_be_is_said(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["lesson", *arguments]) == 1
    assert words in capsys.readouterr().err


def test_a_folder_has_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["lesson", "by-hand", "-o", ""])
    assert "must be a folder, not ''" in capsys.readouterr().err


def test_a_network_named_like_its_lesson_is_not_named_twice(tmp_path: Path) -> None:
    story = taken("gesture")
    files = lesson_board.save("gesture", story, tmp_path, lambda text: None)
    assert [Path(file).name for file in files] == ["gesture-published.tsm", "gesture.tsm"]


def test_the_main_network_has_the_name_of_the_lesson() -> None:
    story = Story()
    with pytest.raises(lesson_board.UserError, match="no network for the board"):
        lesson_board.chosen("streetlight", story, None)
    for name in ("middle-lamp", "streetlight"):
        story.network(name, name, (), ())  # type: ignore[arg-type]
    assert lesson_board.chosen("streetlight", story, None).network == "streetlight"
    assert lesson_board.chosen("streetlight", story, "middle-lamp").network == "middle-lamp"
    assert lesson_board.chosen("other", story, None).network == "middle-lamp"
    assert lesson_board.invitation("streetlight", story).endswith("--network middle-lamp)")


def test_parts_as_text() -> None:
    assert as_text(Heading("Steps")) == "Steps\n-----"
    assert as_text(Next("more")) == "What to try next: more"
    assert as_text(Program("a\n  b")).split("\n")[1:] == ["", "  a", "    b"]
    table = Table(("step", "error"), [("1", "0.25"), ("0.1", "0.5")])
    assert as_text(table).splitlines() == [
        "  step   error",
        "  ------------",
        "  1       0.25",
        "  0.1      0.5",
    ]


def test_parts_stand_apart_and_pictures_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lesson_teller, "draw", lambda picture, folder: folder / picture.draw)
    said: list[str] = []
    teller = Teller(said.append, tmp_path)
    for part in (Heading("Steps"), Picture("one", {}), Picture("two", {}), Next("more")):
        teller(part)
    pictures = [f"Picture: {tmp_path / name}" for name in ("one", "two")]
    assert said == ["Steps\n-----", f"\n{pictures[0]}", pictures[1], "\nWhat to try next: more"]


def test_a_pipe_gets_lines_of_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(sys.stdout, lesson.COLUMNS) as progress:
        progress.say("word " * 100)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 1 and max(map(len, lines)) < lesson.COLUMNS


def test_who_wants_no_pictures_gets_none() -> None:
    said: list[str] = []
    teller = Teller(said.append, None)
    teller(Picture("no_such_picture", {}))
    assert said == [] and teller.pictures == []


@pytest.mark.parametrize("name", ["neuron", "streetlight"])
def test_its_picture_is_drawn(name: str, tmp_path: Path) -> None:
    teller = Teller(None, tmp_path)
    for part in taken(name).parts:
        teller(part)
    (picture,) = teller.pictures
    assert picture == str(tmp_path / f"{name}.png") and Path(picture).stat().st_size > 20_000


@pytest.mark.long
@pytest.mark.parametrize("name", TOLD)
def test_tables_fit_a_terminal(name: str) -> None:
    tables = [part for part in taken(name).parts if isinstance(part, Table)]
    assert tables
    for table in tables:
        assert max(map(len, aligned(table.header, table.rows))) <= 79
