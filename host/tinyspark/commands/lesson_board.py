"""A lesson's networks as model files, and one of them on a board, to be played with.

On a virtual board the buttons are pressed here, and the LED is looked at; on a real one that is
left to the person who sits before it.
"""

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gesturekit.sample import AXES
from tinyspark.board import flash
from tinyspark.board.ports import VIRTUAL, board_port, port_option
from tinyspark.commands.lesson_teller import aligned
from tinyspark.errors import UserError
from tinyspark.lessons.story import Story, Trained
from tinyspark.terminal.progress import Progress
from tinyspark.whole_files import write_file

if TYPE_CHECKING:
    from tinyspark.virtual.client import VirtualBoard

Say = Callable[[str], None]
BUTTONS = AXES["buttons"][:2]  # the other axis of this sensor is always 1
WITH_BUTTONS = (
    "Press Button 1, Button 2, both or none: they are the inputs of the network, a pressed button"
    " is 1. The LED lights up while its output is at least one half."
)
WITH_A_HAND = (
    "Press Button 1 and move your hand closer or away; the pixels and `tinyspark live{}` show"
    " what the network recognized."
)
PRESS_YOURSELF = (
    "This virtual board ends with the command. To press the buttons yourself, run"
    " `tinyspark virtual` in another terminal, repeat this command with its port, and use its"
    " keys 3 and 4."
)
_SETTLED = 0.3  # seconds after a press until the LED has answered
_BUSY = 3.0  # seconds more for the computer of a virtual board that answers otherwise


def save(lesson: str, story: Story, folder: Path, say: Say) -> list[str]:
    """Write a model file for each network of the story into the folder; return their names."""
    from tinyspark.learning.board_network import make

    files = []
    for name, trained in story.networks.items():
        path = folder / (f"{name}.tsm" if name == lesson else f"{lesson}-{name}.tsm")
        write_file(path, make(*trained))
        files.append(str(path))
    if files:
        say("\n".join(["Networks for the board:", *(f"  {file}" for file in files)]))
    return files


def chosen(lesson: str, story: Story, name: str | None) -> Trained:
    """Return the network of this name, else the lesson's main one; UserError if there is none."""
    names = list(story.networks)
    if not names:
        raise UserError("This lesson has no network for the board.\nLeave out --port.")
    if name is not None and name not in names:
        raise UserError(f"The lesson has no network {name!r}.\nChoose one of: {', '.join(names)}.")
    return story.networks[name or _main(lesson, names)]


def _main(lesson: str, names: list[str]) -> str:
    """Return the name that is the lesson's own, or the first."""
    return lesson if lesson in names else names[0]


def invitation(lesson: str, story: Story) -> str:
    """Return how to put a network of the story on a board."""
    names = list(story.networks)
    names.remove(_main(lesson, names))
    others = f" (others: --network {' or '.join(names)})" if names else ""
    return f"To play with it on a board: tinyspark lesson {lesson} --port virtual{others}"


def play(trained: Trained, spec: str, progress: Progress) -> dict[str, Any]:
    """Deploy the network to the board that spec names, say how to play; return what happened."""
    from tinyspark.learning.board_network import make

    progress("putting the network on the board")
    with board_port(spec) as port:
        said = flash.deploy(port, make(*trained), progress.say)
        progress.say(f"{port} runs the network {said.model_hash[:8]}.")
        facts: dict[str, Any] = {"port": port, "model_hash": said.model_hash}
        buttons = trained.inputs[0] in BUTTONS
        if spec != VIRTUAL:
            progress.say(WITH_BUTTONS if buttons else WITH_A_HAND.format(port_option(spec)))
        elif buttons:
            progress("pressing the buttons")
            facts["presses"] = _press_all(port, trained)
            progress.say("\n" + "\n".join(_table(facts["presses"])) + "\n")
            progress.say(PRESS_YOURSELF)
        else:
            facts["recognized"] = _move_a_hand(port, progress)
    return facts


def _press_all(port: str, trained: Trained) -> list[dict[str, Any]]:
    """Press the buttons of the virtual board in every way; return inputs, output here and LED."""
    from tinyspark.virtual.client import VirtualBoard

    board = VirtualBoard.attach(port)
    presses = []
    for pressed in itertools.product((0, 1), repeat=2):
        for button, down in enumerate(pressed, 1):
            (board.press if down else board.release)(button)
        buttons = dict(zip(BUTTONS, pressed, strict=True))
        inputs = [buttons.get(axis, 1) for axis in trained.inputs]
        output = float(trained.network.forward(np.array([inputs], float)).flat[0])
        presses.append({**buttons, "output": output, "led": _led(board, output >= 0.5)})
    board.close()
    return presses


def _led(board: "VirtualBoard", expected: bool) -> bool:
    """Return whether the LED shines once it has settled; one that differs is given more time."""
    time.sleep(_SETTLED)
    until = time.monotonic() + _BUSY
    while board.led != expected and time.monotonic() < until:
        time.sleep(_SETTLED)
    return board.led


def _table(presses: list[dict[str, Any]]) -> list[str]:
    """Return the presses as lines."""
    words = ("off", "on")
    rows = [
        (
            "down" if press["button1"] else "up",
            "down" if press["button2"] else "up",
            f"{press['output']:.4f}",
            words[press["led"]],
        )
        for press in presses
    ]
    return aligned(("Button 1", "Button 2", "output, computed here", "the board's LED"), rows)


def _move_a_hand(port: str, progress: Progress) -> dict[str, int]:
    """Perform the course's ten gestures on the virtual board; return how many it recognized."""
    from tinyspark.demo import course
    from tinyspark.demo.source import bundled
    from tinyspark.virtual.client import VirtualBoard

    board = VirtualBoard.attach(port)
    source = bundled("proximity-course")
    right = course.recognize(board, source, progress)
    board.close()
    return {"n": len(source.recordings), "right": right}
