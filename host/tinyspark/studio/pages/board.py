"""The page Board: find one, or start a virtual one; what it is and how it is."""

from collections.abc import Sequence

from nicegui import ui

from tinyspark import __version__
from tinyspark.board.identity import Hello
from tinyspark.board.sync import ADDED, KNOWN, LEFT, Brought
from tinyspark.errors import UserError
from tinyspark.studio import orders, saying, texts
from tinyspark.studio.changes import on_change
from tinyspark.studio.parts import virtual_board
from tinyspark.studio.parts.facts import facts, heading, marks, progress, said_line
from tinyspark.studio.parts.orders import order_button
from tinyspark.studio.parts.ports import installed, ports
from tinyspark.studio.standing import GONE, NOBODY, THERE, Standing
from tinyspark.studio.studio import Studio

TEXTS = texts.Board
PATH = "/"


def build(studio: Studio) -> None:
    """Draw the page."""
    virtual_board.build(studio)
    with ui.element("div").classes("two") as two:
        with ui.element("section").classes("card pile"):
            ports(studio)
        with ui.element("section").classes("card pile"):
            _yours(studio)
    on_change(
        lambda: studio.seat.virtual is not None,
        lambda virtual: two.classes(add="aside" if virtual else "", remove="aside"),
    )


# What it is


def _yours(studio: Studio) -> None:
    heading(TEXTS.YOURS)
    none = ui.label(TEXTS.NOT_YET)
    words = ui.label().classes("bad").mark("board-words")
    progress(studio)
    with ui.element("div").classes("pile") as known:
        _facts(studio)
        _trouble(studio)
        _homecoming(studio)
        with ui.row().classes("row"):
            order_button(TEXTS.UPDATE, lambda: orders.install(studio.seat), installed).props(
                "outline"
            )
            order_button(TEXTS.DISCONNECT, studio.seat.disconnect).props("flat")

    def show(standing: Standing) -> None:
        none.set_visibility(standing.state == NOBODY)
        known.set_visibility(standing.hello is not None)
        gone = standing.state == GONE and studio.seat.virtual is not None
        words.text = texts.Absent.UNPLUGGED if gone else standing.words
        words.set_visibility(bool(standing.words) and standing.share is None)

    on_change(lambda: studio.seat.standing, show)


def _facts(studio: Studio) -> None:
    what = (TEXTS.PORT, TEXTS.CHIP, TEXTS.FIRMWARE, TEXTS.MODEL)
    values = facts([*what, TEXTS.SENSORS, TEXTS.RATE, TEXTS.FLASH, TEXTS.HAPPENED])
    labels = ui.row().classes("row").mark("model-labels")

    def show(standing: Standing) -> None:
        if standing.hello is not None:
            virtual = studio.seat.virtual is not None
            port = TEXTS.ON_THIS if virtual else standing.port
            told = _values(standing, standing.hello, virtual)
            for value, text in zip(values, [port, *told], strict=True):
                value.text = text

    def show_labels(names: Sequence[str]) -> None:
        labels.clear()
        labels.set_visibility(bool(names))
        with labels:
            marks(names)

    on_change(lambda: studio.seat.standing, show)
    on_change(lambda: said.labels if (said := studio.seat.standing.hello) else (), show_labels)


def _values(standing: Standing, said: Hello, virtual: bool) -> list[str]:
    version = TEXTS.VERSION if said.firmware == __version__ else TEXTS.OLDER
    model = TEXTS.A_MODEL if said.model_hash else TEXTS.NO_MODEL
    state = texts.Deploy.STATES.get(said.model_state, said.model_state)
    rate = TEXTS.MEASURED if standing.rate else TEXTS.NOMINAL
    measured = standing.rate or 0.0
    off = 100 * (measured / said.rate - 1)
    takes = TEXTS.TAKES if said.takes or standing.room else TEXTS.NO_TAKES
    happened = ", ".join(f"{what} {count}" for what, count in standing.happened)
    return [
        TEXTS.VIRTUAL_CHIP if virtual else said.machine,
        version.format(firmware=said.firmware, slot=said.app_slot, ours=__version__),
        model.format(hash=said.model_hash[:8], slot=said.model_slot, state=state),
        TEXTS.STATES.format(imu=said.imu, proximity=said.proximity),
        rate.format(measured=measured, nominal=said.rate, off=off),
        takes.format(takes=said.takes, room=standing.room),
        happened or TEXTS.NOTHING_HAPPENED,
    ]


def _trouble(studio: Studio) -> None:
    told = ui.element("div").classes("pile").mark("trouble")

    def show(standing: tuple[bool, Sequence[str]]) -> None:
        gone, trouble = standing
        told.clear()
        told.set_visibility(not gone)
        icon, look = ("warning", "bad") if trouble else ("check_circle", "good")
        with told:
            for line in trouble or [TEXTS.HEALTHY]:
                said_line(icon, look, line)

    def see() -> tuple[bool, Sequence[str]]:
        standing = studio.seat.standing
        return standing.state == GONE, standing.trouble

    on_change(see, show)


# Its own takes


def _homecoming(studio: Studio) -> None:
    with ui.row().classes("row") as whole:
        whose = ui.input(TEXTS.WHOSE).props("dense outlined").classes("grow")
        order_button(
            TEXTS.HOME, lambda: orders.bring_home(studio.seat, studio.folder, whose.value), _came
        )

    def takes() -> int:
        standing = studio.seat.standing
        return standing.hello.takes if standing.hello and standing.state == THERE else 0

    on_change(takes, lambda count: whole.set_visibility(count > 0))


def _came(brought: Sequence[Brought]) -> None:
    """Say what became of the takes; what stays on the board, as an error that can be read."""
    counts = {kind: sum(take.outcome == kind for take in brought) for kind in (ADDED, KNOWN)}
    saying.note(TEXTS.CAME.format(added=counts[ADDED], known=counts[KNOWN]))
    left = [take for take in brought if take.outcome == LEFT]
    if left:
        reason = "; ".join(left[0].problems)
        saying.trouble(UserError(TEXTS.STAYED.format(count=len(left), reason=reason)))
