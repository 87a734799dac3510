"""The small parts of the app: button, link, indicator."""

from fakes import TICKS, FakeBoard

import indicator
from button import DEBOUNCE_MS, Button
from faults import fault
from gesturekit.messages import ABSENT, BUS_STUCK, FAILED, FROZEN, OK
from indicator import Indicator
from link import Link


def presses(levels, start=0, step=5):
    """Poll a button with these levels, `step` ms apart; return (place, pressed) of changes."""
    board = FakeBoard(start)
    button = Button(board.ticks_diff, 1)
    changes = []
    for place, level in enumerate(levels):
        if button.poll(level, board.ticks_ms()):
            changes.append((place, button.pressed))
        board.ms += step
    return changes


def test_a_steady_level_is_a_press():
    steady = 1 + DEBOUNCE_MS // 5
    assert presses([True] * 20) == [(steady - 1, True)]
    assert presses([True] * 20, start=TICKS - 10) == [(steady - 1, True)]


def test_bouncing_is_one_press_and_one_release():
    bounce = [True, False, True, False, False, True]
    levels = bounce + [True] * 10 + bounce[1:] + [False] * 10
    assert [pressed for _, pressed in presses(levels)] == [True, False]


def test_a_spike_is_nothing():
    assert presses([False, True, True, False] * 10) == []


@fault(4, "noise, prompts and half frames to the board")
def test_whatever_comes_in_only_frames_are_received():
    board = FakeBoard()
    link = Link(board)
    board.input = b"AT+CSQ\r\n#bad frame\r\n\xff\xfe\x80>>> \r\nprint(1)\n"
    board.say("stop")
    payloads = []
    while board.input:
        payloads += link.receive()
    assert len(payloads) == 1 and link.bad_lines == 1


def test_pixels_show_state_trouble_and_flashes():
    board = FakeBoard(TICKS - 500)
    lights = Indicator(board)
    lights.step(board.ticks_ms())
    assert board.pixels.shown == [indicator.IDLE] + [indicator.OFF] * 4
    for state in (ABSENT, FAILED, FROZEN, BUS_STUCK):
        lights.sensors(state, OK)
        lights.step(board.ticks_ms())
        assert board.pixels.shown[1:] == [indicator.OFF] * 3 + [indicator.TROUBLE[state]]
        lights.sensors(OK, state)
        lights.step(board.ticks_ms())
        assert board.pixels.shown[3:] == [indicator.TROUBLE[state], indicator.OFF]
    lights.flash(indicator.label_color(1))
    lights.step(board.ticks_ms())
    assert board.pixels.shown == [indicator.label_color(1)] * 5
    lights.hint(indicator.UNKNOWN)
    lights.step(board.ticks_ms())
    assert board.pixels.shown == [indicator.label_color(1)] * 5
    board.ms += indicator.FLASH_MS
    lights.step(board.ticks_ms())
    assert board.pixels.shown[0] == indicator.IDLE
    lights.hint(indicator.UNKNOWN)
    lights.step(board.ticks_ms())
    assert board.pixels.shown == [indicator.UNKNOWN] * 5


def test_pixels_are_written_only_on_a_change():
    board = FakeBoard()
    lights = Indicator(board)
    for _ in range(100):
        lights.sensors(OK, OK)
        lights.show(indicator.STREAM)
        lights.step(board.ticks_ms())
    assert board.pixels.writes == 1


def test_labels_have_their_own_colors():
    colors = [indicator.label_color(label) for label in range(10)]
    assert len(set(colors)) == 10 and indicator.label_color(200)
