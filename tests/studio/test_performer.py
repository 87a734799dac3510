"""What a virtual board does at a take: nothing, a motion, or a hand with or without the button."""

from typing import Any

import pytest

from tinyspark.studio.performer import LEAD, Performer
from tinyspark.studio.toy import Toy


class SpokenTo:
    """A virtual board that only remembers what it is asked for."""

    time = 0.0

    def __init__(self) -> None:
        self.calls: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        def called(*arguments: Any, **named: Any) -> float:
            self.calls.append((name, named.get("delay_ms", arguments[:1])))
            return 2.0

        return called


@pytest.fixture(scope="module")
def toy() -> Toy:
    return Toy(SpokenTo())  # type: ignore[arg-type]


def calls(toy: Toy) -> list[tuple[str, Any]]:
    found, toy.board.calls = toy.board.calls, []  # type: ignore[attr-defined]
    return [call for call in found if call[0] not in ("clear", "rest")]


def perform(toy: Toy, chosen: str, sensor: str, button: bool) -> list[tuple[str, Any]]:
    performer = Performer()
    calls(toy)
    toy.board.time += 100.0  # type: ignore[misc]
    performer.chosen = chosen
    performer.ready(toy, sensor, button)
    performer.begun(toy, sensor)
    return calls(toy)


@pytest.mark.parametrize(
    "chosen, sensor, button, done",
    (
        ("", "imu", False, []),
        ("", "imu", True, []),
        ("circle", "imu", False, [("play", ("imu",))]),
        ("circle", "imu+proximity", False, [("play", ("imu",))]),
        ("circle", "imu", True, [("tap", (1,)), ("play", ("imu",))]),
        ("circle", "proximity", False, []),
        ("closer", "proximity", False, [("play", LEAD)]),
        ("closer", "imu", False, []),
    ),
)
def test_a_take_gets_its_movement(
    toy: Toy, chosen: str, sensor: str, button: bool, done: list[tuple[str, Any]]
) -> None:
    assert perform(toy, chosen, sensor, button) == done


def test_a_hand_comes_with_the_button(toy: Toy) -> None:
    [(name, (counts,))] = perform(toy, "away", "proximity", True)
    assert name == "press_and_move" and counts[0] > counts[-1]


def test_each_sensor_has_its_own_gestures(toy: Toy) -> None:
    performer = Performer()
    labels = performer.labels(toy, "imu")
    assert labels == ["chop", "circle", "shake", "swipe", "twist", "wave"]
    assert performer.labels(toy, "proximity") == ["away", "closer"]
    assert performer.labels(toy, "buttons") == []


@pytest.mark.parametrize(
    "label, sensor, how", [("wave", "imu", "play"), ("away", "proximity", "press_and_move")]
)
def test_each_gesture_can_be_played_by_itself(toy: Toy, label: str, sensor: str, how: str) -> None:
    performer = Performer()
    assert label in performer.labels(toy, sensor)
    calls(toy)
    toy.board.time += 100.0  # type: ignore[misc]
    assert performer.play(toy, label, sensor)
    assert [name for name, _ in calls(toy)] == [how]
