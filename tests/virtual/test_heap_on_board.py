"""The app's own loop on a board's own buses, buttons and port: classifying, it takes no heap."""

import importlib.util
import subprocess
import sys

import pytest
import small_models

from gesturekit import model_format
from tinyspark.board import flash
from tinyspark.virtual.client import VirtualBoard

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("micropython_unix") is None
    or importlib.util.find_spec("termios") is None,
    reason="no virtual board on this computer",
)
# Samples of half a second's movement and half a second's rest
MOVEMENTS = ([[n * 37 % 64 * 100] * 6 for n in range(52)] + [[0, 0, 4096, 0, 0, 0]] * 52) * 10
LOOP = """
import sys
sys.path.insert(0, "/kit_a")
import classify, micropython
from app import App
from board import Board
from main import Slots
app = App(Board(), Slots())
app.enter(classify.mode(app, True))
def run(steps):
    for _ in range(steps):
        app._heard = app._now
        app.step()
        app.board.sleep_ms(10)
run(100)
begun = app.imu.index
micropython.heap_lock()
try:
    run(400)
finally:
    micropython.heap_unlock()
print()
print("samples", app.imu.index - begun, "errors", app.imu.bus_errors)
"""


def test_the_loop_takes_no_heap() -> None:
    with VirtualBoard(speed=10) as board:
        flash.deploy(board.port, model_format.dump(small_models.imu()))
        board.play("imu", MOVEMENTS)
        command = [sys.executable, "-m", "mpremote", "connect", board.port, "exec", LOOP]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert not done.returncode, done.stdout[-500:] + done.stderr
    _, samples, _, errors = done.stdout.splitlines()[-1].split()
    assert int(samples) > 400 and int(errors) == 0
    assert done.stdout.count("\n$") > 20  # scores and detections, frame by frame
