"""The app as a whole: greeting, answers, streaming, buttons, sensors that come and go."""

from array import array

import small_models
from fake_chips import numbered
from fakes import IMU_ADDRESS, TICKS, FakeBoard, Reset, named, no_slots, run, tap

import indicator
from app import App
from faults import fault
from gesturekit import messages
from gesturekit.framing import TO_BOARD, encode
from gesturekit.messages import (
    ABSENT,
    BAD_VALUE,
    CREDIT_WINDOW,
    IDLE,
    KEPT,
    NO_MODEL,
    NO_SENSOR,
    OK,
    STREAM,
    UNKNOWN_MESSAGE,
)


def started(board=None):
    """An app on a fake board, without a model, its hello already read."""
    app = App(board or FakeBoard(), no_slots())
    run(app, 200)
    app.board.heard()
    return app


def ask(app, name, *values):
    """Send a message; return (error, messages heard until its ack)."""
    request = app.board.say(name, *values)
    run(app, 20)
    received = app.board.heard()
    acks = [fields for fields in named(received, "ack") if fields.request == request]
    assert len(acks) == 1
    return acks[0].error, received


def stream(app, ms, step=100):
    """Let it run for ms while the host reads and credits; return the samples fields."""
    frames = []
    for _ in range(ms // step):
        run(app, step)
        received = app.board.heard()
        frames += named(received, "samples")
        if received:
            app.board.say("credit", received[-1].seq)
    return frames


def indices(frames):
    """The index of every sample in these frames."""
    found = []
    for fields in frames:
        found += range(fields.index, fields.index + len(fields.data) // 12)
    return found


def test_hello_comes_at_the_start():
    board = FakeBoard()
    app = App(board, no_slots())
    (hello,) = named(board.heard(), "hello")
    assert hello.protocol == messages.PROTOCOL and hello.boot == 0x12345678
    assert (hello.mode, hello.imu, hello.imu_address, hello.proximity) == (IDLE, OK, 0x6A, OK)
    assert (hello.rate, hello.accel_range, hello.gyro_range) == (104, 8, 2000)
    assert hello.model_hash == bytes(32) and hello.labels == b""
    assert hello.firmware == app.version and hello.machine == "fake TinySpark"


def test_every_question_is_answered():
    app = started()
    error, received = ask(app, "ask_hello")
    assert not error and [message.name for message in received] == ["hello", "ack"]
    error, received = ask(app, "ask_status")
    (status,) = named(received, "status")
    assert not error and (status.mode, status.imu, status.proximity) == (IDLE, OK, OK)
    assert status.heap_free == 123456 and 0 < status.uptime < 1000


def test_frames_are_numbered_and_answers_tell_the_newest_number():
    slots = small_models.put(small_models.imu())
    app = App(FakeBoard(), slots)
    small_models.remove()
    app.board.imu.scene = lambda n: [n * 37 % 64 * 100 if n // 104 % 2 else n % 3] * 6
    tap(app, 1)
    received = []
    for request in (("stream", 0), ("record", 0, 20, 0), ("classify", 1)):
        app.board.say(*request)
        for _ in range(40):
            run(app, 100)
            app.board.say("ask_status")
            received += app.board.heard()
            app.board.say("credit", received[-1].seq)
    newest = 0
    for message in received:
        newest += message.name in KEPT
        assert message.seq == newest
    assert {message.name for message in received if message.name in KEPT} == set(KEPT)


def test_streaming_loses_nothing():
    app = started()
    assert ask(app, "stream", 0)[0] == 0
    frames = stream(app, 10_000)
    found = indices(frames)
    assert found == list(range(found[0], found[0] + len(found)))
    assert abs(len(found) - 1040) <= 20 and frames[-1].dropped == 0
    first = array("h", frames[0].data)[0]
    assert array("h", frames[0].data)[6] == first + 6  # the samples of the scene, in order
    ask(app, "stop")
    assert stream(app, 500) == [] and app.mode.number == IDLE


def test_stopping_sends_the_unfinished_frame():
    app = started()
    ask(app, "stream", 0)
    frames = stream(app, 150, 50)
    received = ask(app, "stop")[1]
    found = indices(frames + named(received, "samples"))
    assert len(found) % 8 and app.imu.index - 3 <= found[-1] + 1


def test_proximity_streams_twenty_samples_per_second():
    app = started()
    app.board.proximity.counts = 321
    ask(app, "stream", 1)
    frames = stream(app, 2000)
    assert 38 <= len(frames) <= 41
    assert [array("h", fields.data)[0] for fields in frames] == [321] * len(frames)
    first = frames[0].index
    assert [fields.index for fields in frames] == list(range(first, first + len(frames)))


def test_credit_used_up_then_resumed_without_a_lost_sample():
    app = started()
    ask(app, "stream", 0)
    run(app, 9000)
    received = app.board.heard()
    held = named(received, "samples")
    assert len(held) == CREDIT_WINDOW
    app.board.say("credit", received[-1].seq)
    found = indices(held + stream(app, 2000))
    assert found == list(range(found[0], found[0] + len(found))) and len(found) > 1000


@fault(3, "no credit for half a minute")
def test_a_host_that_does_not_read_costs_counted_samples():
    app = started()
    ask(app, "stream", 0)
    for _ in range(6):  # half a minute; only signs of life, no credit
        run(app, 5000)
        app.board.say("ask_status")
    received = app.board.heard()
    app.board.say("credit", received[-1].seq)
    found = indices(named(received, "samples"))
    frames = stream(app, 2000)
    found += indices(frames)
    missing = found[-1] + 1 - found[0] - len(found)
    assert missing == frames[-1].dropped > 1000


def test_a_silent_host_ends_streaming():
    app = started()
    ask(app, "stream", 0)
    run(app, 9500)
    assert app.mode.number == STREAM
    run(app, 1000)
    assert app.mode.number == IDLE


def test_bad_requests_are_refused():
    app = started()
    for name, values, error in (
        ("stream", (2,), BAD_VALUE),
        ("record", (7, 10, 0), BAD_VALUE),
        ("record", (0, 0, 0), BAD_VALUE),
        ("record", (0, 65535, 0), BAD_VALUE),
        ("record", (0, 10, 2), BAD_VALUE),
        ("classify", (0,), NO_MODEL),
    ):
        assert ask(app, name, *values)[0] == error
        assert app.mode.number == IDLE


@fault(26, "messages of a newer host")
def test_unknown_and_damaged_messages_are_acked_with_an_error():
    app = started()
    for payload, error in (
        (b"\xee\x07\x01", UNKNOWN_MESSAGE),
        (b"\x01\x07\x01", UNKNOWN_MESSAGE),  # hello is for the host
        (b"\x83\x07\x01", BAD_VALUE),  # stream without its sensor
        (b"\x82\x07\x01more", BAD_VALUE),
    ):
        app.board.input = encode(TO_BOARD, payload)
        run(app, 20)
        (ack,) = named(app.board.heard(), "ack")
        assert (ack.request, ack.error) == (0x107, error) and ack.text


@fault(4, "3,000 bytes of noise while it streams")
def test_noise_on_the_port_changes_nothing():
    app = started()
    ask(app, "stream", 0)
    frames = []
    state = 1
    for _ in range(50):
        noise = bytearray(60)
        for at in range(len(noise)):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            noise[at] = state >> 16 & 0xFF
        app.board.input += bytes(noise) + b"\n"
        frames += stream(app, 100)
    assert app.mode.number == STREAM and not named(app.board.heard(), "ack")
    assert len(indices(frames)) > 500


def test_buttons_are_told_in_every_mode():
    app = started()
    tap(app, 1)
    ask(app, "stream", 0)
    tap(app, 2)
    told = [(fields.button, fields.pressed) for fields in named(app.board.heard(), "button")]
    assert told == [(2, 1), (2, 0)]
    assert app.mode.number == STREAM


def test_reset_is_acked_first():
    app = started()
    request = app.board.say("reset")
    try:
        run(app, 20)
    except Reset:
        (ack,) = named(app.board.heard(), "ack")
        assert ack.request == request and not ack.error
        return
    raise AssertionError("the board was not reset")


@fault(14, "no IMU, then one at 0x6B")
def test_a_sensor_that_is_absent_and_comes_at_the_other_address():
    board = FakeBoard()
    del board.i2c.chips[IMU_ADDRESS]
    app = App(board, no_slots())
    run(app, 100)
    assert named(board.heard(), "hello")[0].imu == ABSENT
    assert board.pixels.shown[4] != indicator.OFF
    assert ask(app, "stream", 0)[0] == NO_SENSOR
    board.i2c.chips[0x6B] = board.imu
    run(app, 1100)
    hello = named(ask(app, "ask_hello")[1], "hello")[0]
    assert (hello.imu, hello.imu_address) == (OK, 0x6B)
    assert board.pixels.shown[4] == indicator.OFF
    ask(app, "stream", 0)
    assert len(indices(stream(app, 1000))) > 90


@fault(14, "the IMU moves to its other address")
def test_a_sensor_that_vanishes_and_comes_back_leaves_a_counted_gap():
    app = started()
    ask(app, "stream", 0)
    before = indices(stream(app, 1000))
    chips = app.board.i2c.chips
    chips[0x6B] = chips.pop(IMU_ADDRESS)
    frames = stream(app, 3000)
    after = indices(frames)
    assert app.imu.address == 0x6B and app.imu.bus_errors == 3
    lost = after[-1] + 1 - before[0] - len(before) - len(after)
    assert lost == frames[-1].dropped and 0 < lost < 20
    assert abs(after[-1] - before[0] - 4 * 104) < 20


@fault(14, "one NACK")
def test_one_nack_is_survived():
    app = started()
    app.board.i2c.fail = 1
    index = app.imu.index
    run(app, 1000)
    assert app.imu.state == OK and app.imu.bus_errors == 1
    assert app.imu.gaps == 0 and abs(app.imu.index - index - 104) < 3


def test_a_brown_out_is_noticed_and_mended():
    app = started()
    app.board.imu.power_on()
    app.board.proximity.power_on()
    run(app, 2500)
    assert app.imu.working and app.proximity.working
    assert app.board.imu.registers[0x10] == 0x4C and app.board.proximity.registers[0x0E] == 8


def test_an_imu_that_falls_silent_is_started_again():
    app = started()
    run(app, 1000)
    app.board.imu.registers[0x0A] = 0  # its FIFO is off
    run(app, 1000)
    assert app.board.imu.registers[0x0A] == 0x26 and app.imu.working


@fault(16, "no more samples, though all settings hold")
def test_an_imu_that_only_stops_is_started_again():
    app = started()
    run(app, 1000)
    app.board.imu.halt()
    run(app, 1000)
    index = app.imu.index
    run(app, 1000)
    assert app.imu.gaps == 1 and abs(app.imu.index - index - 104) < 3


@fault(17, "nobody reads the FIFO for 5 s")
def test_an_overrun_is_counted_and_its_size_told():
    app = started()
    ask(app, "stream", 0)
    before = indices(stream(app, 1000))
    app.board.ms += 5000  # nobody calls step(), as if a write had hung
    frames = stream(app, 1000)
    after = indices(frames)
    assert app.imu.overruns == 1
    lost = after[-1] + 1 - before[0] - len(before) - len(after)
    assert lost == frames[-1].dropped and abs(lost - 520) < 20
    assert abs(after[-1] + 1 - before[0] - 7 * 104) < 20


@fault(18, "ticks_ms just before its wrap")
def test_ticks_may_wrap_at_any_moment():
    for ahead in (50, 210, 500, 1500):
        app = started(FakeBoard(TICKS - ahead))
        ask(app, "stream", 0)
        found = indices(stream(app, 2000))
        assert found == list(range(found[0], found[0] + len(found))) and len(found) > 190
        assert app.mode.number == STREAM and app.uptime == app.board.ms - 10


def test_the_samples_are_those_of_the_sensor():
    app = started()
    ask(app, "stream", 0)
    frames = stream(app, 500)
    values = array("h", frames[0].data)
    number = (values[0] + 20000) // 6
    assert list(values[:6]) == numbered(number) and list(values[6:12]) == numbered(number + 1)


@fault(3, "a list of takes that takes longer than a host waits until it asks once more")
def test_what_is_repeated_while_it_is_answered_is_answered_once():
    app = started()
    behind, asked = app.takes.behind, []
    app.board.say("list_takes", bytes(8))
    line = bytes(app.board.input)

    def slowly(after, most):
        asked.append(0)
        app.board.input += 3 * line
        return behind(after, most)

    app.takes.behind = slowly
    run(app, 100)
    assert len(asked) == len(named(app.board.heard(), "ack")) == 1
    app.takes.behind = behind
    for _ in range(2):
        app.board.input += line  # the answer got lost
        run(app, 250)
        assert len(named(app.board.heard(), "ack")) == 1
