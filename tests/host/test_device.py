"""Device against a scripted board: answers, refusals, credits, versions, lost frames, noise."""

import random
import tracemalloc

import pytest
from scripted import ScriptedBoard

from gesturekit import framing, messages
from gesturekit.sample import AXES
from tinyspark.board import device as device_module
from tinyspark.board import healing
from tinyspark.board.device import Device, NoHelloError, RefusedError
from tinyspark.board.inbox import CREDIT_EVERY, Inbox
from tinyspark.board.link import LinkError, LinkLostError


def frame(seq: int, index: int = 0, count: int = 8) -> bytes:
    data = bytes(2 * len(AXES["imu"]) * count)
    payload = messages.encode("samples", seq, 0, index, 0, data)
    return framing.encode(framing.TO_HOST, payload)


@pytest.mark.fault(23, "terminal escapes in labels of the board")
def test_hello_is_plain_and_safe_to_show() -> None:
    board = ScriptedBoard()
    board.hello_fields |= {
        "model_hash": bytes(range(32)),
        "labels": "wave\n\x1b[2Jevil\n\u202egnirts".encode(),
        "machine": "a\x07b",
    }
    said = Device(board).hello()
    assert said.model_hash == bytes(range(32)).hex()
    assert said.labels == ("wave", "?[2Jevil", "?gnirts")
    assert (said.machine, said.imu, said.mode, said.rate) == ("a?b", "ok", "idle", 104)


def test_hello_is_asked_again_when_the_first_is_lost() -> None:
    lost = []

    def lose_first(request: messages.Message) -> bool:
        lost.append(request)
        return len(lost) == 1

    assert Device(ScriptedBoard(lose_first)).hello().boot == 77


def test_no_hello() -> None:
    with pytest.raises(NoHelloError, match="/dev/scripted"):
        Device(ScriptedBoard(lambda request: True)).hello(0.02)


@pytest.mark.fault(26, "a board of an older or newer protocol")
@pytest.mark.parametrize(("protocol", "advice"), [(0, "tinyspark install"), (9, "git pull")])
def test_another_protocol_is_named_with_the_way_out(protocol: int, advice: str) -> None:
    board = ScriptedBoard()
    board.hello_fields["protocol"] = protocol
    with pytest.raises(LinkError, match=advice):
        Device(board).hello()


@pytest.mark.fault(26, "a hello with other fields")
def test_another_protocol_is_recognized_in_a_hello_of_another_layout() -> None:
    board = ScriptedBoard(lambda request: True)
    board.say(framing.encode(framing.TO_HOST, bytes([1, 5, 0, 9]) + b"fields of the future"))
    with pytest.raises(LinkError, match="protocol 9"):
        Device(board).hello()


@pytest.mark.parametrize("code", [*range(1, 7), 200])
def test_a_refusal_says_what_to_do(code: int) -> None:
    board = ScriptedBoard()
    board.error = code
    with pytest.raises(RefusedError) as caught:
        Device(board).stream("imu")
    assert caught.value.code == code
    assert str(caught.value).count("\n") == 1


def test_an_unanswered_request_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_module, "ANSWER_TIMEOUT", 0.02)
    with pytest.raises(LinkError, match="did not answer"):
        Device(ScriptedBoard(lambda request: True)).stream("imu")


class Ticking(ScriptedBoard):
    """A board whose clock moves whenever the host reads; seconds is its time."""

    seconds = 0.0

    def read(self, timeout: float) -> bytes:
        self.seconds += min(timeout, 0.05)
        return self._outgoing.popleft() if self._outgoing else b""


@pytest.mark.fault(4, "an answer is lost for 5 s, among damaged lines")
def test_where_damaged_lines_come_an_answer_is_awaited_longer() -> None:
    def damage(request: messages.Message) -> bool:
        board.say(frame(3)[:40] + b"\n")
        return board.seconds < 5.0

    board = Ticking(damage)
    Device(board, clock=lambda: board.seconds).stream("imu")
    assert board.seconds > 5.0


@pytest.mark.fault(2, "a board that answers nothing any more, on a line that was noisy before")
def test_a_silent_board_is_told_as_soon_as_ever() -> None:
    board = Ticking(lambda request: True)
    device = Device(board, clock=lambda: board.seconds)
    board.say(frame(3)[:40] + b"\n")
    list(device.messages(0.1))
    began = board.seconds
    with pytest.raises(LinkLostError, match="did not answer"):
        device.stream("imu")
    assert device.inbox.bad == 1 and board.seconds - began < device_module.ANSWER_TIMEOUT + 0.1


def test_unplugged() -> None:
    board = ScriptedBoard()
    device = Device(board)
    device.stream("imu")
    board.unplugged = True
    with pytest.raises(LinkLostError):
        list(device.messages(1))


def test_requests_reach_the_board_in_the_table_s_words() -> None:
    board = ScriptedBoard()
    device = Device(board)
    device.record("proximity", 3, messages.BUTTON)
    device.classify(scores=True)
    device.stop()
    device.reset()
    said = [(r.name, tuple(r.fields)) for r in board.requests if r.name != "credit"]
    assert said == [("record", (1, 3, 1)), ("classify", (1,)), ("stop", ()), ("reset", ())]


def test_a_new_mode_drops_what_the_last_one_left() -> None:
    board = ScriptedBoard()
    device = Device(board)
    device.stream("imu")
    board.send("samples", 0, 0, 0, bytes(96))
    device.stop()
    device.record("imu", 8)
    assert [message.name for message in device.messages(0)] == []


def test_messages_that_arrive_before_an_answer_are_kept() -> None:
    board = ScriptedBoard()
    device = Device(board)
    board.send("button", 1, 1)
    device.stop()
    assert [message.name for message in device.messages(0)] == ["button"]


@pytest.mark.fault(5, "a frame of the start before, with a higher number, stale at open")
def test_stale_frames_of_an_earlier_start_hide_nothing() -> None:
    board = ScriptedBoard()
    board.seq = 20_000
    board.send("samples", 0, 0, 0, bytes(96))
    board.seq = 0
    device = Device(board)
    device.hello()
    device.stream("imu")
    board.send("samples", 0, 8, 0, bytes(96))
    assert 8 in [message.fields.index for message in device.messages(0.01)]


def test_credits_follow_the_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_module, "SIGN_OF_LIFE", 60)  # a sign of life credits, too
    board = ScriptedBoard()
    device = Device(board)
    device.stream("imu")
    for index in range(0, 8 * 60, 8):
        board.send("samples", 0, index, 0, bytes(96))
    assert len(list(device.messages(0.01))) == 60
    credits = [request.fields.seq for request in board.requests if request.name == "credit"]
    assert len(credits) == 1 + 60 // CREDIT_EVERY  # the first one at once
    assert credits == sorted(credits)
    assert board.seq - credits[-1] < CREDIT_EVERY


def test_a_waiting_board_gets_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device_module, "SIGN_OF_LIFE", 0.005)
    board = ScriptedBoard()
    device = Device(board)
    device.record("imu", 100, messages.BUTTON)
    list(device.messages(0.05))
    assert any(request.name == "ask_status" for request in board.requests)
    device.stop()
    del board.requests[:]
    list(device.messages(0.03))
    assert board.requests == []


@pytest.mark.fault(6, "the app ends in a prompt while the host only listens")
@pytest.mark.fault(2, "a board falls silent while the host only listens")
@pytest.mark.parametrize(
    ("last_words", "told"), [(b"\r\n>>> ", "has stopped: a prompt"), (b"", "did not answer")]
)
def test_a_silent_board_is_noticed(
    monkeypatch: pytest.MonkeyPatch, last_words: bytes, told: str
) -> None:
    monkeypatch.setattr(device_module, "SIGN_OF_LIFE", 0.005)
    monkeypatch.setattr(device_module, "SILENCE", 0.1)
    board = ScriptedBoard(lambda request: request.name in ("ask_status", "credit"))
    device = Device(board)
    device.stream("imu")
    board.say(last_words)
    with pytest.raises(LinkLostError, match=told) as caught:
        list(device.messages(10))
    assert str(caught.value).count("\n") == 1


@pytest.mark.fault(18, "sequence numbers just before 2^16, frames lost")
def test_lost_frames_are_counted_across_the_wrap() -> None:
    inbox = Inbox()
    seqs = [
        message.seq for seq in (65533, 65534, 1, 2, 5) for message in inbox.feed(frame(seq), 0.0)
    ]
    assert seqs == [65533, 65534]  # the others wait for 65535, 0 and 3, 4
    assert inbox.wanted(0.0) == [(65535, 2), (3, 2)]
    assert [message.seq for message in inbox.feed(b"", healing.PATIENCE + 1)] == [1, 2, 5]
    assert inbox.lost == 4


def test_a_restart_is_no_loss() -> None:
    board = ScriptedBoard()
    device = Device(board)
    device.hello()
    board.seq = 0
    board.hello_fields["boot"] = 78
    device.hello()
    assert device.inbox.lost == 0


def test_console_text_is_handed_on() -> None:
    lines: list[bytes] = []
    inbox = Inbox(lines.append)
    inbox.feed(b"MicroPython v1\r\n" + frame(1) + b"Trace", 0.0)
    inbox.feed(b"back\n>>> ", 0.0)
    inbox.flush()
    assert lines == [b"MicroPython v1", b"Traceback", b">>> "]


def test_whole_and_byte_by_byte_are_the_same() -> None:
    data = b"noise\r\n" + b"".join(frame(seq, 8 * seq) for seq in range(5)) + b"tail"
    whole = Inbox().feed(data, 0.0)
    inbox = Inbox()
    single = [message for byte in data for message in inbox.feed(bytes([byte]), 0.0)]
    assert whole == single
    assert len(whole) == 5


@pytest.mark.fault(4, "10,000 bytes of noise to the host")
@pytest.mark.parametrize("seed", range(20))
def test_noise_never_raises_and_never_makes_a_message(seed: int) -> None:
    draw = random.Random(seed)
    inbox = Inbox()
    noise = draw.randbytes(5000) + bytes(draw.choice(b"$#\n\rABC=") for _ in range(5000))
    assert inbox.feed(noise, 0.0) == []
    assert len(inbox.feed(b"\n" + frame(9), 0.0)) == 1  # and the next frame is whole again


@pytest.mark.fault(5, "a frame cut at every byte")
@pytest.mark.parametrize("cut", range(2, 40))
def test_half_frames_are_counted_and_not_believed(cut: int) -> None:
    inbox = Inbox()
    received = inbox.feed(frame(3)[:-cut] + b"\n" + frame(4), 0.0)
    assert [message.seq for message in received] == [4]
    assert inbox.bad == 1


def test_an_echo_is_console_text() -> None:
    board = ScriptedBoard(lambda request: True)
    device = Device(board)
    device.reset()
    board.say(board.written)
    assert list(device.messages(0)) == []
    assert device.inbox.feed(board.written, 0.0) == []


def test_valid_frames_that_are_no_messages_are_counted() -> None:
    inbox = Inbox()
    for payload in (
        b"\xff\0\0",
        b"\x02\0\0",
        b"\x01\0\0",
        b"\x09\0\0\0\0\0\xff",
        b"\x07\0\0\1\1\1",
    ):
        assert inbox.feed(framing.encode(framing.TO_HOST, payload), 0.0) == []
    assert inbox.bad == 5


@pytest.mark.fault(24, "10 MB without an end of line")
def test_ten_megabytes_without_an_end_of_line_stay_small() -> None:
    inbox = Inbox()
    block = b"$" + b"A" * 99_999
    inbox.feed(block, 0.0)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(100):
        assert inbox.feed(block, 0.0) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - before < 1_000_000
    assert len(inbox.feed(b"\n" + frame(1), 0.0)) == 1
