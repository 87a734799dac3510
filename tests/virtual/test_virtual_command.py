"""`tinyspark virtual` as its user has it: keys in a terminal, a loop without one, errors."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from test_end_to_end_terminal import tinyspark
from unplugging import await_board

from gesturekit.messages import BUTTON, NOW
from pty_terminal import Terminal
from tinyspark import bundle
from tinyspark.board import capture
from tinyspark.board.ports import open_board
from tinyspark.cli import main
from tinyspark.dataset import Dataset
from tinyspark.dataset.verdict import judge
from tinyspark.demo.acts import holds
from tinyspark.virtual import lights
from tinyspark.virtual.client import VirtualBoard

COURSE = bundle.folder("datasets") / "proximity-course"
MOTION = bundle.folder("datasets") / "synthetic-gestures"
WAVES = bundle.folder("datasets") / "synthetic-waves"


@contextmanager
def running(*arguments: str) -> Iterator[tuple[Terminal, str]]:
    """The command in a terminal, and its port; Ctrl-C ends it."""
    terminal = tinyspark("virtual", *arguments)
    try:
        terminal.wait_for("Keys:")
        yield terminal, terminal.text.split()[0]
    finally:
        terminal.press("\x03")
        status = terminal.end()
    assert status == 0
    assert "Traceback" not in terminal.text


def wait_until_ready(terminal: Terminal) -> None:
    terminal.text = terminal.text[-80:]
    terminal.wait_for("ready")


@pytest.mark.parametrize("count", [1, pytest.param(3, marks=pytest.mark.long)])
def test_a_key_plays_the_next_motion_of_its_label_from_rest_to_rest(count: int) -> None:
    dataset = Dataset.open(MOTION)
    takes = [recording for recording in dataset.recordings if recording.label == "twist"]
    slow = ("--speed", "0.5")  # a busy computer, too, begins it in time
    with running("--play", str(MOTION), "--only", "twist", *slow) as (terminal, port):
        assert "a    play twist, the next of 20" in terminal.text
        for number, take in enumerate(takes[:count], 1):
            with open_board(port) as device:
                got = capture.take(device, "imu", 300, NOW, lambda: terminal.press("a"))
            terminal.wait_for(f"plays twist {number}/20 synthetic-1")
            wait_until_ready(terminal)
            assert holds(got, take.samples)
            assert judge(got.samples, dataset.settings, got.missing, take.label) == []


@pytest.mark.parametrize("count", [1, pytest.param(3, marks=pytest.mark.long)])
def test_a_key_plays_a_proximity_take_with_the_press_of_button_1(count: int) -> None:
    """Slowly: the board must look while the hand is there, on a busy computer, too."""
    takes = {
        label: [one.samples for one in Dataset.open(COURSE).recordings if one.label == label]
        for label in ("away", "closer")
    }
    keys = [("a", "away", 1), ("b", "closer", 1), ("a", "away", 2)]
    slow = running("--play", str(COURSE), "--speed", "0.5")
    with slow as (terminal, port), open_board(port) as device:
        for key, label, number in keys[:count]:
            got = capture.take(device, "proximity", 3, BUTTON, lambda key=key: terminal.press(key))
            assert (got.samples == takes[label][number - 1]).all()
            terminal.wait_for(f"plays {label} {number}/5")
            terminal.wait_for("LED on   pixels all red")
            wait_until_ready(terminal)


def test_keys_of_the_board() -> None:
    with running() as (terminal, port):
        board = VirtualBoard.attach(port)
        with open_board(port) as device:
            terminal.press("2")
            pressed = next(one for one in device.messages(5.0) if one.name == "button")
            assert pressed.fields.button == 2
        terminal.wait_for("\x1b[2KButton 2 ")
        terminal.press("3")
        terminal.wait_for("\x1b[2KButton 1 held ")
        assert 1 in board.state()["pressed"]
        terminal.press("3")
        terminal.wait_for("\x1b[2KButton 1 let go ")
        assert 1 not in board.state()["pressed"]
        terminal.press("x")
        terminal.wait_for("'x' is no key here")
        terminal.press("r")
        terminal.wait_for("\x1b[2Kreset ")  # told once it is done
        assert board.state()["resets"]["hard"] == 1
        board.close()


@pytest.mark.fault(1, "unplugged with a key, and plugged in again")
def test_the_cable_has_a_key() -> None:
    with running() as (terminal, port):
        terminal.press("u")
        terminal.wait_for("\x1b[2Kunplugged: u plugs it in ")
        for key in ("1", "3", "r"):
            terminal.text = ""
            terminal.press(key)
            terminal.wait_for("nothing: it is unplugged")
        terminal.press("u")
        terminal.wait_for("plugged in ")
        await_board(VirtualBoard.attach(port))


@pytest.mark.long
def test_takes_without_a_computer_by_keys(tmp_path: Path) -> None:
    """As the command's help tells it."""
    chosen = ["--only", "circle", "--only", "twist", "--subject", "synthetic-1"]
    with running("--play", str(MOTION), *chosen) as (terminal, port):
        prepare = ["untethered", "circle", "twist", "--seconds", "3", "--port", port]
        assert main(prepare) == 0
        terminal.press("u")
        terminal.wait_for("unplugged")
        terminal.press("u")
        wait_until_ready(terminal)
        for key, color in (("a", "green"), ("b", "blue")):
            terminal.text = ""
            terminal.press("2")
            terminal.wait_for(f"pixels all {color}")
            terminal.press("1")
            terminal.wait_for("pixels all red")
            terminal.press(key)
            terminal.wait_for("pixels all white")
            terminal.text = ""
            terminal.wait_for(f"pixels all {color}")
        assert main(["sync", str(tmp_path / "d"), "--port", port]) == 0
    takes = Dataset.open(tmp_path / "d").recordings
    assert sorted((take.label, take.verdict) for take in takes) == [("circle", ""), ("twist", "")]


def test_q_ends_it() -> None:
    terminal = tinyspark("virtual", "--bare")
    terminal.wait_for("ready")
    terminal.press("q")
    assert terminal.end() == 0
    assert "The virtual board is gone." in terminal.text


def test_a_take_is_played_to_its_end_before_the_next_one() -> None:
    """Slowly: it must last until the second key is heard, on a busy computer, too."""
    slow = running("--play", str(COURSE), "--only", "closer", "--speed", "0.2")
    with slow as (terminal, _):
        assert "away" not in terminal.text
        terminal.press("a")
        terminal.wait_for("plays closer 1/5")
        terminal.press("a")
        terminal.wait_for("not yet, plays closer 1/5")


def test_without_a_terminal_all_takes_are_played_in_a_loop(can_run_boards: None) -> None:
    chosen = ["--play", str(MOTION), "--only", "chop", "--subject", "synthetic-3"]
    command = [sys.executable, "-m", "tinyspark", "virtual", "--speed", "50", *chosen]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:  # type: ignore[call-overload]
        told = (line.strip() for line in process.stderr)
        plays = list(islice((line for line in told if line.startswith("plays")), 6))
        process.terminate()
    assert plays == [f"plays chop {n}/5 synthetic-3" for n in (1, 2, 3, 4, 5, 1)]


def test_a_loop_in_a_terminal_has_keys_too() -> None:
    with running("--play", str(COURSE), "--loop", "--speed", "20") as (terminal, _):
        terminal.wait_for("plays closer 2/10")
        terminal.press("1")
        terminal.wait_for("\x1b[2KButton 1 ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--loop"], "Name a dataset with --play"),
        (["--play", str(MOTION), "--only", "wave"], "labels chop, circle, idle, swipe, twist"),
        (["--play", str(COURSE), "--subject", "anna"], "the people (none)"),
        (
            ["--play", str(COURSE), "--play", str(WAVES), "--only", "x"],
            "away, closer, shake, wave",
        ),
    ],
)
def test_nothing_to_play(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["virtual", *arguments]) == 1
    assert words in capsys.readouterr().err


def test_a_volume_that_cannot_be_made(
    tmp_path: Path, can_run_boards: None, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "flash.bin"
    nowhere.symlink_to(tmp_path / "missing" / "flash.bin")
    for volume in (nowhere, tmp_path):
        assert main(["virtual", "--volume", str(volume)]) == 1
        said = capsys.readouterr().err
        assert str(volume) in said
        assert len(said.splitlines()) == 2


def test_the_help_fits_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit):
        main(["virtual", "--help"])
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    (example,) = (line for line in lines if line.startswith("example:"))
    assert Path(bundle.folder("datasets").parent, example.split()[-1]).is_dir()


def test_lights_in_words() -> None:
    dark, red, green = (0, 0, 0), (30, 0, 0), (0, 6, 0)
    assert lights.told(False, [dark] * 5) == "LED off  pixels off"
    assert lights.told(True, [red] * 5) == "LED on   pixels all red"
    assert lights.told(False, [green, dark, dark, dark, red]) == "LED off  pixels green - - - red"


def test_colors_in_words() -> None:
    names = {
        (2, 2, 2): "white",
        (0, 0, 12): "blue",
        (14, 10, 0): "yellow",
        (24, 8, 0): "orange",
        (0, 34, 34): "cyan",
        (40, 0, 34): "pink",
        (20, 0, 50): "violet",
        (26, 36, 4): "lime",
        (44, 14, 18): "red",
    }
    assert {color: lights.color_name(color) for color in names} == names
