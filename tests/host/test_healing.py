"""Healing alone: order, holes, what is gone, patience, restarts, numbers that make no sense."""

import random

import pytest

from gesturekit import messages
from gesturekit.messages import CREDIT_WINDOW, MOST_AGAIN, Message
from tinyspark.board.healing import ASK_AGAIN, MOST_BEHIND, PATIENCE, Healing


def kept(seq: int) -> Message:
    return messages.decode(messages.encode("button", seq, 1, 1))


def answer(seq: int) -> Message:
    return messages.decode(messages.encode("ack", seq, 1, 0, ""))


def gone(first: int, count: int) -> Message:
    return messages.decode(messages.encode("gone", 0, first, count))


def started(seq: int = 9) -> Healing:
    """It has seen message seq."""
    healing = Healing()
    healing.take(kept(seq), 0.0)
    return healing


def seqs(received: list[Message]) -> list[int]:
    return [message.seq for message in received]


def test_what_comes_in_order_is_handed_on_at_once() -> None:
    healing = started(65534)
    for seq in (65535, 0, 1):
        assert seqs(healing.take(kept(seq), 0.0)) == [seq]
    assert not healing.waits and not healing.wanted(0.0)


def test_a_hole_is_asked_for_and_filled() -> None:
    healing = started()
    assert healing.take(kept(12), 0.0) == healing.take(kept(13), 0.0) == []
    assert healing.wanted(0.0) == [(10, 2)]
    assert healing.wanted(ASK_AGAIN / 2) == []
    assert healing.wanted(ASK_AGAIN) == [(10, 2)]
    assert seqs(healing.take(kept(10), 0.3)) == [10]
    assert healing.wanted(2 * ASK_AGAIN) == [(11, 1)]
    assert seqs(healing.take(kept(11), 0.3)) == [11, 12, 13]
    assert (healing.healed, healing.lost, healing.waits) == (2, 0, False)


def test_an_answer_tells_of_a_missing_tail_and_is_handed_on_itself() -> None:
    healing = started()
    assert seqs(healing.take(answer(11), 0.0)) == [11]
    assert healing.wanted(0.0) == [(10, 2)]
    assert seqs(healing.take(answer(9), 0.0)) == [9]


def test_each_message_is_handed_on_once() -> None:
    healing = started()
    for seq in (9, 12, 12, 9):
        assert healing.take(kept(seq), 0.0) == []
    healing.take(kept(10), 0.0)
    assert seqs(healing.take(kept(11), 0.0)) == [11, 12]
    assert healing.take(kept(11), 0.0) == healing.take(kept(12), 0.0) == []


def test_what_is_gone_is_counted_and_no_longer_waited_for() -> None:
    healing = started()
    healing.take(kept(20), 0.0)
    assert healing.take(gone(3, 10), 0.0) == []  # 3 to 9 have come, 10 to 12 have not
    assert healing.lost == 3 and healing.wanted(0.0) == [(13, 7)]
    assert seqs(healing.take(gone(13, 7), 0.0)) == [20]
    assert healing.lost == 10


def test_patience_ends() -> None:
    healing = started()
    healing.take(kept(11), 1.0)
    healing.take(kept(13), 2.0)
    assert healing.late(1.0 + PATIENCE) == []
    assert seqs(healing.late(1.1 + PATIENCE)) == [11]
    assert seqs(healing.late(2.1 + PATIENCE)) == [13]
    assert healing.lost == 2


def test_requests_are_short_and_few() -> None:
    healing = started()
    healing.take(kept(100), 0.0)
    wanted = healing.wanted(0.0)
    assert wanted == [(10, MOST_AGAIN), (18, MOST_AGAIN), (26, MOST_AGAIN)]
    assert sum(count for _, count in wanted) == CREDIT_WINDOW
    assert healing.wanted(ASK_AGAIN / 2) == []


def test_a_restart_hands_on_what_waited() -> None:
    healing = started(500)
    healing.take(kept(503), 0.0)
    assert seqs(healing.restart(3)) == [503]
    assert healing.lost == 2
    assert seqs(healing.take(kept(4), 0.0)) == [4]


def test_what_is_forgotten_is_no_loss() -> None:
    healing = started()
    for seq in (11, 14, 16):
        healing.take(kept(seq), 0.0)
    assert seqs(healing.forget(13)) == [14]
    assert healing.lost == 0 and healing.wanted(0.0) == [(15, 1)]


@pytest.mark.parametrize("jump", [MOST_BEHIND + 1, 30_000])
def test_a_jump_is_lost_at_once(jump: int) -> None:
    healing = started()
    assert seqs(healing.take(kept((10 + jump) & 0xFFFF), 0.0)) == [(10 + jump) & 0xFFFF]
    assert healing.lost == jump and not healing.waits


@pytest.mark.fault(4, "numbers that make no sense")
@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_it_stays_small_and_in_order(seed: int) -> None:
    chance = random.Random(seed)
    healing = started()
    near, now, newest = 9, 0.0, 9
    for _ in range(2000):
        near += chance.choice((1, 1, 2, 0, -5, chance.randrange(2 * MOST_BEHIND)))
        near &= 0xFFFF
        make = chance.choice((kept, kept, kept, answer, lambda seq: gone(seq, 9)))
        received = healing.take(make(near), now) + healing.late(now)
        for message in received:
            if message.name == "button":
                assert 0 < (message.seq - newest) & 0xFFFF < 0x8000
                newest = message.seq
        healing.wanted(now)
        assert len(healing._missing) <= 2 * MOST_BEHIND >= len(healing._behind)
        now += chance.random()
