"""The tape: what readers find on it, with gaps, breaks and takes marked."""

import numpy as np

from gesturekit import messages
from gesturekit.messages import Message
from tinyspark.dataset.settings import IMU, PROXIMITY
from tinyspark.studio import tape as tapes
from tinyspark.studio.tape import BREAK, GAP, TAKE, Tape


def frame(index: int, rows: int, sensor: int = 0, width: int = 6) -> Message:
    """Samples with their own numbers as values."""
    values = np.repeat(np.arange(index, index + rows), width).astype("<i2")
    payload = messages.encode("samples", 1, sensor, index, 0, values.tobytes())
    return messages.decode(payload)


def begun() -> Tape:
    tape = Tape()
    tape.begin(IMU)
    return tape


def test_readers_find_what_they_have_not_seen() -> None:
    tape = begun()
    for index in range(0, 40, 8):
        tape.hear(frame(index, 8))
    everything, some = tape.since(0), tape.since(35)
    assert everything.samples[:, 0].tolist() == list(range(40)) and everything.first == 0
    assert some.samples[:, 5].tolist() == list(range(35, 40)) and some.first == 35
    assert len(tape.since(40).samples) == 0 and tape.since(40).total == 40
    assert everything.settings == IMU


def test_gaps_breaks_and_takes_are_marked() -> None:
    tape = begun()
    tape.hear(frame(0, 4))
    tape.hear(frame(10, 2))
    tape.begin(IMU)
    tape.hear(frame(100, 3), TAKE)
    flags = tape.since(0).flags.tolist()
    assert flags == [BREAK, 0, 0, 0, GAP, 0, BREAK | TAKE, TAKE, TAKE]


def test_another_sensor_begins_anew_and_numbers_go_on() -> None:
    tape = begun()
    tape.hear(frame(0, 8))
    tape.begin(PROXIMITY)
    tape.hear(frame(0, 8))  # a frame that was still on its way
    assert tape.total == 8
    tape.hear(frame(0, 1, sensor=1, width=1))
    strip = tape.since(0)
    assert strip.samples.shape == (1, 1) and strip.first == 8 and strip.settings == PROXIMITY


def test_a_sample_is_found_by_the_number_that_the_board_gives_it() -> None:
    tape = begun()
    tape.hear(frame(1000, 8))
    tape.hear(frame(1008, 8))
    for index in (1003, 1016, 1020):  # heard, next, and soon
        assert tape.place(index) == index - 1000
    tape.begin(IMU)
    assert tape.place(5) == tape.total  # nobody knows yet


def test_memory_is_bounded() -> None:
    tape = begun()
    for index in range(tapes.MOST_BLOCKS + 50):
        tape.write(np.full((1, 6), index % 100, np.int16))
    strip = tape.since(0)
    assert len(strip.samples) == tapes.MOST_BLOCKS and strip.first == 50
    assert strip.total == tapes.MOST_BLOCKS + 50
    tape.clear()
    assert tape.since(0).first == strip.total and not len(tape.since(0).samples)
