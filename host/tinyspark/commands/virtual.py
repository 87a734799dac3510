"""Run a virtual TinySpark until Ctrl-C: a serial port with real MicroPython behind it.

The port's path is the first thing on stdout. Any serial program can use it: mpremote, our own
commands with --port, a terminal.
"""

import argparse
import signal
import sys
import time
from pathlib import Path
from typing import Any

EXAMPLE = "tinyspark virtual --play datasets/imu-synthetic"

_PAUSE = 2.0  # board seconds between two recordings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--play", metavar="DATASET", help="play its recordings, over and over")
    parser.add_argument("--speed", type=float, default=1.0, help="board seconds a second (1)")
    parser.add_argument("--volume", metavar="FILE", help="keep the board's flash in this file")
    parser.add_argument("--bare", action="store_true", help="MicroPython without our firmware")
    parser.add_argument(
        "--address",
        type=lambda text: int(text, 0),
        default=0x6A,
        help="where the IMU answers: 0x6a or 0x6b (0x6a)",
    )


def run(options: argparse.Namespace) -> int:
    """Run the board; Ctrl-C is its normal end."""
    from tinyspark.virtual.client import VirtualBoard

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    recordings = _recordings(options.play) if options.play else []
    try:
        with VirtualBoard(
            speed=options.speed,
            volume=options.volume,
            firmware=not options.bare,
            imu_address=options.address,
        ) as board:
            print(board.port, flush=True)
            _explain(board.port)
            while True:
                _play_all(board, recordings)
    except KeyboardInterrupt:
        print("\nThe virtual board is gone.", file=sys.stderr)
    return 0


def _explain(port: str) -> None:
    print(
        "A virtual TinySpark is on this port: real MicroPython, modelled sensors.\n"
        f"  tinyspark live --port {port}\n"
        f"  mpremote connect {port}\n"
        "Ctrl-C ends it.",
        file=sys.stderr,
    )


def _recordings(folder: str) -> list[tuple[str, dict[str, Any]]]:
    """(label, arguments of VirtualBoard.play) of each recording of a dataset."""
    from tinyspark.dataset import Dataset

    dataset = Dataset.open(Path(folder))
    settings = dataset.settings
    if settings.sensor == "proximity":
        how: dict[str, Any] = {"spacing_ms": 1000 / settings.rate}
    else:
        how = {"rate": settings.rate, "axes": list(settings.axes)}
    how["sensor"] = settings.sensor
    plays = []
    for recording in dataset.recordings:
        samples = recording.samples if settings.sensor == "imu" else recording.samples[:, 0]
        plays.append((recording.label, how | {"samples": samples.tolist()}))
    return plays


def _play_all(board: Any, recordings: list[tuple[str, dict[str, Any]]]) -> None:
    """Play them one after the other; without any, wait a while."""
    if not recordings:
        time.sleep(1)
        board.state()  # an error when the board is gone
    for label, play in recordings:
        seconds = board.play(**play)
        print(f"plays {label}", file=sys.stderr)
        time.sleep((seconds + _PAUSE) / board.speed)
