"""The seat at a virtual board: the real firmware, real cables of a kind, in real time."""

from collections.abc import Iterator

import pytest
import small_models
from seat_desk import PATIENCE, wait

from gesturekit import model_format
from tinyspark.board import capture
from tinyspark.board.device import Device
from tinyspark.board.flash import sha256
from tinyspark.board.link import LinkError
from tinyspark.studio import orders
from tinyspark.studio.seat import Seat
from tinyspark.studio.standing import BUSY, GONE, NOBODY, THERE
from tinyspark.studio.toy import Toy
from tinyspark.studio.turn import Turn
from tinyspark.virtual.client import VirtualBoard

pytestmark = pytest.mark.usefixtures("can_run_boards")
LONG = 60.0  # seconds until an order has been done


@pytest.fixture
def seat() -> Iterator[Seat]:
    made = Seat()
    made.connect_virtual().result(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def toy(seat: Seat) -> Toy:
    assert seat.virtual is not None
    return Toy(seat.virtual)


def to_tape(device: Device, turn: Turn) -> None:
    """Write each message of samples to the tape, as many as there are of them."""
    device.stream("imu")
    for message in turn.messages(device):
        if message.name == "samples":
            turn.tape.write(capture.decode(message))


@pytest.mark.fault(1, "the cable of the studio's board pulled and plugged in again")
def test_samples_go_on_after_the_cable_was_pulled(seat: Seat, toy: Toy) -> None:
    board = seat.virtual
    assert seat.connect_virtual().result(PATIENCE) is None and seat.virtual is board
    seat.want("page", to_tape)
    wait(lambda: seat.tape.total > 20)
    toy.turn_cable()
    wait(lambda: seat.standing.state == GONE)
    assert not toy.look().plugged
    toy.turn_cable()
    wait(lambda: seat.standing.state == THERE)
    before = seat.tape.total
    wait(lambda: seat.tape.total > before + 20)
    seat.close()
    assert (seat.standing.state, seat.virtual) == (NOBODY, None)


@pytest.mark.long
@pytest.mark.fault(2, "the studio's board is reset while it shows samples")
def test_samples_go_on_after_a_reset(seat: Seat, toy: Toy) -> None:
    seat.want("page", to_tape)
    wait(lambda: seat.tape.total > 20)
    said = seat.standing.hello
    toy.reset()
    wait(lambda: seat.standing.hello != said)
    before = seat.tape.total
    wait(lambda: seat.tape.total > before + 20)


@pytest.mark.long
def test_a_model_is_deployed_and_taken_back(seat: Seat) -> None:
    first, second = (model_format.dump(small_models.imu(seed=seed)) for seed in (1, 2))
    for data in (first, second):
        said = orders.deploy(seat, data).result(LONG)
        assert (said.model_hash, said.model_state) == (sha256(data), "confirmed")
        assert seat.standing.hello is not None
        assert seat.standing.hello.model_hash == sha256(data)
        assert "whole" in seat.standing.steps[1] and seat.standing.state == THERE
    assert orders.go_back(seat).result(LONG).model_hash == sha256(first)


@pytest.mark.long
def test_the_firmware_is_installed(seat: Seat) -> None:
    order = orders.install(seat)
    wait(lambda: seat.standing.state == BUSY and seat.standing.share)
    assert order.result(LONG).trouble == ""
    assert seat.standing.state == THERE and seat.standing.steps


@pytest.mark.long
@pytest.mark.fault(9, "the cable pulled in the middle of the studio's deploy, then another one")
def test_a_deploy_that_is_cut_off_is_told_and_can_be_repeated(seat: Seat, toy: Toy) -> None:
    data = model_format.dump(small_models.imu())
    toy.board.unplug_after(3000, "from_host")
    with pytest.raises(LinkError):
        orders.deploy(seat, data).result(LONG)
    wait(lambda: seat.standing.state == GONE)
    toy.turn_cable()
    wait(lambda: seat.standing.state == THERE)
    assert orders.deploy(seat, data).result(LONG).model_hash == sha256(data)


@pytest.mark.long
@pytest.mark.fault(21, "the port of the studio's board opened by another studio")
def test_a_port_in_use_is_told_and_left_alone(seat: Seat) -> None:
    other = Seat()
    with pytest.raises(LinkError, match="in use by another program"):
        other.connect(seat.standing.port).result(PATIENCE)
    assert other.standing.state == NOBODY
    other.close()
    assert seat.ask(lambda device: device.hello().trouble).result(PATIENCE) == ""


@pytest.mark.long
def test_a_board_without_our_app_is_not_taken(seat: Seat) -> None:
    before = seat.standing.port
    with (
        VirtualBoard(firmware=False) as board,
        pytest.raises(LinkError, match="without the TinySpark app"),
    ):
        seat.connect(board.port).result(PATIENCE)
    assert (seat.standing.state, seat.standing.port) == (THERE, before)


@pytest.mark.long
def test_a_board_without_our_app_gets_it_and_is_taken(seat: Seat) -> None:
    with VirtualBoard(firmware=False) as board:
        said = orders.install(seat, board.port).result(LONG)
        assert (seat.standing.state, seat.standing.port) == (THERE, board.port)
        assert seat.standing.hello == said and seat.virtual is None


@pytest.mark.long
def test_the_virtual_board_is_played_with(seat: Seat, toy: Toy) -> None:
    assert {"wave", "circle", "shake"} < set(toy.labels) and list(toy.keys) == list("abcdef")
    assert toy.play("circle") and not toy.play("chop")
    assert toy.look().playing.startswith("circle 1/")
    toy.hold(1, True)
    assert toy.look().pressed == (1,)
    toy.hold(1, False)
    assert toy.look().pressed == ()
    wait(lambda: not toy.look().playing)
    assert toy.play("chop")
