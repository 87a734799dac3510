"""Measure the virtual board and the link: start, deploy, and samples lost in ten minutes.

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
    print(stream(options.seconds, options.speed))


def start() -> None:
    with VirtualBoard() as board, open_board(board.port):
        pass


def mpremote(port: str) -> None:
    command = [sys.executable, "-m", "mpremote", "connect", port, "exec", "print(6*7)"]
    result = subprocess.run(command, capture_output=True, check=True, timeout=30)
    assert result.stdout.strip() == b"42"


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
