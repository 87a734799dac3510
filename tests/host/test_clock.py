"""How long a work still takes, by a clock that is set by hand."""

import pytest

from tinyspark.terminal import clock
from tinyspark.terminal.clock import Clock, seconds


class Hand:
    """A time that is set."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    made = Hand()
    monkeypatch.setattr(clock, "time", made)
    return made


def test_the_time_left_goes_on_between_two_words(hand: Hand) -> None:
    work = Clock()
    assert work.left() is None and work.share is None
    work.reached(0.0)
    hand.now += 10
    work.reached(0.25)
    assert work.left() == 30 and work.past() == 10
    hand.now += 12
    assert work.left() == 18
    hand.now += 100
    assert work.left() == 0, "late, but not before its time"


def test_a_time_is_no_guess(hand: Hand) -> None:
    work = Clock()
    work.reached(0.0)
    hand.now += 1
    work.reached(0.01)
    assert work.left() is None


def test_the_next_part_begins_anew(hand: Hand) -> None:
    work = Clock()
    hand.now += 50
    work.reached(0.9)
    work.reached(0.0)
    assert work.past() == 0
    hand.now += 10
    work.reached(0.5)
    assert work.left() == 10
    work.reached(None)
    assert work.left() is None and work.past() == 0


def test_a_time_in_short_words() -> None:
    assert [seconds(count) for count in (0.4, 99, 100, 600)] == ["0 s", "99 s", "2 min", "10 min"]
