"""Messages: every row of the table survives the trip, and damaged payloads are refused."""

import struct

from faults import fault
from gesturekit import framing, messages
from gesturekit.messages import MessageError

SAMPLE_VALUES = {
    "B": 7,
    "H": 40000,
    "I": 3000000000,
    "s": "grün",
    "*": b"\x00\xff",
    "32s": b"h" * 32,
    "8s": b"12345678",
}


def example(fields):
    return [SAMPLE_VALUES[code] for _, code in fields]


def refused(payload):
    try:
        messages.decode(payload)
    except MessageError:
        return True
    return False


def test_every_message_comes_back():
    for _, name, fields in messages.TABLE:
        values = example(fields)
        message = messages.decode(messages.encode(name, 65537, *values))
        assert message.name == name and message.seq == 1
        assert list(message.fields) == values
        for (field, _), value in zip(fields, values):
            assert getattr(message.fields, field) == value


@fault(26, "a kit of another release asks, or is answered")
def test_what_every_release_understands():
    """Hello and its protocol number stay where they are, so that each can name the other."""
    assert messages.TABLE[0][:2] == (1, "hello") and messages.TABLE[0][2][0] == ("protocol", "B")
    assert messages.encode("ask_hello", 7) == b"\x80\x07\x00"


def test_the_head_of_a_message_is_what_encode_begins_with():
    for name, values, rest in (
        ("samples", (0, 70000, 2), (b"abcd",)),
        ("scores", (3000000000, 1), (b"",)),
        ("detection", (5, 1, 200, 65535), ()),
        ("stop", (), ()),
    ):
        number, form, size = messages.head(name)
        payload = messages.encode(name, 513, *(values + rest))
        assert struct.pack(form, number, 513, *values) == payload[:size]


def test_numbers_and_names_are_unique():
    numbers = [number for number, _, _ in messages.TABLE]
    names = [name for _, name, _ in messages.TABLE]
    assert len(set(numbers)) == len(numbers) and len(set(names)) == len(names)


def test_every_cut_is_refused_or_shorter():
    for _, name, fields in messages.TABLE:
        payload = messages.encode(name, 5, *example(fields))
        open_end = fields and fields[-1][1] == "*"
        least = len(payload) - (2 if open_end else 0)
        for end in range(least):
            assert refused(payload[:end])


def test_bytes_left_over_are_refused():
    assert refused(messages.encode("stop", 1) + b"x")


def test_unknown_numbers_and_bad_text_are_refused():
    assert refused(b"\xee\x00\x00")
    assert refused(messages.encode("ack", 1, 1, 0, "ab")[:-1] + b"\xff")


def test_wrong_number_of_values_is_refused():
    try:
        messages.encode("stream", 1)
    except MessageError:
        return
    raise AssertionError("a message without its value was made")


def test_messages_to_the_board_fit_its_lines():
    for number, name, fields in messages.TABLE:
        if number >= 128:
            line = framing.encode(framing.TO_BOARD, messages.encode(name, 1, *example(fields)))
            assert len(line) <= framing.MAX_LINE[framing.TO_BOARD]
