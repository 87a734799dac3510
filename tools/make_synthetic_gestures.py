"""Write SYNTHETIC takes of gestures and idle, computed from physics: datasets/synthetic-*.

usage: python tools/make_synthetic_gestures.py FOLDER; its name, one of SETS, says which

A hand moves along a path and turns while it does. The accelerometer feels the second derivative
of its own place minus gravity, the gyroscope the derivative of its orientation, both in the
sensor's frame; then come the sensor's bandwidth, offset, noise, counts and range. Persons differ
in hand, grip, reach, speed and sensor. The same seed gives the same bytes.

World: x to the right, y forward, z up, meters. A board held flat has the axes of the world.
"""

import sys
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gesturekit.sample import COUNT_MAX, COUNT_MIN
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU

SEED = 20
PERSONS = 4
TAKES = 5  # of each label by each person
SETS = {  # labels, and the number of the first person
    "synthetic-gestures": (("circle", "swipe", "chop", "twist", "idle"), 1),
    "synthetic-waves": (("wave", "shake"), 5),
}

FINE = 10  # steps of the simulation per sample
STEP = 1 / (FINE * IMU.rate)  # seconds
GRAVITY = np.array([0.0, 0.0, 9.80665])  # m/s2, what a resting accelerometer feels
WRIST_TO_SENSOR = np.array([0.0, 0.09, 0.02])  # m: the board lies in front of the turning wrist
TURNING_TREMOR = 12.0  # radians of trembling per m of it
SOFTNESS = 0.08  # s: muscles and flesh begin and end no movement at once
ARM = 0.45  # m: the hand moves on an arc about the elbow and the shoulder

ACCEL_NOISE_G = 0.0008  # 110 ug/sqrt(Hz) over 52 Hz
GYRO_NOISE_DPS = 0.036  # 5 mdps/sqrt(Hz) over 52 Hz
ACCEL_OFFSET_G = 0.02
GYRO_OFFSET_DPS = 1.0

NOTES = (
    "SYNTHETIC: no person made these takes. tools/make_synthetic_gestures.py computes them from "
    "a physical model of a hand (path, orientation, gravity) and of the sensor (bandwidth, "
    "offset, noise, range). Every take begins and ends with the hand at rest."
)


class Person(NamedTuple):
    """How one synthetic person holds and moves the board."""

    name: str
    hand: float  # 1 right, -1 left: mirrors the grip and how the wrist follows
    tilt: np.ndarray  # rotation vector of the grip, radians
    reach: float  # factor on the size of movements
    pace: float  # factor on their duration
    tremor: float  # m, standard deviation of the hand's trembling
    accel_offset: np.ndarray  # g
    gyro_offset: np.ndarray  # dps


class Motion(NamedTuple):
    """Place of the wrist [n, 3] in m and rotation vectors [n, 3] from rest, in radians."""

    place: np.ndarray
    turn: np.ndarray


def make(folder: str, seed: int = SEED) -> Dataset:
    """Write the dataset of this name into a folder that must be new or empty."""
    name = Path(folder).name
    labels, first = SETS[name]
    dataset = Dataset.create(folder, IMU, name=name, licence="CC0-1.0", notes=NOTES)
    # RandomState and not default_rng: only its streams are promised never to change.
    random = np.random.RandomState(seed)
    for number in range(first, first + PERSONS):
        person = draw_person(random, number)
        for label in labels:
            for _ in range(TAKES):
                samples = perform(random, person, label)
                dataset.add(samples, label, subject=person.name, session="1", created="")
    return dataset


def draw_person(random: np.random.RandomState, number: int) -> Person:
    """Draw a person; every fourth is left-handed."""
    hand = -1.0 if number % 4 == 0 else 1.0
    grip = np.radians([random.uniform(-15, 15), hand * random.uniform(0, 20), hand * 8])
    return Person(
        f"synthetic-{number}",
        hand,
        grip,
        random.uniform(0.8, 1.2),
        random.uniform(0.85, 1.15),
        random.uniform(2e-5, 5e-5),
        random.normal(0, ACCEL_OFFSET_G, 3),
        random.normal(0, GYRO_OFFSET_DPS, 3),
    )


def perform(random: np.random.RandomState, person: Person, label: str) -> np.ndarray:
    """Return one take of a label: int16 counts [n, 6], at rest at both ends."""
    seconds = float(np.clip(random.normal(0.95, 0.06) * person.pace, 0.75, 1.15))
    before, after = random.uniform(0.35, 0.45, 2)
    phase = np.clip((np.arange(0, before + seconds + after, STEP) - before) / seconds, 0, 1)
    size = person.reach * random.normal(1, 0.06)
    motion = waver(random, phase, GESTURES[label](random, phase, size, person.hand))
    place = soften(motion.place) + tremble(random, len(phase), person.tremor)
    turn = soften(motion.turn) + tremble(random, len(phase), TURNING_TREMOR * person.tremor)
    grip = rotation((person.tilt + np.radians(random.normal(0, 4, 3)))[np.newaxis])
    return sense(random, person, place, rotation(turn) @ grip)


def circle(random: np.random.RandomState, phase: np.ndarray, size: float, hand: float) -> Motion:
    """Once round, clockwise, upright before the body."""
    angle = 2 * np.pi * smooth(phase)
    radius = 0.13 * size
    return reach_for(radius * np.sin(angle), radius * (1 - np.cos(angle)), 1.1, hand)


def swipe(random: np.random.RandomState, phase: np.ndarray, size: float, hand: float) -> Motion:
    """To the right and back."""
    aside = 0.32 * size * keys(phase, (0, 0), (0.48, 1), (0.56, 1), (1, 0))
    return reach_for(aside, 0.06 * aside, 1.2, hand)


def chop(random: np.random.RandomState, phase: np.ndarray, size: float, hand: float) -> Motion:
    """Up, hard down, back."""
    high = 0.22 * size * keys(phase, (0, 0), (0.36, 0.7), (0.62, -0.6), (1, 0))
    return reach_for(np.zeros_like(high), high, 1.5, hand)


def twist(random: np.random.RandomState, phase: np.ndarray, size: float, hand: float) -> Motion:
    """The forearm turns clockwise and back, as with a key."""
    roll = np.radians(95) * size * keys(phase, (0, 0), (0.45, 1), (0.55, 1), (1, 0))
    none = np.zeros_like(roll)
    return Motion(np.stack([none, none, none], 1), np.stack([none, roll, none], 1))


def wave(random: np.random.RandomState, phase: np.ndarray, size: float, hand: float) -> Motion:
    """Twice to the right and left, the hand leaning with it."""
    sway = size * keys(phase, (0, 0), (0.18, 1), (0.41, -1), (0.62, 1), (0.83, -1), (1, 0))
    motion = reach_for(0.09 * sway, 0.01 * sway, 1.0, hand)
    motion.turn[:, 1] += np.radians(25) * sway
    return motion


def shake(random: np.random.RandomState, phase: np.ndarray, size: float, hand: float) -> Motion:
    """Four times up and down, quickly, as with dice."""
    high = 0.05 * size * np.sin(np.pi * phase) * np.sin(8 * np.pi * phase)
    return reach_for(np.zeros_like(high), high, 1.5, hand)


def idle(random: np.random.RandomState, phase: np.ndarray, size: float, hand: float) -> Motion:
    """Half of the times nothing, otherwise a slow small shift of the hand."""
    fidget = random.randint(2)
    middle = random.uniform(0.3, 0.7)
    way = keys(phase, (0, 0), (middle, 1), (1, random.uniform(-0.3, 0.8)))[:, np.newaxis]
    place = fidget * random.normal(0, 0.02, 3) * way
    return Motion(place, fidget * np.radians(random.normal(0, 7, 3)) * way)


GESTURES = {
    "circle": circle,
    "swipe": swipe,
    "chop": chop,
    "twist": twist,
    "wave": wave,
    "shake": shake,
    "idle": idle,
}


def reach_for(aside: np.ndarray, high: np.ndarray, follow: float, hand: float) -> Motion:
    """Move the hand to the right and up on the arm's arc; it turns with the arm."""
    back = (aside**2 + high**2) / (2 * ARM)
    pitch, yaw = follow * high / ARM, -follow * aside / ARM
    roll = 0.3 * hand * aside / ARM
    return Motion(np.stack([aside, -back, high], 1), np.stack([pitch, roll, yaw], 1))


def smooth(phase: np.ndarray) -> np.ndarray:
    """From 0 to 1 with the least jerk, as hands move: no speed or acceleration at the ends."""
    return phase**3 * (10 - 15 * phase + 6 * phase**2)


def keys(phase: np.ndarray, *points: tuple[float, float]) -> np.ndarray:
    """Go smoothly through (phase, value) points."""
    value = np.full_like(phase, points[0][1])
    for (start, low), (end, high) in pairwise(points):
        value += (high - low) * smooth(np.clip((phase - start) / (end - start), 0, 1))
    return value


def waver(random: np.random.RandomState, phase: np.ndarray, motion: Motion) -> Motion:
    """Nobody repeats a path exactly: lean it, and add what comes and goes within the movement."""
    lean = rotation(np.radians(random.normal(0, 6, (1, 3))))[0]
    moved = [(values @ lean.T) for values in motion]
    busy = np.abs(moved[0]).max() + np.abs(moved[1]).max()
    for values, width in zip(moved, (0.006, np.radians(3)), strict=True):
        for waves in (1, 2, 3):
            hump = np.sin(np.pi * smooth(phase)) ** 2 * np.sin(waves * np.pi * smooth(phase))
            values += min(1.0, 5 * busy) * width * np.outer(hump, random.normal(0, 1, 3))
    return Motion(*moved)


def soften(values: np.ndarray) -> np.ndarray:
    """Average over SOFTNESS seconds, bell-shaped; both ends are at rest."""
    bell = np.hanning(round(SOFTNESS / STEP))
    half = len(bell) // 2
    padded = np.pad(values, ((half, len(bell) - 1 - half), (0, 0)), mode="edge")
    bell /= bell.sum()
    return np.stack([np.convolve(column, bell, mode="valid") for column in padded.T], axis=1)


def tremble(random: np.random.RandomState, count: int, width: float) -> np.ndarray:
    """Return the tremor of a held hand [count, 3]: a wobble of about 9 Hz, its size wandering."""
    time = np.arange(count) * STEP
    wobble = [
        random.normal(0, width) * np.sin(2 * np.pi * (rate * time + random.uniform()))
        for rate in random.uniform(7, 11, 9)
    ]
    return np.stack(wobble, 1).reshape(count, 3, 3).sum(axis=2)


def rotation(vectors: np.ndarray) -> np.ndarray:
    """Return rotation matrices [n, 3, 3] of rotation vectors [n, 3] (Rodrigues)."""
    angle = np.linalg.norm(vectors, axis=1)[:, np.newaxis, np.newaxis]
    x, y, z = (vectors / np.maximum(angle[:, :, 0], 1e-12)).T
    none = np.zeros_like(x)
    cross = np.array([[none, -z, y], [z, none, -x], [-y, x, none]]).transpose(2, 0, 1)
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)


def sense(
    random: np.random.RandomState, person: Person, wrist: np.ndarray, pose: np.ndarray
) -> np.ndarray:
    """Return what the sensor writes, int16 [n, 6], for places [m, 3] and orientations [m, 3, 3].

    pose turns vectors of the sensor's frame into the world's; m is FINE times as many.
    """
    place = wrist + pose @ WRIST_TO_SENSOR
    velocity = np.gradient(place, STEP, axis=0)
    force = np.gradient(velocity, STEP, axis=0) + GRAVITY
    inverse = pose.transpose(0, 2, 1)
    felt = (inverse @ force[:, :, np.newaxis])[:, :, 0] / GRAVITY[2]
    spin = inverse @ np.gradient(pose, STEP, axis=0)  # skew-symmetric: the angular rate
    rate = np.degrees(np.stack([spin[:, 2, 1], spin[:, 0, 2], spin[:, 1, 0]], 1))
    accel, gyro = bandwidth(felt) + person.accel_offset, bandwidth(rate) + person.gyro_offset
    accel += random.normal(0, ACCEL_NOISE_G, accel.shape)
    gyro += random.normal(0, GYRO_NOISE_DPS, gyro.shape)
    counts = np.hstack([accel / IMU.unit("ax")[1], gyro / IMU.unit("gx")[1]])
    return np.clip(np.rint(counts), COUNT_MIN, COUNT_MAX).astype(np.int16)


def bandwidth(values: np.ndarray) -> np.ndarray:
    """Average FINE steps into one sample, as the sensor's own filter does before it decimates."""
    whole = len(values) // FINE * FINE
    return values[:whole].reshape(-1, FINE, values.shape[1]).mean(axis=1)


if __name__ == "__main__":
    print(len(make(sys.argv[1]).recordings), "synthetic takes written")
