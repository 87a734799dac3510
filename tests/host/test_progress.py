"""The progress bar in a real terminal (a pty): when it appears, what it leaves, how wide it is."""

import subprocess
import sys
from pathlib import Path

import pytest

from pty_terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ptys")

START = """
import sys, time
from tinyspark.terminal import progress
from tinyspark.terminal.progress import Progress
progress.PATIENCE = progress.EVERY = 0.01
drawings, draw = [], progress._drawn
progress._drawn = lambda *what: drawings.append(draw(*what)) or drawings[-1]

def watch():
    # The next drawing may have begun before the last words were told; the one behind it has not.
    seen = len(drawings)
    while len(drawings) < seen + 2:
        time.sleep(0.001)
"""
WORK = """
with Progress(sys.stdout) as bar:
    for step in range(5):
        bar("digging", step / 5)
        watch()
    bar.say("a hole")
    bar("filling")
    watch()
print("done")
"""
IN_A_MOMENT = WORK.replace("watch()", "time.sleep(0.05)")
ENDLESS = """
try:
    with Progress() as bar:
        bar("waiting", 0.5)
        time.sleep(60)
except KeyboardInterrupt:
    print("stopped")
"""


def shown(text: str, columns: int) -> list[str]:
    """What a terminal shows in the end, line by line."""
    lines, place = [""], 0
    for character in text:
        if character == "\r":
            place = 0
        elif character == "\n" or place == columns:
            lines.append("")
            place = 0
        if character not in "\r\n":
            lines[-1] = lines[-1][:place].ljust(place) + character + lines[-1][place + 1 :]
            place += 1
    return [line.rstrip() for line in lines]


def run(tmp_path: Path, code: str, columns: int = 80) -> Terminal:
    file = tmp_path / "work.py"
    file.write_text(START + code)
    return Terminal(str(file), columns=columns)


@pytest.mark.parametrize("columns", [24, 40, 80, 200])
def test_only_what_is_said_stays(tmp_path: Path, columns: int) -> None:
    terminal = run(tmp_path, WORK, columns)
    assert terminal.end() == 0
    assert shown(terminal.text, columns) == ["a hole", "done", ""]
    bars = [piece for piece in terminal.text.split("\r") if piece.startswith("[")]
    assert len(bars) > 5 and {len(bar) for bar in bars} == {columns - 3}


def test_it_shows_share_and_work(tmp_path: Path) -> None:
    terminal = run(tmp_path, WORK)
    terminal.end()
    assert "\r[###############          ]  60 %  digging " in terminal.text
    assert "]  filling " in terminal.text


@pytest.mark.fault(23, "terminal escapes in what is being done, in a real terminal")
def test_names_are_not_obeyed(tmp_path: Path) -> None:
    hostile = WORK.replace("digging", r"\x1b[2J\x9b2Jdig\u202e\n").replace(
        "a hole", r"a\x07 \x1b]0;hole"
    )
    terminal = run(tmp_path, hostile)
    assert terminal.end() == 0
    assert "?[2J?2Jdig??" in terminal.text and "a? ?]0;hole" in terminal.text
    assert all(sign.isprintable() or sign in "\r\n" for sign in terminal.text)


def test_ctrl_c_leaves_a_clean_line(tmp_path: Path) -> None:
    terminal = run(tmp_path, ENDLESS)
    terminal.wait_for("50 %  waiting")
    terminal.press("\x03")
    assert terminal.end() == 0
    assert shown(terminal.text, 80) == ["stopped", ""]


def test_a_moment_needs_no_bar(tmp_path: Path) -> None:
    terminal = run(tmp_path, "progress.PATIENCE = 30\n" + IN_A_MOMENT)
    assert terminal.end() == 0
    assert terminal.text == "a hole\r\ndone\r\n"


def test_no_terminal_no_bar(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", START + IN_A_MOMENT], capture_output=True, text=True, check=True
    )
    assert result.stdout == "a hole\ndone\n" and result.stderr == ""
