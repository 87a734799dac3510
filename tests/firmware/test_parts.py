"""The small parts of the app: button, link, waiting samples, indicator."""

from array import array
from struct import pack_into

from fakes import TICKS, FakeBoard, named

import indicator
from button import DEBOUNCE_MS, Button
from faults import fault
from gesturekit import messages
from gesturekit.messages import CREDIT_WINDOW
from indicator import Indicator
from link import Draft, Link
from waiting import WaitingSamples


def presses(levels, start=0, step=5):
    """Poll a button with these levels, `step` ms apart; return (place, pressed) of changes."""
    board = FakeBoard(start)
    button = Button(board.ticks_diff, 1)
    changes = []
    for place, level in enumerate(levels):
        if button.poll(level, board.ticks_ms()):
            changes.append((place, button.pressed))
        board.ms += step
    return changes


def test_a_steady_level_is_a_press():
    steady = 1 + DEBOUNCE_MS // 5
    assert presses([True] * 20) == [(steady - 1, True)]
    assert presses([True] * 20, start=TICKS - 10) == [(steady - 1, True)]


def test_bouncing_is_one_press_and_one_release():
    bounce = [True, False, True, False, False, True]
    levels = bounce + [True] * 10 + bounce[1:] + [False] * 10
    assert [pressed for _, pressed in presses(levels)] == [True, False]


def test_a_spike_is_nothing():
    assert presses([False, True, True, False] * 10) == []


def test_credit_stops_and_resumes_samples():
    board = FakeBoard()
    link = Link(board)
    sent = 0
    while link.may_send():
        link.send("button", 1, 1)
        sent += 1
    assert sent == CREDIT_WINDOW
    link.credit(5)
    assert link.may_send()
    for _ in range(5):
        link.send("button", 1, 1)
    assert not link.may_send()
    link.credit_all()
    assert link.may_send()


def test_a_credit_for_frames_never_sent_is_ignored():
    link = Link(FakeBoard())
    for _ in range(CREDIT_WINDOW):
        link.send("button", 1, 1)
    for seq in (CREDIT_WINDOW + 1, 40000, 65535):
        link.credit(seq)
        assert not link.may_send()


@fault(18, "sequence numbers just before 2^16")
def test_credit_across_the_wrap_of_the_sequence_number():
    board = FakeBoard()
    link = Link(board)
    button = Draft("button")
    for _ in range(0xFFFF - 3):
        link.post(button.payload, 0, button.size)
        board.output = b""
    link.credit_all()
    for _ in range(CREDIT_WINDOW):
        assert link.may_send()
        link.send("button", 1, 1)
    assert not link.may_send()
    link.credit(1)
    assert link.may_send()


@fault(4, "noise, prompts and half frames to the board")
def test_whatever_comes_in_only_frames_are_received():
    board = FakeBoard()
    link = Link(board)
    board.input = b"AT+CSQ\r\n#bad frame\r\n\xff\xfe\x80>>> \r\nprint(1)\n"
    board.say("stop")
    payloads = []
    while board.input:
        payloads += link.receive()
    assert len(payloads) == 1 and link.bad_lines == 1


class OpenLink:
    """A link that takes `room` frames and keeps what they carry."""

    def __init__(self, room=1000):
        self.room = room
        self.frames = []

    def may_send(self):
        return len(self.frames) < self.room

    def post(self, payload, at, size):
        samples = messages.decode(bytes(payload[at : at + size])).fields
        self.frames.append((samples.index, samples.dropped, len(samples.data) // 12))


def push(waiting, first, end):
    values = array("h", bytes(12))
    for index in range(first, end):
        waiting.push(values, 0, index)


def send_all(waiting, link):
    for _ in range(100):
        waiting.send(link)


def test_samples_wait_in_frames_of_eight():
    waiting, link = WaitingSamples(), OpenLink()
    push(waiting, 5, 25)
    send_all(waiting, link)
    assert link.frames == [(5, 0, 8), (13, 0, 8)] and not waiting.empty()
    waiting.close()
    send_all(waiting, link)
    assert link.frames[2:] == [(21, 0, 4)] and waiting.empty()


def test_no_frame_spans_a_gap():
    waiting, link = WaitingSamples(), OpenLink()
    push(waiting, 0, 3)
    push(waiting, 10, 12)
    waiting.close()
    send_all(waiting, link)
    assert link.frames == [(0, 0, 3), (10, 0, 2)]


def test_a_full_ring_drops_the_oldest_and_counts_exactly():
    waiting, link = WaitingSamples(blocks=5), OpenLink(0)
    push(waiting, 0, 100)
    waiting.send(link)
    link.room = 1000
    send_all(waiting, link)
    waiting.close()
    send_all(waiting, link)
    arrived = sum(count for _, _, count in link.frames)
    assert arrived + waiting.dropped == 100
    assert link.frames[0] == (waiting.dropped, waiting.dropped, 8)
    assert link.frames[-1] == (96, waiting.dropped, 4)


def test_ten_seconds_wait_without_a_loss():
    waiting = WaitingSamples()
    push(waiting, 0, 1040)
    assert waiting.dropped == 0


def test_a_full_ring_tells_that_something_went():
    waiting = WaitingSamples(blocks=2)
    values = array("h", bytes(12))
    told = [waiting.push(values, 0, index) for index in range(16)]
    assert told == [True] * 15 + [False]


def test_values_arrive_as_they_were():
    board = FakeBoard()
    link, waiting = Link(board), WaitingSamples()
    values = array("h", range(-3, 9))
    waiting.push(values, 0, 7)
    waiting.push(values, 6, 8)
    waiting.close()
    waiting.send(link)
    (samples,) = named(board.heard(), "samples")
    assert samples.index == 7 and array("h", samples.data) == values


def test_a_draft_is_a_message_each_time_it_is_sent():
    board = FakeBoard()
    link, draft = Link(board), Draft("scores", 3)
    link.send("button", 1, 1)
    for index in (70000, 3):
        pack_into(draft.form, draft.payload, 0, draft.number, 0, index, 1)
        for at, value in enumerate((255, 0, index & 0xFF)):
            draft.payload[draft.head + at] = value
        link.post(draft.payload, 0, draft.size)
    _, first, second = board.heard()
    assert (first.seq, first.fields.index, first.fields.confidences) == (2, 70000, b"\xff\x00\x70")
    assert (second.seq, second.fields.index, second.fields.confidences) == (3, 3, b"\xff\x00\x03")


def test_pixels_show_state_trouble_and_flashes():
    board = FakeBoard(TICKS - 500)
    lights = Indicator(board)
    lights.step(board.ticks_ms())
    assert board.pixels.shown == [indicator.IDLE] + [indicator.OFF] * 4
    lights.sensors(False, True)
    lights.step(board.ticks_ms())
    assert board.pixels.shown[4] != indicator.OFF
    lights.flash(indicator.label_color(1))
    lights.step(board.ticks_ms())
    assert board.pixels.shown == [indicator.label_color(1)] * 5
    lights.hint(indicator.UNKNOWN)
    lights.step(board.ticks_ms())
    assert board.pixels.shown == [indicator.label_color(1)] * 5
    board.ms += indicator.FLASH_MS
    lights.step(board.ticks_ms())
    assert board.pixels.shown[0] == indicator.IDLE
    lights.hint(indicator.UNKNOWN)
    lights.step(board.ticks_ms())
    assert board.pixels.shown == [indicator.UNKNOWN] * 5


def test_pixels_are_written_only_on_a_change():
    board = FakeBoard()
    lights = Indicator(board)
    for _ in range(100):
        lights.sensors(True, True)
        lights.show(indicator.STREAM)
        lights.step(board.ticks_ms())
    assert board.pixels.writes == 1


def test_labels_have_their_own_colors():
    colors = [indicator.label_color(label) for label in range(10)]
    assert len(set(colors)) == 10 and indicator.label_color(200)
