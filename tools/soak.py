"""Hours of a board's life, faster than they pass: hosts come and go, nothing gets lost.

usage: python tools/soak.py [--cycles 1000] [--seed 1] [--json]

The real firmware on a virtual board whose clock is stepped. Each cycle a host attaches, does one
thing chosen by chance, checks it and leaves; the board is then alone for a while. Ends with an
error at the first thing that is not as it must be: a sample missing or changed, a hop without an
answer, a take lost or there twice, another model than the one put there, a heap that shrinks.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np

from gesturekit import model_format
from gesturekit.messages import SCORES
from tinyspark.board import flash
from tinyspark.board.capture import Stream, Take
from tinyspark.board.device import Device
from tinyspark.board.sync import ADDED
from tinyspark.demo import acts
from tinyspark.demo.source import bundled
from tinyspark.learning import training
from tinyspark.learning.replay import hop
from tinyspark.virtual import lonely
from tinyspark.virtual.client import VirtualBoard
from tinyspark.virtual.stepped_link import passing_time, stepped_device

MOTION = "synthetic-gestures"
_LOOK_MS = 200  # of board time between two looks at what the board said
_MOST_ALONE_MS = 30_000
_MOST_WATCHED_MS = 12_000
_SLACK = 4096  # bytes: messages just read are garbage that is not collected yet
_DEPLOYS = 0.03  # of the cycles
_MOVES = 0.5  # of the times that a board is alone
_LABELS, _LENGTH = ("circle", "swipe"), 104  # of takes without a host
_MOST_PLAYED = 12  # such takes, until they are fetched
_BOOT_MS = 2000


class Soak:
    """One board's life. `done` counts what was done; each act is a method and checks itself."""

    def __init__(self, board: VirtualBoard, models: list[bytes], folder: Path, seed: int) -> None:
        self._board = board
        self._models = models
        self._chance = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        self._takes = [one.samples for one in bundled(MOTION).recordings]
        self._heap: dict[tuple[int, str], int] = {}  # free bytes by boot and act, when first seen
        self._hash = ""
        self.done: Counter[str] = Counter()
        self.acts = (self.stream, self.classify, self.record)
        self._rests = (self._alone, self._alone, self._alone, self._record_alone, self._cut_power)
        self._played: list[np.ndarray] = []  # to takes that wait on the board
        self._folder = folder

    def begin(self) -> None:
        """A model, and labels for takes without a host."""
        self._board.advance(_BOOT_MS)
        self.deploy()
        lonely.prepare(self._board, _LABELS, _LENGTH)

    def cycle(self) -> None:
        """A host attaches, does something and leaves; the board goes on alone."""
        if self._chance.random() < _DEPLOYS:
            self.deploy()
        elif len(self._played) >= _MOST_PLAYED:
            self.sync()
        else:
            act = self._chance.choice(self.acts)
            with self._host() as device:
                act(device)
                self._check_heap(device, act.__name__)
        self.done["cycles"] += 1
        self._chance.choice(self._rests)()

    # What a host does

    def stream(self, device: Device) -> None:
        """Take in all samples for a while: every one is there."""
        stream = Stream("imu")
        device.stream("imu")
        for message in self._watched(device):
            stream.feed(message)
        device.stop()
        _must(not stream.missing and not stream.restarts, f"{stream.missing} samples missing")
        self.done["samples streamed"] += stream.received

    def classify(self, device: Device) -> None:
        """Let the board classify: every hop has an answer."""
        self._move()
        device.classify(SCORES)
        said = list(self._watched(device))
        scores = [message.fields.index for message in said if message.name == "scores"]
        period = hop(model_format.load(self._model))
        phase = Counter(index % period for index in scores).most_common(1)[0][0]
        hops = [index for index in scores if index % period == phase]
        _must(all(b - a == period for a, b in pairwise(hops)), f"hops missing: {hops}")
        self.done["hops"] += len(hops)
        self.done["detections"] += sum(message.name == "detection" for message in said)

    def record(self, device: Device) -> None:
        """Record one take of what happens to the board: bit for bit."""
        samples = self._chance.choice(self._takes)
        self._board.clear()
        take = acts.record_motion(self._board, device, samples)
        _must(take.whole and acts.holds(take, samples), "a take is not what was played")
        self.done["takes recorded"] += 1

    def deploy(self) -> None:
        """Put the other model on the board."""
        model = next(model for model in self._models if flash.sha256(model) != self._hash)
        with passing_time(self._board):
            said = flash.deploy(self._board.port, model)
        self._hash, self._model = said.model_hash, model
        self.done["deploys"] += 1

    def sync(self) -> None:
        """Bring home the takes that the board made alone: each is there once, bit for bit."""
        brought = lonely.bring(self._board, str(self._folder))
        _must(all(take.outcome == ADDED for take in brought), f"brought: {brought}")
        for rows in self._played:
            found = sum(acts.holds(Take(rows, 0), take.samples) for take in brought)
            _must(found == 1, f"a take without a host is there {found} times")
        self.done["takes brought home"] += len(brought)
        _must(len(brought) == len(self._played), "another number of takes than were made")
        self._played.clear()

    # Around it

    @contextmanager
    def _host(self) -> Iterator[Device]:
        with stepped_device(self._board) as device:
            said = device.hello()
            _must(said.model_hash == self._hash, "another model is in use")
            yield device
            _must(not device.inbox.lost and not device.inbox.bad, "frames got lost")
            status = device.status().fields
            _must(not status.overruns and not status.bus_errors, "the IMU overran")
            device.rest()

    def _watched(self, device: Device) -> Iterator:
        """Yield what the board says during some seconds of its time."""
        for _ in range(0, self._chance.randrange(2000, _MOST_WATCHED_MS), _LOOK_MS):
            self._board.advance(_LOOK_MS)
            yield from device.messages(0)
            device.status()  # a sign of life
            yield from device.messages(0)

    def _move(self) -> None:
        for samples in self._chance.sample(self._takes, 3):
            self._board.play("imu", np.asarray(acts.at_rest_around(samples)).tolist())

    def _alone(self) -> None:
        if self._chance.random() < _MOVES:
            self._move()
        self._board.advance(self._chance.randrange(_MOST_ALONE_MS))

    def _record_alone(self) -> None:
        self._board.advance(lonely.ALONE_MS)
        self._board.clear()
        lonely.press(self._board, 2)
        for _ in range(self._chance.randrange(1, 4)):
            rows = self._noise.integers(-32768, 32768, (_LENGTH + 60, 6))
            lonely.take(self._board, _LENGTH, rows.tolist())
            self._board.advance(_BOOT_MS)
            self._played.append(rows)

    def _cut_power(self) -> None:
        self._board.unplug()
        self._board.plug()
        self._board.advance(_BOOT_MS)
        self.done["power cuts"] += 1

    def _check_heap(self, device: Device, act: str) -> None:
        """After the same act of the same boot, about as much is free as the first time."""
        device.stop()  # a change of mode collects garbage
        free = device.status().fields.heap_free
        boot = device.hello().boot
        first = self._heap.setdefault((boot, act), free)
        _must(free >= first - _SLACK, f"the heap shrank from {first} to {free} bytes")


def _must(condition: object, what: str) -> None:
    if not condition:
        raise AssertionError(what)


def trained_models() -> list[bytes]:
    """Two models for the same gestures, trained briefly."""
    return [
        training.train(bundled(MOTION), training.Options(epochs=4, seed=seed)).model
        for seed in (1, 2)
    ]


def run(cycles: int, seed: int) -> dict[str, float]:
    """Live through so many cycles; return what happened. AssertionError at the first fault."""
    begun = time.monotonic()
    with VirtualBoard(stepped=True) as board, tempfile.TemporaryDirectory() as folder:
        soak = Soak(board, trained_models(), Path(folder, "takes"), seed)
        soak.begin()
        for number in range(cycles):
            soak.cycle()
            print(f"\r{number + 1} of {cycles} cycles", end="", file=sys.stderr)
        print(file=sys.stderr)
        hours = board.time / 3600
    return {**soak.done, "board hours": round(hours, 2), "seconds": time.monotonic() - begun}


def main() -> None:
    """Print what was done; an error ends it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cycles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    done = run(options.cycles, options.seed)
    if options.json:
        print(json.dumps(done))
        return
    for name, count in done.items():
        print(f"{name:20}{count:12,.2f}" if isinstance(count, float) else f"{name:20}{count:12,}")


if __name__ == "__main__":
    main()
