"""What the board does lasts as long as a page that needs it is on some screen."""

from nicegui import Client, ui
from nicegui.testing import User
from seat_desk import PATIENCE, PORT, Desk, names, stream, wait

from tinyspark.studio.seat import Seat
from tinyspark.studio.shown import while_shown


def close(client: Client) -> None:
    """What NiceGUI does when a tab is closed, or goes to another page."""
    for socket in list(client._socket_to_document_id):
        client.handle_disconnect(socket)


async def test_the_activity_lasts_until_the_last_tab_is_closed(
    user: User, seat: Seat, desk: Desk
) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    ui.page("/shown")(lambda: while_shown(seat, stream) and None)
    first = await user.open("/shown")
    wait(lambda: "stream" in names(board))
    second = await user.open("/shown")
    close(first)
    close(second)
    wait(lambda: "stop" in names(board))
    assert names(board).count("stream") == 1  # the second tab has not begun it anew


async def test_a_page_chooses_another_activity_or_none(user: User, seat: Seat, desk: Desk) -> None:
    board = desk.put(PORT)
    seat.connect(PORT).result(PATIENCE)
    choose = []
    ui.page("/shown")(lambda: choose.append(while_shown(seat, None)))
    client = await user.open("/shown")
    choose[0](stream)
    wait(lambda: "stream" in names(board))
    choose[0](None)
    wait(lambda: "stop" in names(board))
    close(client)
    choose[0](stream)  # an event that was on its way
    seen = len(names(board))
    wait(lambda: len(names(board)) > seen + 4)
    assert names(board).count("stream") == 1
