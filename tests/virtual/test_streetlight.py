"""The course's streetlight on the virtual board: buttons are the inputs, the LED is the answer."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from gesturekit.plain_network import LEVEL
from tinyspark.board import flash
from tinyspark.board.device import Device
from tinyspark.board.ports import open_board
from tinyspark.cli import main
from tinyspark.learning.board_network import make
from tinyspark.lessons.plain import plain
from tinyspark.lessons.streetlight.lights import BUTTONS, CROSSING, STEP, with_hidden
from tinyspark.nn.network import Network
from tinyspark.nn.train import train
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stage import deployed

pytest.importorskip("micropython_unix", reason="no MicroPython for this computer")

LIGHTS = CROSSING.inputs
DARK = (0, 0, 0)


@pytest.fixture(scope="module")
def streetlight() -> Network:
    """3-4-1, trained as in the lesson."""
    network = with_hidden()
    train(network, CROSSING, plain(60, STEP, batch=1))
    return network


@pytest.fixture(scope="module")
def model(streetlight: Network) -> bytes:
    return make(streetlight, BUTTONS, ("walk",))


@pytest.fixture(scope="module")
def board(can_run_boards: None, model: bytes) -> Iterator[VirtualBoard]:
    with VirtualBoard() as running:
        said = flash.deploy(running.port, model)
        assert (said.mode, said.model_sensor, said.labels) == ("classify", "buttons", ("walk",))
        yield running


@pytest.fixture(scope="module")
def stepped(can_run_boards: None, model: bytes) -> Iterator[tuple[VirtualBoard, Device]]:
    """Such a board whose time the test moves, and a Device on it."""
    with deployed(model) as pair:
        yield pair


def hold(board: VirtualBoard, inputs: np.ndarray) -> None:
    """Press those of the two buttons that are 1 in the inputs, release the others."""
    for number, down in enumerate(inputs[:2], 1):
        (board.press if down else board.release)(number)


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.01)


def test_the_led_is_the_network_s_answer(
    stepped: tuple[VirtualBoard, Device], streetlight: Network
) -> None:
    board, _ = stepped
    for lights, output in zip(LIGHTS, streetlight.forward(LIGHTS)[:, 0], strict=True):
        hold(board, lights)
        board.advance(200)
        on = bool(output >= 0.5)
        assert board.led == on and (board.pixels[4] != DARK) == on


def test_the_link_tells_the_level(
    stepped: tuple[VirtualBoard, Device], streetlight: Network
) -> None:
    board, device = stepped
    hold(board, LIGHTS[2])
    device.classify(scores=True)
    levels = [await_scores(device)]
    for lights in LIGHTS[[0, 3, 1]]:
        hold(board, lights)
        board.advance(100)
        levels.append(await_scores(device))
    outputs = streetlight.forward(LIGHTS[[2, 0, 3, 1]])[:, 0]
    np.testing.assert_allclose(np.array(levels) / LEVEL, outputs.clip(0, 1), atol=0.02)


def await_scores(device: Device) -> int:
    """Return the newest level that the board has told."""
    told = [message for message in device.messages(0.3) if message.name == "scores"]
    return int(told[-1].fields.confidences[0])


def test_the_commands_know_what_to_do(
    board: VirtualBoard, model: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "streetlight.tsm"
    file.write_bytes(model)
    assert main(["boards", "--port", board.port]) == 0
    assert "of the buttons (slot a): walk" in capsys.readouterr().out
    hold(board, LIGHTS[2])
    wait_for(lambda: not board.led)
    hold(board, LIGHTS[0])
    wait_for(lambda: board.led)
    assert main(["live", "--port", board.port, "--seconds", "1", "--json"]) == 0
    (event,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (event["label"], event["duration"]) == ("walk", 0) and event["confidence"] > 0.95
    hold(board, LIGHTS[2])
    assert main(["deploy", str(file), "--port", board.port]) == 0
    assert "the LED is its answer" in capsys.readouterr().err
    takes = str(Path(__file__).parents[2] / "datasets" / "proximity-course")
    assert main(["evaluate", str(file), takes]) == 1
    assert "press Button 1 and Button 2" in capsys.readouterr().err
    assert main(["export", str(file), "--as", "python", "-o", str(tmp_path / "light.py")]) == 0


def test_a_prompt_is_dark_and_a_reset_board_answers_again(board: VirtualBoard) -> None:
    hold(board, LIGHTS[0])
    wait_for(lambda: board.led)
    with open_board(board.port) as device:
        device.link.write(b"\r\x03\x03")
        wait_for(lambda: not board.led and board.pixels == [DARK] * 5)
    board.hard_reset()
    wait_for(lambda: board.led)
    hold(board, LIGHTS[2])
    wait_for(lambda: not board.led)
