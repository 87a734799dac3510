"""The seat of the board: orders, activities, cables and other boards, without any page."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError

import pytest
from scripted import ScriptedBoard
from seat_desk import OTHER, PATIENCE, PORT, Desk, names, stream, wait

from gesturekit import messages
from tinyspark.board import capture
from tinyspark.board.device import Device, RefusedError
from tinyspark.board.link import LinkError
from tinyspark.studio import seat as seats
from tinyspark.studio.seat import Seat
from tinyspark.studio.standing import BUSY, GONE, NOBODY, THERE
from tinyspark.studio.turn import Turn


def test_a_board_is_taken_and_let_go(seat: Seat, desk: Desk) -> None:
    desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    assert (seat.standing.state, seat.standing.port) == (THERE, PORT)
    assert seat.standing.hello is not None and seat.standing.hello.machine == "scripted"
    assert any("PSRAM" in line for line in seat.standing.trouble)
    seat.disconnect().result(PATIENCE)
    assert seat.standing.state == NOBODY and seat.standing.hello is None


def test_connecting_twice_asks_nothing_again(seat: Seat, desk: Desk) -> None:
    desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    seat.connect(PORT).result(PATIENCE)
    assert desk.opened == [PORT] and seat.standing.state == THERE


def test_a_connect_that_fails_leaves_all_as_it_was(seat: Seat, desk: Desk) -> None:
    desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    with pytest.raises(LinkError, match="no port"):
        seat.connect(OTHER).result(PATIENCE)
    desk.put(OTHER, ScriptedBoard(lambda request: True)).say(b">>> ")
    with pytest.raises(LinkError, match="Nothing answers"):
        seat.connect(OTHER).result(PATIENCE)
    assert (seat.standing.state, seat.standing.port) == (THERE, PORT)
    assert seat.ask(lambda device: device.hello().machine).result(PATIENCE) == "scripted"


def test_another_board_is_taken_in_place_of_the_first(seat: Seat, desk: Desk) -> None:
    first, _ = desk.put(PORT), desk.put(OTHER)
    seat.connect(PORT).result(PATIENCE)
    seat.want("page", stream)
    wait(lambda: "stream" in names(first))
    seat.connect(OTHER).result(PATIENCE)
    assert seat.standing.port == OTHER and names(first)[-1] == "stop"
    wait(lambda: "stream" in names(desk.boards[OTHER]))


def test_an_order_without_a_board_is_refused_in_plain_words(seat: Seat) -> None:
    with pytest.raises(LinkError, match="No board is connected"):
        seat.ask(lambda device: device.hello()).result(PATIENCE)


@pytest.mark.fault(1, "USB unplugged while the studio shows samples")
def test_a_pulled_cable_shows_and_heals(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    seat.want("page", stream)
    wait(lambda: names(board).count("stream") == 1)
    board.unplugged = True
    wait(lambda: seat.standing.state == GONE)
    assert seat.standing.hello is not None
    with pytest.raises(LinkError, match="gone"):
        seat.ask(lambda device: device.hello()).result(PATIENCE)
    board.unplugged = False
    wait(lambda: seat.standing.state == THERE and names(board).count("stream") == 2)
    assert seat.standing.words == ""


def test_a_cable_pulled_in_an_order_is_told_and_heals(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)

    def pull(device: Device) -> None:
        board.unplugged = True
        device.hello()

    order = seat.ask(pull, "pulls the cable")
    with pytest.raises(LinkError):
        order.result(PATIENCE)
    assert seat.standing.state == GONE and seat.standing.share is None
    board.unplugged = False
    wait(lambda: seat.standing.state == THERE)


@pytest.mark.fault(2, "another board plugged in where the studio's was")
def test_another_board_in_its_place_is_left_alone(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    board.unplugged = True
    wait(lambda: seat.standing.state == GONE)
    other = ScriptedBoard()
    other.hello_fields["machine"] = "another kind"
    desk.put(PORT, other)
    wait(lambda: seat.standing.state == NOBODY)
    assert "Another board" in seat.standing.words
    asked = len(other.requests)
    time.sleep(0.1)
    assert len(other.requests) == asked


@pytest.mark.fault(2, "the board restarts while the studio shows samples")
def test_a_board_that_restarts_goes_on_with_what_is_wanted(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    seat.want("page", stream)
    wait(lambda: names(board).count("stream") == 1)
    board.hello_fields["boot"] = 78
    board.send("hello", *board.hello_fields.values())
    wait(lambda: names(board).count("stream") == 2)
    wait(lambda: seat.standing.state == THERE)


def test_the_latest_wish_counts_and_then_the_one_before(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    begun: list[str] = []

    def doing(name: str) -> Callable[[Device, Turn], None]:
        def activity(device: Device, turn: Turn) -> None:
            begun.append(name)
            device.classify()
            for _ in turn.messages(device):
                pass

        return activity

    first, second = doing("first"), doing("second")
    seat.want("tab 1", first)
    seat.connect(PORT).result(PATIENCE)
    wait(lambda: begun == ["first"])
    seat.want("tab 2", second)
    wait(lambda: begun == ["first", "second"])
    seat.want("tab 3", second)  # the same: it goes on
    seat.want("tab 2", None)
    seat.want("tab 3", None)
    wait(lambda: begun == ["first", "second", "first"])
    seat.want("tab 1", None)
    seen = len(board.requests)
    wait(lambda: "ask_hello" in names(board)[seen:])
    assert names(board)[seen:].count("classify") == 0  # it has no model, so it rests


def test_an_activity_that_the_board_refuses_is_not_tried_again(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    board.error = messages.NO_SENSOR
    seat.want("page", stream)
    wait(lambda: "the sensor does not work" in seat.standing.words)
    board.error = messages.NO_ERROR
    tried = names(board).count("stream")
    seen = len(board.requests)
    wait(lambda: len(board.requests) > seen + 4)
    assert names(board).count("stream") == tried and seat.standing.state == THERE
    seat.want("another tab", stream)
    wait(lambda: names(board).count("stream") > tried and not seat.standing.words)


def test_an_activity_with_a_mistake_does_not_end_the_seat(
    seat: Seat, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)

    def wrong(device: Device, turn: Turn) -> None:
        raise ZeroDivisionError

    seat.want("page", wrong)
    wait(lambda: "ZeroDivisionError" in caplog.text)
    wait(lambda: "nobody foresaw (ZeroDivisionError)" in seat.standing.words)
    assert seat.ask(lambda device: device.hello().boot).result(PATIENCE) == 77


def test_a_mistake_in_the_seat_itself_does_not_end_it(
    seat: Seat, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    board.unplugged = True
    wait(lambda: seat.standing.state == GONE)
    desk.fault = AssertionError()  # says nothing
    wait(lambda: "nobody foresaw (AssertionError)" in seat.standing.words)
    assert "AssertionError" in caplog.text
    desk.fault = None
    board.unplugged = False
    wait(lambda: seat.standing.state == THERE)


def test_what_is_wanted_begins_at_once(
    seat: Seat, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    monkeypatch.setattr(seats, "LOOK_AGAIN", 10 * PATIENCE)
    looks = len(board.requests)
    wait(lambda: len(board.requests) > looks)  # the last look before the long pause
    seat.want("page", stream)
    wait(lambda: "stream" in names(board))


def test_an_order_interrupts_the_activity_which_then_goes_on(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    seat.want("page", stream)
    wait(lambda: names(board).count("stream") == 1)
    seat.ask(lambda device: device.confirm()).result(PATIENCE)
    wait(lambda: names(board).count("stream") == 2)
    said = names(board)
    assert said.index("stop") < said.index("confirm")


def test_an_order_tells_how_far_it_is(seat: Seat, desk: Desk) -> None:
    desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    seen = []

    def job(device: Device) -> None:
        seen.append(seat.standing)
        seat.tell("half of it", 0.5)
        seen.append(seat.standing)

    seat.ask(job, "begins").result(PATIENCE)
    told = [(standing.state, standing.words, standing.share) for standing in seen]
    assert told == [(BUSY, "begins", None), (BUSY, "half of it", 0.5)]
    assert (seat.standing.state, seat.standing.words, seat.standing.share) == (THERE, "", None)


def test_an_order_that_waits_for_the_button_can_be_stopped(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    order = seat.ask(lambda device: capture.take(device, "imu", 10, messages.BUTTON))
    wait(lambda: "record" in names(board))
    seat.stop()
    with pytest.raises(seats.StoppedError):
        order.result(PATIENCE)
    wait(lambda: "stop" in names(board))
    assert seat.ask(lambda device: device.hello().boot).result(PATIENCE) == 77


def test_an_order_that_nobody_waits_for_is_not_done(seat: Seat, desk: Desk) -> None:
    desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    go_on = threading.Event()
    first = seat.ask(lambda device: go_on.wait(PATIENCE))
    wait(first.running)
    second = seat.ask(lambda device: device.reset())
    assert second.cancel()
    go_on.set()
    assert seat.ask(lambda device: device.hello().boot).result(PATIENCE) == 77
    assert "reset" not in names(desk.boards[PORT])


def test_a_job_has_the_port_for_itself(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    seen = []

    def job(port: str, say: Callable[[str], None]) -> object:
        assert seat.standing.hello is not None
        for line in ("one", "two"):
            say(line)
            seen.append((port, seat.standing.state, seat.standing.words, seat.standing.share))
        board.hello_fields["firmware"] = "9.9.9"
        return seat.standing.hello

    seat.flash(job, steps=3).result(PATIENCE)  # type: ignore[arg-type]
    assert seen == [(PORT, BUSY, "one", 0.25), (PORT, BUSY, "two", 0.5)]
    assert desk.opened == [PORT, PORT] and seat.standing.state == THERE
    assert seat.standing.hello is not None and seat.standing.hello.firmware == "9.9.9"


def test_a_job_that_fails_gives_the_port_back(seat: Seat, desk: Desk) -> None:
    desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)

    def job(port: str, say: Callable[[str], None]) -> object:
        say("copying")
        raise LinkError("The copy was damaged.\nTry again.")

    with pytest.raises(LinkError, match="damaged"):
        seat.flash(job, steps=1).result(PATIENCE)  # type: ignore[arg-type]
    assert seat.standing.state == THERE and seat.standing.share is None
    assert seat.standing.steps == ("copying", "The copy was damaged.\nTry again.")


def test_a_board_that_cannot_be_taken_back_is_waited_for(
    seat: Seat, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)

    def job(port: str, say: Callable[[str], None]) -> object:
        desk.fault = AssertionError()
        return seat.standing.hello

    seat.flash(job, steps=1).result(PATIENCE)  # type: ignore[arg-type]
    wait(lambda: seat.standing.state == GONE)
    desk.fault = None
    wait(lambda: seat.standing.state == THERE)


def test_closing_ends_an_activity_and_an_order_that_waits(desk: Desk) -> None:
    board = desk.put(PORT)
    seat = Seat(desk.open)
    seat.connect(PORT).result(PATIENCE)
    seat.want("page", stream)
    wait(lambda: "stream" in names(board))
    order = seat.ask(lambda device: capture.take(device, "imu", 10, messages.BUTTON))
    late = seat.ask(lambda device: device.hello())
    wait(lambda: "record" in names(board))
    seat.close()
    assert isinstance(order.exception(PATIENCE), seats.StoppedError)
    with pytest.raises(CancelledError):
        late.result(PATIENCE)
    assert names(board)[-1] == "stop" and seat.standing.state == NOBODY
    with pytest.raises(CancelledError):
        seat.connect(PORT).result(PATIENCE)


def test_what_a_board_refuses_is_told_and_it_stays(seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    board.error = messages.NO_MODEL
    with pytest.raises(RefusedError, match="no model"):
        seat.ask(lambda device: device.previous()).result(PATIENCE)
    assert seat.standing.state == THERE
