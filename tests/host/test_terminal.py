"""What reaches a terminal: no escapes, the right width, curves where they belong."""

import io

import numpy as np
import pytest

from tinyspark.terminal.graph import bar, curve, strip
from tinyspark.terminal.screen import Panel, clean, fit


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("wave", "wave"),
        ("größer 手", "größer 手"),
        ("\x1b[2J", "?[2J"),
        ("a\nb\r\tc\0", "a?b??c?"),
        ("\u202eabc\u200b", "?abc?"),
        ("\x9b31m", "?31m"),
        (b"caf\xc3\xa9 \xff", "café \ufffd"),
        ("x" * 300, "x" * 199 + "…"),
        ("", ""),
    ],
)
def test_clean(text: str | bytes, shown: str) -> None:
    assert clean(text) == shown


def test_clean_lets_no_control_character_through() -> None:
    every = "".join(map(chr, range(0x3000)))
    assert all(character.isprintable() for character in clean(every, len(every)))


@pytest.mark.parametrize("width", [1, 5, 9])
def test_fit(width: int) -> None:
    assert len(fit("label", width)) == width


@pytest.mark.parametrize("fraction", [-1, 0, 0.01, 0.5, 0.999, 1, 2])
def test_bars_keep_their_width(fraction: float) -> None:
    assert len(bar(fraction, 20)) == 20
    assert bar(fraction, 20).count("█") == int(min(max(fraction, 0), 1) * 20 + 1e-9) or fraction


def test_a_curve_rises() -> None:
    lines = curve(np.linspace(-1, 1, 40), (20, 3), 1.0)
    assert [len(line) for line in lines] == [20, 20, 20]
    assert lines[0].strip("\u2800") and lines[0][0] == "\u2800" and lines[0][-1] != "\u2800"
    assert lines[2][0] != "\u2800" and lines[2][-1] == "\u2800"


@pytest.mark.parametrize("values", [[], [0.0], [5.0] * 3, np.full(1000, -9.0)])
def test_curves_of_anything(values: list[float]) -> None:
    assert [len(line) for line in curve(values, (10, 2), 1.0)] == [10, 10]


def test_a_peak_of_one_sample_is_seen() -> None:
    values = np.zeros(5000)
    values[2500] = 1.0
    assert curve(values, (20, 4), 1.0)[0].strip("\u2800")


@pytest.mark.parametrize("count", [0, 1, 3, 40, 1000])
def test_strips_of_any_length(count: int) -> None:
    assert len(strip(np.arange(count), 40, 10)) == min(count, 40)


def test_a_strip_shows_where_something_is() -> None:
    values = np.array([0, 0, 100, 50, 0])
    assert strip(values, 5, 10) == "▁▁█▅▁"
    assert strip(values, 5, 1000) == "▁▁▂▁▁"


def test_a_panel_is_drawn_in_place() -> None:
    out = io.StringIO()
    panel = Panel(out)
    panel.draw(["one", "two"])
    panel.draw(["ONE", "TWO"])
    panel.say("news", ["1"])
    assert out.getvalue() == (
        "\x1b[2Kone\n\x1b[2Ktwo\n\x1b[2F\x1b[2KONE\n\x1b[2KTWO\n\x1b[2F\x1b[0Jnews\n\x1b[2K1\n"
    )
