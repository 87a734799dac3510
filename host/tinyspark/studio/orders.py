"""What pages let the board do, with the functions of the commands. Knows no page."""

from concurrent.futures import Future
from pathlib import Path

from tinyspark.board import flash, installation
from tinyspark.board.device import Device
from tinyspark.board.identity import Hello
from tinyspark.board.sync import Brought, Homecoming, Shelf
from tinyspark.dataset.naming import check_detail
from tinyspark.studio.seat import Seat
from tinyspark.studio.texts import Orders

INSTALL_STEPS = 2  # lines that installation.install says, at least
DEPLOY_STEPS = 2  # lines that flash.deploy says


def install(seat: Seat, port: str = "") -> "Future[Hello]":
    """Put our firmware on the board on port, "" for the one that is connected, and take it."""
    return seat.flash(lambda place, say: installation.install(place, say), INSTALL_STEPS, port)


def deploy(seat: Seat, model: bytes) -> "Future[Hello]":
    """Put a model on the board; the hello shows it confirmed."""
    return seat.flash(lambda port, say: flash.deploy(port, model, say), DEPLOY_STEPS)


def go_back(seat: Seat) -> "Future[Hello]":
    """Use the model that the board had before."""

    def previous(port: str, say: flash.Progress) -> Hello:
        say(Orders.GOING_BACK)
        return flash.use_previous(port)

    return seat.flash(previous, 1)


def bring_home(seat: Seat, folder: Path, subject: str) -> "Future[list[Brought]]":
    """Bring the takes of the board's flash into the dataset in folder; UserError, LinkError."""
    check_detail(subject, "subject")

    def bring(device: Device) -> list[Brought]:
        shelf = Shelf(device)
        waiting = device.status().fields.takes
        brought = []
        for take in Homecoming(shelf, str(folder), subject).bring():
            brought.append(take)
            share = len(brought) / max(waiting, len(brought))
            seat.tell(Orders.BRINGING.format(number=len(brought), of=waiting), share)
        return brought

    return seat.ask(bring, Orders.BEGIN_BRINGING)
