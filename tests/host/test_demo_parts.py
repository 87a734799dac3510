"""The demo's parts that need no board: who is held out, stillness around takes, the answer."""

import numpy as np
import pytest

from tinyspark.board.capture import Take
from tinyspark.dataset.recording import Recording
from tinyspark.demo import acts
from tinyspark.demo.acts import Seen
from tinyspark.demo.hold_out import hold_out
from tinyspark.demo.motion import NOTHING, Tried, answer, confusion
from tinyspark.errors import UserError

MOVE = np.arange(60, dtype=np.int16).reshape(10, 6)


def take(number: int, label: str = "wave", **details: str) -> Recording:
    told = {"subject": "", "session": "", "split": "", **details}
    return Recording(id=str(number), label=label, created="", verdict="", samples=MOVE, **told)


def test_takes_marked_test_are_held_out() -> None:
    held = hold_out(
        [take(n, split="test" if n == 2 else "train", subject=str(n)) for n in range(4)]
    )
    assert [one.id for one in held.test] == ["2"] and len(held.train) == 3


def test_a_person_is_held_out_before_a_session() -> None:
    takes = [take(n, subject="ab"[n % 2], session=str(n)) for n in range(6)]
    assert {one.subject for one in hold_out(takes).test} == {"b"}
    assert {one.subject for one in hold_out(takes, "a").test} == {"a"}


def test_a_session_is_held_out_without_persons() -> None:
    held = hold_out([take(n, session="xy"[n % 2], subject="a") for n in range(6)])
    assert held.what == "session y" and {one.session for one in held.train} == {"x"}


def test_every_fifth_take_of_each_label_is_held_out_otherwise() -> None:
    takes = [take(n, "ab"[n % 2]) for n in range(20)]
    held = [one.id for part in "01234" for one in hold_out(takes, part).test]
    assert sorted(held, key=int) == [str(n) for n in range(20)]
    assert [one.label for one in hold_out(takes, "3").test].count("a") == 2


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UserError, match=r"no subject 'zoe'.*\nChoose from a, b"):
        hold_out([take(n, subject="ab"[n % 2]) for n in range(4)], "zoe")


def test_a_label_that_only_one_person_performs_is_refused() -> None:
    takes = [take(0, subject="a"), take(1, subject="b"), take(2, "punch", subject="b")]
    with pytest.raises(UserError, match="nobody performs punch"):
        hold_out(takes)


def test_stillness_around_a_take_keeps_the_take() -> None:
    moved = acts.at_rest_around(MOVE)
    still = (len(moved) - len(MOVE)) // 2
    assert np.array_equal(moved[still:-still], MOVE)
    assert np.abs(moved[:still] - MOVE[0]).max() <= 3
    assert np.abs(moved[-still:] - MOVE[-1]).max() <= 3


def test_a_take_holds_what_was_performed_or_does_not() -> None:
    around = acts.at_rest_around(MOVE).astype(np.int16)
    assert acts.holds(Take(around, 0), MOVE)
    assert acts.holds(Take(around, 0), MOVE[:, :3])
    damaged = around.copy()
    damaged[len(around) // 2, 2] += 1
    assert not acts.holds(Take(damaged, 0), MOVE)
    assert not acts.holds(Take(np.delete(around, len(around) // 2, axis=0), 0), MOVE)
    assert not acts.holds(Take(around[:5], 0), MOVE)


def test_the_answer_is_the_most_frequent_detection() -> None:
    seen = [Seen(label, 200, 0, 10) for label in ("wave", "chop", "chop")]
    assert answer(seen, NOTHING) == "chop"
    assert answer(seen[:2], NOTHING) == "wave"
    assert answer([], "idle") == "idle"


def test_the_confusion_matrix_counts_takes() -> None:
    tried = [
        Tried(take(0, "a"), "a", [], 0),
        Tried(take(1, "a"), "b", [], 0),
        Tried(take(2, "b"), NOTHING, [], 0),
    ]
    assert confusion(tried, ["a", "b", NOTHING]) == [[1, 1, 0], [0, 0, 1], [0, 0, 0]]
