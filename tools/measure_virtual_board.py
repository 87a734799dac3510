"""Measure the virtual board and the link: start, deploy, the app's steps, heap, samples lost.

usage: python tools/measure_virtual_board.py [--seconds 600] [--speed 30]

Times are of this computer, medians of several runs; seconds of streaming are the board's.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from tinyspark.board import flash
from tinyspark.board.capture import Stream
from tinyspark.board.ports import open_board
from tinyspark.demo.source import bundled
from tinyspark.learning import training
from tinyspark.virtual.client import VirtualBoard

RUNS = 7
MODEL_DATA = "synthetic-gestures"
# Runs on the board: the app's loop, which sends its frames too.
STEPS = """
import gc, sys, time
sys.path.insert(0, "/kit_a")
gc.collect()
empty = gc.mem_alloc()
from board import Board
from main import Slots
from app import App
import classify
app = App(Board(), Slots())
app.enter(classify.mode(app, True))
gc.collect()
print()
print("heap", gc.mem_alloc() - empty)
taken = []
for _ in range({steps}):
    app._heard = app._now
    begun = time.ticks_us()
    app.step()
    taken.append(time.ticks_diff(time.ticks_us(), begun))
    app.board.sleep_ms(10)
begun = time.ticks_us()
gc.collect()
collection = time.ticks_diff(time.ticks_us(), begun)
taken.sort()
print()
print("step", taken[len(taken) // 2], taken[len(taken) * 99 // 100], taken[-1], collection)
print("lost", app.imu.overruns, app.imu.index)
"""
STEP_SECONDS = 20


def main() -> None:
    """Measure everything and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600.0, help="of streaming")
    parser.add_argument("--speed", type=float, default=30.0, help="of the clock while streaming")
    options = parser.parse_args()
    show("start of a board to its hello", median(start))
    model = training.train(bundled("proximity-course"), training.Options()).model
    with VirtualBoard() as board:
        show("mpremote exec", median(lambda: mpremote(board.port)))
        show("deploy of a model", median(lambda: flash.deploy(board.port, model)))
    print(steps())
    print(stream(options.seconds, options.speed))


def start() -> None:
    with VirtualBoard() as board, open_board(board.port):
        pass


def mpremote(port: str, program: str = "print(6*7)") -> str:
    """Run a program on the board; return what it prints."""
    command = [sys.executable, "-m", "mpremote", "connect", port, "exec", program]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120, text=True)
    return done.stdout


def steps() -> str:
    """Let the app classify movements for a while; return what its steps and its heap take."""
    model = training.train(bundled(MODEL_DATA), training.Options()).model
    still = [[0, 0, 4096, 0, 0, 0]] * 52
    wave = [[step * 37 % 64 * 100] * 6 for step in range(78)]
    with VirtualBoard() as board:
        flash.deploy(board.port, model)
        board.play("imu", (still + wave) * STEP_SECONDS)
        said = mpremote(board.port, STEPS.format(steps=90 * STEP_SECONDS))
    words = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line[:1].islower()}
    middle, most, longest, collection = map(int, words["step"])
    overruns, samples = words["lost"]
    return (
        f"a step of the app while it classifies: {middle} us (median), {most} us (99 %),"
        f" {longest} us (longest); a collection: {collection} us;"
        f" {overruns} overruns in {samples} samples\n"
        f"heap for firmware and model ({len(model)} bytes): {int(words['heap'][0]):,} bytes"
        " with 64-bit words"
    )


def median(action: Callable[[], object]) -> float:
    """Return the median time in seconds of RUNS runs of action."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def show(what: str, seconds: float) -> None:
    print(f"{what:32} {seconds:6.2f} s  (median of {RUNS})", flush=True)


def stream(seconds: float, speed: float) -> str:
    """Stream six axes for so many board seconds and return what was lost."""
    taken = Stream("imu")
    begun = time.perf_counter()
    with VirtualBoard(speed=speed) as board, open_board(board.port) as device:
        device.stream("imu")
        wanted = round(device.identity.rate * seconds) if device.identity else 0
        while taken.received + taken.missing < wanted:
            for message in device.messages(0.5):
                taken.feed(message)
        status = device.status().fields
        frames = device.inbox.lost + device.inbox.bad
    return (
        f"{taken.received} samples of six axes in {taken.received / 104:.0f} s of board time"
        f" ({time.perf_counter() - begun:.1f} s here): {taken.missing} lost,"
        f" {status.overruns} overruns, {frames} frames lost or damaged"
    )


if __name__ == "__main__":
    main()
