"""Both real ends joined: the board's App on a fake board, the host's Device, no wire between."""

import pytest
import small_models
from app_link import connect, played
from fake_chips import still
from fakes import run

from gesturekit import messages
from gesturekit.sample import AXES
from outbox import BLOCKS
from tinyspark.board import device as device_module
from tinyspark.board.capture import Stream, take
from tinyspark.board.device import RefusedError
from tinyspark.board.link import LinkLostError


def test_hello() -> None:
    device, link = connect()
    said = device.hello()
    assert (said.imu, said.proximity, said.mode, said.rate) == ("ok", "ok", "idle", 104)
    assert (said.firmware, said.machine) == (link.app.version, "fake TinySpark")
    assert (said.model_hash, said.model_sensor, said.labels) == ("", "", ())


def test_hello_names_the_model() -> None:
    device, link = connect(small_models.imu())
    said = device.hello()
    assert said.model_hash == link.app.loaded.hash.hex()
    assert (said.labels, said.model_sensor, said.mode) == (("closer", "away"), "imu", "classify")


def test_status() -> None:
    device, _ = connect()
    assert device.status().fields.heap_free == 123456


@pytest.mark.parametrize("count", [1, 8, 156, 1040])
def test_a_take_is_what_the_sensor_made(count: int) -> None:
    device, link = connect()
    taken = take(device, "imu", count)
    assert taken.whole
    assert taken.samples.shape == (count, len(AXES["imu"]))
    assert played(taken.samples, link.app.board)


def test_takes_one_after_the_other() -> None:
    device, _ = connect()
    first, second = take(device, "imu", 50), take(device, "imu", 50)
    assert first.whole and second.whole
    assert second.index >= first.index + 50


def test_a_take_while_a_stream_is_on() -> None:
    device, _ = connect()
    device.stream("imu")
    next(device.messages(5))
    assert take(device, "imu", 100).whole


def test_lost_frames_are_sent_again() -> None:
    device, link = connect()
    device.hello()
    device.record("imu", 300)
    received = []
    for message in device.messages(30):
        received.append(message)
        if message.name == "take_ended":
            break
        if len(received) == 10:
            link.lose = 400  # two frames and a half
    first = received[0].fields.index
    indices = [m.fields.index for m in received if m.name == "samples"]
    assert indices == list(range(first, first + 300, 8))
    assert device.inbox.healed in (2, 3) and not device.inbox.lost


def test_a_take_that_waits_for_the_button(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_module, "SIGN_OF_LIFE", 0.0)  # the fake board's time flies
    device, link = connect()
    press_at = link.app.board.ms + 30_000  # longer than any silence is borne
    normal = link.read

    def read(timeout: float) -> bytes:
        held = press_at < link.app.board.ms < press_at + 100
        link.app.board.down = {1} if held else set()
        return normal(timeout)

    link.read = read  # type: ignore[method-assign]
    taken = take(device, "imu", 104, messages.BUTTON)
    assert taken.whole
    assert link.app.board.ms > press_at


def test_the_course_s_take_of_three() -> None:
    device, link = connect()
    link.app.board.proximity.counts = 321
    taken = take(device, "proximity", 3)
    assert taken.samples.tolist() == [[321], [321], [321]]


@pytest.mark.parametrize("asleep_ms", [2_000, 9_000])
def test_a_host_that_sleeps_loses_nothing_the_board_can_keep(asleep_ms: int) -> None:
    device, link = connect()
    device.hello()
    device.stream("imu")
    stream = Stream("imu")
    before = link.app.board.output
    run(link.app, asleep_ms)
    link.app.board.output = before + link.app.board.output
    until = link.app.board.ms + 5_000
    while link.app.board.ms < until:
        for message in device.messages(0.001):
            stream.feed(message)
    assert stream.missing == 0
    assert stream.received > asleep_ms * 104 // 1000


@pytest.mark.fault(3, "the host sleeps for so long that its stream ends")
def test_a_stream_that_nobody_heard_is_still_sent_to_its_end() -> None:
    device, link = connect()
    device.hello()
    device.stream("imu")
    stream = Stream("imu")
    before = link.app.board.output
    run(link.app, 12_000)
    assert link.app.mode.number == messages.IDLE
    link.app.board.output = before + link.app.board.output
    while link.app.board.ms < 15_000:
        for message in device.messages(0.001):
            stream.feed(message)
    assert stream.missing == 0
    assert stream.received > 9 * 104


@pytest.mark.fault(3, "the host sleeps for 20 s")
def test_a_host_that_sleeps_too_long_gets_one_gap_of_exact_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device, link = connect()
    monkeypatch.setattr("app.HOST_SILENT_MS", 60_000)
    device.hello()
    device.stream("imu")
    stream = Stream("imu")
    run(link.app, 20_000)
    dropped = 0
    while link.app.board.ms < 25_000:
        for message in device.messages(0.001):
            stream.feed(message)
            dropped = max(dropped, getattr(message.fields, "dropped", 0))
    assert len(stream.gaps) == 1
    assert stream.missing == dropped > 500


@pytest.mark.fault(18, "40,000 messages are dropped unsent: more than a number can lie ahead")
def test_a_host_that_sleeps_all_night_hears_the_newest() -> None:
    device, link = connect()
    device.hello()
    outbox = link.app.outbox
    for number in range(40_000):
        outbox.put("button", number & 1, 1)
    outbox.put("button", 2, 0)
    heard = [message for message in device.messages(3.0) if message.name == "button"]
    assert len(heard) == BLOCKS - 1 and heard[-1].fields.button == 2
    assert device.inbox.lost > 8_000  # some thousand at least, and not one of them twice
    device.stream("imu")
    assert any(message.name == "samples" for message in device.messages(1.0))


def test_a_take_cut_by_unplugging() -> None:
    device, link = connect()
    link.ends_at = link.app.board.ms + 500
    with pytest.raises(LinkLostError):
        take(device, "imu", 300)


def test_classify_without_a_model_is_refused_with_the_way_out() -> None:
    device, _ = connect()
    with pytest.raises(RefusedError, match="tinyspark deploy MODEL --port ") as caught:
        device.classify()
    assert caught.value.code == messages.NO_MODEL


def test_detections_and_scores() -> None:
    device, link = connect(small_models.imu())
    link.app.board.imu.scene = still
    device.hello()
    device.classify(scores=True)
    seen = []
    for wave in (False, True, False, False):
        link.app.board.imu.scene = (lambda n: [n * 37 % 64 * 100] * 6) if wave else still
        until = link.app.board.ms + 600
        while link.app.board.ms < until:
            seen += device.messages(0)
            seen += device.messages(0.0005)
    detections = [m.fields for m in seen if m.name == "detection"]
    assert [d.label for d in detections] == [1]
    assert sum(m.name == "scores" for m in seen) > 3


def test_the_board_goes_back_to_what_it_did() -> None:
    device, link = connect(small_models.imu())
    device.hello()
    take(device, "imu", 8)
    assert link.app.mode.number == messages.IDLE
    device.rest()
    assert link.app.mode.number == messages.CLASSIFY


def test_the_board_at_rest_is_left_alone() -> None:
    device, link = connect(small_models.imu())
    device.hello()
    device.rest()
    assert link.app.mode.number == messages.CLASSIFY
