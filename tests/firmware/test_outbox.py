"""The outbox: frames in order under the credit rule, kept, sent again, counted when they go."""

from array import array
from struct import pack_into

from fakes import FakeBoard, named

from faults import fault
from gesturekit import messages
from gesturekit.messages import CREDIT_WINDOW, MOST_AGAIN
from gesturekit.model_format import MAX_LABELS
from link import Link
from outbox import BLOCKS, Outbox

VALUES = array("h", range(6))


def made(blocks=BLOCKS, seq=0):
    """A board and an outbox on it; the last number that was sent is seq."""
    board = FakeBoard()
    link = Link(board)
    link.seq = seq
    outbox = Outbox(link, blocks)
    outbox.forget()
    return board, outbox


def push(outbox, first, end):
    for index in range(first, end):
        outbox.push(VALUES, 0, index)


def heard(board, outbox, steps=60):
    """What a host hears that gives credit for everything."""
    received = []
    for _ in range(steps):
        outbox.send()
        received += board.heard()
        if received:
            outbox.credit(received[-1].seq)
    return received


def buttons(outbox, count):
    for number in range(count):
        outbox.put("button", number & 1, 1)


def frames(received):
    """(index, dropped, samples) of every samples message."""
    return [(f.index, f.dropped, len(f.data) // 12) for f in named(received, "samples")]


def numbers(received):
    return [message.seq for message in received]


def test_samples_leave_in_frames_of_eight():
    board, outbox = made()
    push(outbox, 5, 25)
    assert frames(heard(board, outbox)) == [(5, 0, 8), (13, 0, 8)]
    outbox.close()
    assert frames(heard(board, outbox)) == [(21, 0, 4)]


def test_no_frame_spans_a_gap():
    board, outbox = made()
    push(outbox, 0, 3)
    push(outbox, 10, 12)
    outbox.close()
    assert frames(heard(board, outbox)) == [(0, 0, 3), (10, 0, 2)]


def test_values_leave_as_they_are():
    board, outbox = made()
    values = array("h", range(-3, 9))
    outbox.push(values, 0, 7)
    outbox.push(values, 6, 8)
    outbox.close()
    (samples,) = named(heard(board, outbox), "samples")
    assert samples.index == 7 and array("h", samples.data) == values


def test_messages_and_samples_keep_their_order():
    board, outbox = made()
    push(outbox, 0, 3)
    outbox.put("take_ended", 0, 3, 3, 0)
    at = outbox.open()
    number, form, head = messages.head("scores")
    pack_into(form, outbox.payloads, at, number, 0, 70000, 1)
    for label in range(MAX_LABELS):
        outbox.payloads[at + head + label] = 255 - label
    outbox.commit(head + MAX_LABELS)
    received = heard(board, outbox)
    assert [message.name for message in received] == ["samples", "take_ended", "scores"]
    assert numbers(received) == [1, 2, 3]
    scores = received[-1].fields
    assert (scores.index, scores.active) == (70000, 1)
    assert list(scores.confidences) == [255 - label for label in range(MAX_LABELS)]


def test_credit_stops_and_resumes():
    board, outbox = made()
    buttons(outbox, 100)
    for _ in range(20):
        outbox.send()
    assert len(board.heard()) == CREDIT_WINDOW
    for seq in (CREDIT_WINDOW + 1, 40000, 65535):  # never sent
        outbox.credit(seq)
        outbox.send()
        assert not board.heard()
    outbox.credit(5)
    for _ in range(20):
        outbox.send()
    assert numbers(board.heard()) == list(range(CREDIT_WINDOW + 1, CREDIT_WINDOW + 6))


@fault(18, "sequence numbers just before 2^16")
def test_numbers_wrap():
    board, outbox = made(seq=65530)
    buttons(outbox, 100)
    received = heard(board, outbox)
    assert numbers(received) == [(65531 + n) & 0xFFFF for n in range(100)]
    outbox.again(65534, 4)
    assert numbers(board.heard()) == [65534, 65535, 0, 1]


def test_a_full_ring_drops_the_oldest_and_counts_exactly():
    board, outbox = made(blocks=5)
    push(outbox, 0, 100)
    outbox.close()
    received = heard(board, outbox)
    assert sum(count for _, _, count in frames(received)) + outbox.dropped == 100
    assert frames(received)[0] == (outbox.dropped, outbox.dropped, 8)
    assert frames(received)[-1] == (96, outbox.dropped, 4)
    assert numbers(received) == [10, 11, 12, 13]  # the host sees that nine are missing


def test_ten_seconds_wait_without_a_loss():
    board, outbox = made()
    outbox.put("take_begun", 0, 0, 1040)
    push(outbox, 0, 1040)
    outbox.put("take_ended", 0, 1040, 1040, 0)
    assert len(heard(board, outbox)) == 132 and not outbox.dropped


def test_a_full_ring_tells_that_something_went():
    _, outbox = made(blocks=2)
    told = [outbox.push(VALUES, 0, index) for index in range(16)]
    assert told == [True] * 15 + [False]


def test_what_was_sent_goes_before_it_counts_as_lost():
    board, outbox = made(blocks=5)
    for first in range(0, 800, 8):
        push(outbox, first, first + 8)
        heard(board, outbox, 1)
    assert not outbox.dropped


def test_frames_are_sent_again_bit_for_bit():
    board, outbox = made()
    push(outbox, 0, 160)
    first_time = heard(board, outbox)
    for seq, count in ((1, 1), (7, 5), (20, 1), (13, MOST_AGAIN)):
        outbox.again(seq, count)
        assert board.heard() == first_time[seq - 1 : seq - 1 + count]


def test_nothing_is_sent_again_that_was_not_sent():
    board, outbox = made()
    buttons(outbox, 40)
    heard(board, outbox, 1)  # four of them
    outbox.again(3, 8)
    assert numbers(board.heard()) == [3, 4]
    for seq, count in ((5, 1), (20, 8), (41, 8), (30000, 8), (4, 0)):
        outbox.again(seq, count)
        assert not board.heard()
    outbox.send()
    assert numbers(board.heard()) == [5, 6, 7, 8]


def test_one_request_brings_a_few_frames_only():
    board, outbox = made()
    buttons(outbox, 100)
    heard(board, outbox)
    outbox.again(1, 65535)
    assert len(board.heard()) == MOST_AGAIN


def test_what_is_gone_is_told():
    board, outbox = made(blocks=11)
    buttons(outbox, 100)
    assert numbers(heard(board, outbox)) == list(range(91, 101))
    outbox.again(85, 8)
    gone, *rest = board.heard()
    assert (gone.name, tuple(gone.fields), gone.seq) == ("gone", (85, 6), 100)
    assert numbers(rest) == [91, 92]
    outbox.again(20, 8)
    (gone,) = board.heard()
    assert tuple(gone.fields) == (20, 71)


@fault(18, "more messages go unsent than a number can lie ahead")
def test_numbers_stay_near_the_last_that_was_sent():
    board, outbox = made(seq=60000)
    buttons(outbox, 40000)
    received = heard(board, outbox)
    first = received[0].seq
    assert numbers(received) == [(first + place) & 0xFFFF for place in range(BLOCKS - 1)]
    assert 0x2000 <= (first - 60000) & 0xFFFF < 0x4000
    outbox.put("button", 2, 1)
    (button,) = heard(board, outbox)
    assert (button.seq, button.fields.button) == ((first + BLOCKS - 1) & 0xFFFF, 2)


def test_a_forgotten_message_leaves_no_hole():
    board, outbox = made()
    buttons(outbox, 30)
    heard(board, outbox, 1)
    outbox.forget()
    outbox.put("button", 2, 1)
    (button,) = heard(board, outbox)
    assert (button.seq, button.fields.button) == (5, 2)


def test_an_answer_carries_the_newest_number_that_was_sent():
    board, outbox = made()
    link = outbox._link
    buttons(outbox, 6)
    heard(board, outbox, 1)
    link.send("ack", 1, 0, "")
    assert numbers(board.heard()) == [4]


@fault(3, "writes that nobody takes")
def test_a_stalled_port_is_tried_once_until_the_host_speaks():
    board, outbox = made()
    write = board.write

    def stalled(data, count):
        board.ms += 500

    board.write = stalled
    buttons(outbox, 6)
    for _ in range(5):
        outbox.send()
    assert board.ms == 500
    board.write = write
    outbox.send()
    assert not board.heard()
    board.say("again", 1, 1)
    assert len(outbox._link.receive()) == 1
    outbox.send()
    assert numbers(board.heard()) == [2, 3, 4, 5]  # and the host asks for 1


@fault(3, "a host that asks for a lot once more and reads none of it")
def test_asking_without_listening_costs_one_write():
    board, outbox = made()
    buttons(outbox, 20)
    heard(board, outbox)

    def stalled(data, count):
        board.ms += 500

    board.write = stalled
    begun = board.ms
    for first in (1, 9):
        outbox.again(first, MOST_AGAIN)
    assert board.ms == begun + 500
