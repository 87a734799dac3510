"""What a person does with a board, done with a virtual one: perform a gesture, press a button.

Every sample goes the whole way: sensor registers, driver, app, link. The board's clock is stepped,
so a slow computer spoils nothing. Knows no dataset, no story.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from gesturekit.messages import BUTTON, NOW
from gesturekit.sample import DEFAULT_RATE, PROXIMITY_TAKE
from tinyspark.board import capture
from tinyspark.board.capture import Take
from tinyspark.board.device import Device
from tinyspark.errors import UserError
from tinyspark.virtual.client import VirtualBoard

STILL = 0.6  # seconds that the hand rests before and after a gesture, on the board's clock
_LATE = 40  # samples that a take is longer than a movement: playing begins a moment later
_NOISE = 3  # counts either way: a resting sensor is never quite still
_LOOK_EVERY_MS = 100  # of board time
_PATIENCE = 5.0  # seconds for the answer to a press of the button


class Seen(NamedTuple):
    """A detection; begin and end in samples, by the board's own count of samples."""

    label: str
    confidence: int  # 0..255
    begin: int
    end: int


def record_course(board: VirtualBoard, device: Device, counts: list[int]) -> Take:
    """Press Button 1 and perform one course gesture: three proximity counts, 250 ms apart."""
    return capture.take(
        device, "proximity", PROXIMITY_TAKE, BUTTON, lambda: board.press_and_move(counts)
    )


def recognize_course(board: VirtualBoard, device: Device, counts: list[int]) -> Seen:
    """Press Button 1, perform the gesture and return what the board recognized."""
    board.press_and_move(counts)
    for seen in _detections(device, _PATIENCE):
        return seen
    raise UserError("The board gave no answer to Button 1.\nRun the demo again.")


def record_motion(board: VirtualBoard, device: Device, samples: np.ndarray) -> Take:
    """Record one take while these counts [n, axes] happen to the board, at rest before and after.

    The take has all axes of the sensor, whatever samples has.
    """
    moved = at_rest_around(samples)
    board.rest(moved[0])
    return capture.take(
        device, "imu", len(moved) + _LATE, NOW, lambda: board.play("imu", moved.tolist())
    )


def recognize_motion(board: VirtualBoard, device: Device, samples: np.ndarray) -> list[Seen]:
    """Let these counts happen to the board and return what it recognized meanwhile."""
    moved = at_rest_around(samples)
    board.rest(moved[0])
    board.play("imu", moved.tolist())
    found: list[Seen] = []
    while board.state()["waiting"]["imu"]:
        board.advance(_LOOK_EVERY_MS)
        found += _detections(device, 0)
    return found


def at_rest_around(samples: np.ndarray) -> np.ndarray:
    """Return samples with stillness before and after: the first and the last one, held."""
    length = round(STILL * DEFAULT_RATE)
    noise = np.random.default_rng(len(samples)).integers(
        -_NOISE, _NOISE + 1, (2, length, samples.shape[1])
    )
    parts = (samples[0] + noise[0], samples, samples[-1] + noise[1])
    return np.clip(np.concatenate(parts), -32768, 32767)


def holds(take: Take, samples: np.ndarray) -> bool:
    """Tell whether the take holds these samples, every one, bit for bit and in a row."""
    there = take.samples[:, : samples.shape[1]]
    starts = np.flatnonzero((there[: len(there) - len(samples) + 1] == samples[0]).all(axis=1))
    return any(np.array_equal(there[at : at + len(samples)], samples) for at in starts)


def _detections(device: Device, timeout: float) -> Iterator[Seen]:
    labels = device.identity.labels if device.identity else ()
    for message in device.messages(timeout):
        if message.name == "detection":
            found = message.fields
            label = labels[found.label] if found.label < len(labels) else "?"
            yield Seen(label, found.confidence, found.index - found.duration, found.index)
