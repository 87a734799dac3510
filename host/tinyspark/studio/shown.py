"""An activity of the board that lasts as long as a page that needs it is on some screen."""

from collections.abc import Callable

from nicegui import context

from tinyspark.studio.seat import Seat
from tinyspark.studio.turn import Activity


def while_shown(seat: Seat, activity: Activity | None) -> Callable[[Activity | None], None]:
    """Let the board do activity while this tab shows this page; return what chooses another.

    For the page that is being built. A closed tab, one that went to another page and one whose
    computer sleeps want nothing any more; when nobody does, the board goes its own way again.
    """
    client = context.client
    chosen = activity

    def look() -> None:
        seat.want(client.id, chosen if client.has_socket_connection else None)

    def choose(another: Activity | None) -> None:
        nonlocal chosen
        chosen = another
        look()

    client.on_connect(look)
    client.on_disconnect(look)
    client.on_delete(lambda: seat.want(client.id, None))
    look()
    return choose
