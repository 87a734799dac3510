"""Framing: every payload comes back whole, whatever the split, and nothing else is a frame."""

from faults import fault
from gesturekit.framing import (
    MAX_LINE,
    MAX_PAYLOAD,
    ROOM,
    TO_BOARD,
    TO_HOST,
    Decoder,
    FrameError,
    decode,
    encode,
    write_line,
)

PAYLOADS = (b"abc", b"\x00\x00\x00", bytes(range(100)), b"\xff" * 170)
STREAM = (
    b"half a line\r\n"
    + encode(TO_HOST, PAYLOADS[0])
    + b"Traceback (most recent call last):\r\n"
    + encode(TO_HOST, PAYLOADS[2])
    + b"\n>>> "
)
EVENTS = [
    (None, b"half a line"),
    (PAYLOADS[0], None),
    (None, b"Traceback (most recent call last):"),
    (PAYLOADS[2], None),
    (None, b""),
]


def test_payloads_come_back():
    for marker in (TO_BOARD, TO_HOST):
        for payload in PAYLOADS[:3]:
            line = encode(marker, payload)
            assert line[:1] == marker and line[-1:] == b"\n"
            assert all(32 <= byte < 127 for byte in line[:-1])
            assert decode(line[1:-1]) == payload


def test_a_line_written_in_place_is_the_same():
    line = bytearray(MAX_LINE[TO_HOST])
    line[:1] = TO_HOST
    for size in list(range(3, 24)) + [108, MAX_PAYLOAD[TO_HOST]]:
        for at in (0, 1, 40):
            payload = bytes([(n * n + n // 7 + size) & 0xFF for n in range(size)])
            place = bytearray(b"\xa5" * at) + payload + b"\xa5" * (ROOM + 1)
            length = write_line(place, at, size, line)
            assert line[:length] == encode(TO_HOST, payload)
            assert place[: at + size] == b"\xa5" * at + payload and place[-1] == 0xA5


@fault(4, "signs that decoders skip, within a frame")
def test_a_frame_with_foreign_signs_is_none():
    body = encode(TO_HOST, PAYLOADS[2])[1:-1]
    for sign in (b" ", b"!", b"\r", b"$"):
        for at in (0, 4, len(body)):
            assert decode(body[:at] + sign + body[at:]) is None


@fault(5, "lines cut anywhere, noise between them")
def test_any_split_gives_the_same_events():
    for size in (1, 2, 3, 7, 64, len(STREAM)):
        decoder = Decoder(TO_HOST)
        events = []
        for at in range(0, len(STREAM), size):
            events += decoder.feed(STREAM[at : at + size])
        assert events == EVENTS
        assert decoder.flush() == [(None, b">>> ")]
        assert decoder.bad == 0


@fault(5, "a frame cut off, text without an end of line, then a frame in the same line")
def test_a_frame_is_read_behind_what_has_no_end():
    payload = bytes(range(60))
    for marker in (TO_BOARD, TO_HOST):
        frame = encode(marker, payload)
        for cut in range(1, len(frame) - 1):
            decoder = Decoder(marker)
            events = decoder.feed(frame[:cut] + frame)
            assert events == [(None, frame[:cut]), (payload, None)]
            assert decoder.bad == 1
        decoder = Decoder(marker)
        assert decoder.feed(b">>> " + frame) == [(None, b">>> "), (payload, None)]
        assert decoder.bad == 0


def test_every_flipped_bit_is_noticed():
    line = encode(TO_HOST, PAYLOADS[2])[1:-1]
    for at in range(len(line)):
        for bit in range(8):
            damaged = bytearray(line)
            damaged[at] ^= 1 << bit
            assert decode(bytes(damaged)) is None


@fault(4, "the host's own frame comes back")
def test_an_echo_is_no_answer():
    decoder = Decoder(TO_HOST)
    echo = encode(TO_BOARD, PAYLOADS[0])
    assert decoder.feed(echo) == [(None, echo[:-1])]


def test_lines_around_the_limit():
    limit = MAX_LINE[TO_BOARD]
    for size in range(limit - 3, limit + 3):
        decoder = Decoder(TO_BOARD)
        events = decoder.feed(b"x" * size + b"\n" + encode(TO_BOARD, b"abc"))
        assert b"".join(text or b"" for _, text in events) == b"x" * size
        assert events[-1] == (b"abc", None)


@fault(24, "1 MB without an end of line")
def test_an_endless_line_keeps_memory_flat():
    decoder = Decoder(TO_BOARD)
    for _ in range(1000):
        decoder.feed(b"$" * 1000)
        assert len(decoder._line) <= MAX_LINE[TO_BOARD]
    assert decoder.feed(b"\n" + encode(TO_BOARD, b"abc"))[-1] == (b"abc", None)


def test_the_rest_of_an_overlong_line_is_no_frame():
    frame = encode(TO_BOARD, b"abc")
    decoder = Decoder(TO_BOARD)
    events = decoder.feed(b"y" * MAX_LINE[TO_BOARD] + frame)
    assert all(payload is None for payload, _ in events)


def test_a_payload_that_is_too_long_is_refused():
    for marker in (TO_BOARD, TO_HOST):
        longest = encode(marker, bytes(MAX_PAYLOAD[marker]))
        assert MAX_LINE[marker] - 4 < len(longest) <= MAX_LINE[marker]
        try:
            encode(marker, bytes(MAX_PAYLOAD[marker] + 1))
        except FrameError:
            continue
        raise AssertionError("a frame over the limit was made")


@fault(4, "74,000 bytes of noise")
def test_noise_never_raises():
    state = 1
    decoder = Decoder(TO_HOST)
    for _ in range(2000):
        noise = bytearray(37)
        for at in range(37):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            noise[at] = state >> 16 & 0xFF
        assert all(payload is None for payload, _ in decoder.feed(bytes(noise)))
