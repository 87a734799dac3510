"""Takes and streams out of messages: every sample in its place, every lost one counted."""

import numpy as np
import pytest
from scripted import ScriptedBoard

from gesturekit import messages
from gesturekit.messages import COMPLETE, GAP, INDEX_WRAP, STOPPED, Message
from gesturekit.sample import AXES, SENSORS
from tinyspark.board import capture
from tinyspark.board import device as device_module
from tinyspark.board.capture import Gap, Stream, assemble, take, take_length
from tinyspark.board.device import Device
from tinyspark.board.link import LinkError, LinkLostError


def signal(count: int, sensor: str = "imu") -> np.ndarray:
    draw = np.random.default_rng(count)
    return draw.integers(-32768, 32767, (count, len(AXES[sensor])), dtype=np.int16)


def message(name: str, *values: object) -> Message:
    return messages.decode(messages.encode(name, 0, *values))


def pieces(samples: np.ndarray, first: int, sensor: str = "imu", size: int = 8) -> list[Message]:
    number = SENSORS.index(sensor)
    return [
        message("samples", number, (first + at) % INDEX_WRAP, 0, samples[at : at + size].tobytes())
        for at in range(0, len(samples), size)
    ]


def whole(samples: np.ndarray, first: int = 1000, reason: int = COMPLETE) -> list[Message]:
    n = len(samples)
    begun = message("take_begun", 0, first, n)
    ended = message(
        "take_ended", 0, (first + n) % INDEX_WRAP, n, reason
    )  # one past the last sample
    return [begun, *pieces(samples, first), ended]


@pytest.mark.parametrize("n", [1, 7, 8, 9, 156, 1040])
@pytest.mark.parametrize("first", [0, 1000, INDEX_WRAP - 5])
def test_a_take_is_bit_for_bit_what_was_sent(n: int, first: int) -> None:
    samples = signal(n)
    taken = assemble(whole(samples, first), "imu")
    np.testing.assert_array_equal(taken.samples, samples)
    assert taken.samples.dtype == np.int16
    assert (taken.index, taken.missing, taken.reason, taken.whole) == (first, 0, "", True)


@pytest.mark.parametrize("lost", range(1, 14))
def test_a_lost_frame_is_a_gap_of_exactly_its_samples(lost: int) -> None:
    samples = signal(100)  # 12 frames of 8, one of 4
    frames = whole(samples)
    del frames[lost]
    taken = assemble(frames, "imu")
    at = 8 * (lost - 1)
    assert taken.gaps == (Gap(at, min(8, 100 - at)),)
    assert not taken.whole
    np.testing.assert_array_equal(taken.samples, np.delete(samples, slice(at, at + 8), axis=0))


def test_several_gaps_and_any_order() -> None:
    frames = whole(signal(80))
    frames[1:-1] = [frames[place] for place in (10, 4, 1, 7)]
    taken = assemble(frames, "imu")
    assert taken.gaps == (Gap(8, 16), Gap(32, 16), Gap(56, 16))
    assert (taken.missing, len(taken.samples)) == (48, 32)


def test_doubled_and_overlapping_frames_count_once() -> None:
    samples = signal(24)
    frames = [*whole(samples)[:-1], *pieces(samples[4:20], 1004), whole(samples)[-1]]
    taken = assemble(frames, "imu")
    np.testing.assert_array_equal(taken.samples, samples)
    assert taken.whole


def test_a_lost_beginning_costs_no_sample() -> None:
    samples = signal(100)
    taken = assemble(whole(samples, INDEX_WRAP - 50)[1:], "imu")
    np.testing.assert_array_equal(taken.samples, samples)
    assert (taken.index, taken.whole) == (INDEX_WRAP - 50, True)


def test_samples_outside_the_take_do_not_belong_to_it() -> None:
    samples = signal(16)
    frames = whole(samples)
    frames[1:1] = pieces(signal(8), 900)
    frames[-1:-1] = pieces(signal(8), 1016)
    np.testing.assert_array_equal(assemble(frames, "imu").samples, samples)


@pytest.mark.parametrize(("reason", "words"), [(STOPPED, "stopped"), (GAP, "missing"), (9, "unk")])
def test_a_take_that_the_board_ended_early_is_never_good(reason: int, words: str) -> None:
    taken = assemble(whole(signal(16), reason=reason), "imu")
    assert words in taken.reason
    assert not taken.whole


def test_a_take_without_samples_is_not_good() -> None:
    assert not assemble([message("take_ended", 0, 5, 0, COMPLETE)], "imu").whole
    nothing = assemble([message("take_ended", 0, 5, 16, COMPLETE)], "imu")
    assert nothing.gaps == (Gap(0, 16),)
    assert nothing.samples.shape == (0, 6)


@pytest.mark.parametrize("data", [b"", b"1", bytes(11), bytes(13)])
def test_samples_that_make_no_sense_are_missing(data: bytes) -> None:
    frames = whole(signal(8))
    frames[1] = message("samples", 0, 1000, 0, data)
    assert assemble(frames, "imu").missing == 8


def play(samples: np.ndarray, until: int | None = None) -> ScriptedBoard:
    """A board that answers record with a take of these samples (or its first frames alone)."""

    def record(request: Message) -> bool:
        if request.name == "record":
            board.send("ack", request.seq, 0, "")
            for answer in whole(samples)[:until]:
                board.send(answer.name, *answer.fields)
        return request.name == "record"

    board = ScriptedBoard(record)
    return board


def test_take_from_a_device() -> None:
    samples = signal(156)
    taken = take(Device(play(samples)), "imu", 156)
    np.testing.assert_array_equal(taken.samples, samples)


def test_unplugged_in_mid_take() -> None:
    board = play(signal(156), until=9)
    device = Device(board)
    board.unplugged = True
    with pytest.raises(LinkLostError):
        take(device, "imu", 156)


def test_a_board_that_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "_PATIENCE", 0.03)
    monkeypatch.setattr(capture, "STEP", 0.01)
    with pytest.raises(LinkError, match="stopped sending"):
        take(Device(ScriptedBoard()), "imu", 156)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_module, "SIGN_OF_LIFE", 0.01)
    monkeypatch.setattr(device_module, "SILENCE", 0.1)
    monkeypatch.setattr(capture, "STEP", 0.01)


PROMPT = b"Traceback (most recent call last):\r\nValueError: no\r\n>>> "


@pytest.mark.fault(6, "the app ends in a prompt in mid-take, or while it waits for the button")
@pytest.mark.fault(2, "a board falls silent in mid-take, or while it waits for the button")
@pytest.mark.parametrize("start", [messages.NOW, messages.BUTTON])
@pytest.mark.parametrize(
    ("last_words", "told"), [(PROMPT, "has stopped: a prompt is there"), (b"", "did not answer")]
)
@pytest.mark.usefixtures("quick")
def test_an_app_that_stops(start: int, last_words: bytes, told: str) -> None:
    board = ScriptedBoard(lambda request: request.name in ("ask_status", "credit"))
    with pytest.raises(LinkLostError, match=told):
        take(Device(board), "imu", 156, start, lambda: board.say(last_words))


@pytest.mark.fault(2, "the app starts anew in mid-take, with another boot id")
@pytest.mark.usefixtures("quick")
def test_a_board_that_starts_anew() -> None:
    board = play(signal(156), until=9)
    device = Device(board)
    device.hello()
    board.hello_fields["boot"] = 78
    with pytest.raises(LinkLostError, match="was reset in mid-take"):
        take(device, "imu", 156, ready=lambda: board.send("hello", *board.hello_fields.values()))


def test_a_board_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    board = play(signal(800))
    with pytest.raises(LinkError, match="more than a take"):
        take(Device(board), "imu", 8)


def test_a_stream_counts_what_is_lost() -> None:
    stream = Stream("imu")
    samples = signal(80)
    for piece in pieces(samples[:16], INDEX_WRAP - 8) + pieces(samples[40:], 32):
        stream.feed(piece)
    assert (stream.received, stream.missing, stream.restarts) == (56, 24, 0)
    assert list(stream.gaps) == [Gap(16, 24)]


def test_a_stream_hands_out_its_own_sensor_only() -> None:
    stream = Stream("proximity")
    assert len(stream.feed(pieces(signal(8), 0)[0])) == 0
    assert stream.feed(message("ack", 1, 0, "")).shape == (0, 1)
    values = signal(3, "proximity")
    blocks = [stream.feed(piece) for piece in pieces(values, 7, "proximity", size=1)]
    np.testing.assert_array_equal(np.concatenate(blocks), values)
    assert stream.missing == 0


def test_a_restarted_board_is_no_gap() -> None:
    stream = Stream("imu")
    for piece in pieces(signal(16), 5000) + pieces(signal(16), 0):
        stream.feed(piece)
    assert (stream.received, stream.missing, stream.restarts) == (32, 0, 1)


def test_take_length() -> None:
    assert take_length("imu", 104, 1.5) == 156
    assert take_length("imu", 104, 0) == 1
    assert take_length("proximity", 104, 9) == 3
