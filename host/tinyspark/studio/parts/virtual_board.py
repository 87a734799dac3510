"""The virtual board as it looks now, and what moves it: buttons on the page, and keys."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from nicegui import events, ui

from tinyspark.errors import UserError
from tinyspark.studio import saying, texts
from tinyspark.studio.parts.facts import heading
from tinyspark.studio.studio import Studio
from tinyspark.studio.toy import Color, Sight, Toy
from tinyspark.virtual.lights import color_name

TEXTS = texts.Board
LOOK_EVERY = 0.1  # seconds
PIXELS = 5
BUTTONS = (1, 2)
_CABLE, _RESET = "u", "r"  # keys, as those of `tinyspark virtual`
_LEFT_ALONE: Any = ["input", "select", "textarea"]  # who types there means no key of ours


def build(studio: Studio) -> None:
    """Draw it, as long as the board is a virtual one of ours."""
    place = ui.element("section").classes("card pile").mark("virtual-board")
    drawn: Toy | None = None
    show: Callable[[Sight], None] | None = None
    place.set_visibility(False)

    async def look() -> None:
        nonlocal drawn, show
        toy = await asyncio.to_thread(studio.toy)
        if toy is not drawn:
            drawn, show = toy, None
            place.clear()
            place.set_visibility(toy is not None)
            if toy is not None:
                with place:
                    show = _draw(toy)
        sight = await asyncio.to_thread(_sight, toy) if toy is not None else None
        if sight is not None and show is not None:
            show(sight)

    ui.timer(LOOK_EVERY, look)


def _sight(toy: Toy) -> Sight | None:
    """Return how it looks; None when it has just ended."""
    try:
        return toy.look()
    except UserError:
        return None


def _draw(toy: Toy) -> Callable[[Sight], None]:
    """Draw the parts of the board; return what shows how it looks."""
    with ui.row().classes("row"):
        show_lights = _lights()
        with ui.element("div").classes("grow"):
            heading(TEXTS.TOY)
            doing = ui.label().props("role=status aria-live=polite").mark("doing")
    ui.label(TEXTS.TOY_INTRO).classes("soft")
    with ui.row().classes("row"):
        for key, label in toy.keys.items():
            _act_button(label, key, partial(_play, toy, label))
    with ui.row().classes("row"):
        for number in BUTTONS:
            _board_button(toy, number)
        cable = _act_button(TEXTS.PLUG, _CABLE, toy.turn_cable)
        _act_button(TEXTS.RESET, _RESET, toy.reset)
    ui.keyboard(partial(_key, toy), repeating=False, ignore=_LEFT_ALONE)

    def show(sight: Sight) -> None:
        show_lights(sight)
        cable.text = _with_key(TEXTS.UNPLUG if sight.plugged else TEXTS.PLUG, _CABLE)
        moved = TEXTS.PLAYING.format(what=sight.playing) if sight.playing else TEXTS.STILL
        doing.text = moved if sight.plugged else TEXTS.UNPLUGGED

    return show


def _lights() -> Callable[[Sight], None]:
    with ui.element("div").classes("pcb").mark("lights"):
        pixels = [ui.element("div").classes("pixel").props("role=img") for _ in range(PIXELS)]
        led = ui.element("div").classes("led").props("role=img")

    def show(sight: Sight) -> None:
        for number, (place, color) in enumerate(zip(pixels, sight.pixels, strict=True), 1):
            name = color_name(color)
            told = TEXTS.DARK if name == "-" else name
            place.style(replace=_lit(color))
            place.props["aria-label"] = TEXTS.PIXEL.format(number=number, color=told)
        led.classes(replace="led lit" if sight.led else "led")
        led.props["aria-label"] = TEXTS.LED_ON if sight.led else TEXTS.LED_OFF

    return show


def _lit(color: Color) -> str:
    """Return the style of a pixel. Even at a few of 255 a real one is bright to the eye."""
    most = max(color)
    if not most:
        return ""
    red, green, blue = (round(255 * level / most) for level in color)
    strength = (most / 255) ** 0.25
    return f"background: rgba({red}, {green}, {blue}, {strength:.2f})"


def _with_key(what: str, key: str) -> str:
    return TEXTS.WITH_KEY.format(what=what, key=key.upper())


def _act_button(words: str, key: str, act: Callable[[], object]) -> ui.button:
    return ui.button(_with_key(words, key), on_click=lambda: _do(act)).props("outline")


def _board_button(toy: Toy, number: int) -> None:
    """A button that is down as long as the mouse or finger is; Enter and Space tap it."""
    words = TEXTS.BUTTON.format(number=number)
    button = ui.button(_with_key(words, str(number))).props("outline")
    button.on("pointerdown", lambda: _do(partial(toy.hold, number, True)))
    for event in ("pointerup", "pointerleave"):
        button.on(event, lambda: _do(partial(toy.hold, number, False)))
    by_key = "(event) => { if (event.detail === 0) emit(); }"
    button.on("click", lambda: _do(partial(toy.tap, number)), js_handler=by_key)


async def _key(toy: Toy, event: events.KeyEventArguments) -> None:
    """Do what a key stands for; those of the browser (with Ctrl or Alt) are not ours."""
    key, held = event.key.name.lower(), event.action.keydown
    if event.modifiers.ctrl or event.modifiers.alt or event.modifiers.meta:
        return
    if key in map(str, BUTTONS):
        await _do(partial(toy.hold, int(key), held))
    elif held and key in toy.keys:
        await _do(partial(_play, toy, toy.keys[key]))
    elif held and key in (_CABLE, _RESET):
        await _do(toy.reset if key == _RESET else toy.turn_cable)


def _play(toy: Toy, label: str) -> None:
    if not toy.play(label):
        raise UserError(TEXTS.NOT_NOW)


@saying.told
async def _do(act: Callable[[], object]) -> None:
    await asyncio.to_thread(act)
