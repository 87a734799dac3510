"""Sweeps of what runs on the board, for MicroPython: test_on_board.py asks for them there."""

from board_target import EXAMPLES, Board
from kit_targets import PAYLOAD_WORDS, TARGETS
from mutation import Mutator, fuzz
from record_target import EXAMPLES as RECORDS
from record_target import WORDS as RECORD_WORDS
from record_target import Record
from running_target import Running, Tweaks

LONGEST = 800  # bytes of an input: what the targets make of it must fit into a small heap


def sweep(name, seed, count):
    """Give a target of TARGETS, "board", "record" or "running", so many inputs."""
    if name == "board":
        _sweep_board(seed, count)
    elif name == "running":
        running = Running()
        fuzz(running, Tweaks(seed), count)
        assert running.ran > count // 8
    elif name == "record":
        record = Record()
        try:
            fuzz(record, Mutator(seed, RECORDS, RECORD_WORDS, LONGEST), count)
        finally:
            record.close()
    else:
        target, examples, words = TARGETS[name]
        fuzz(target, Mutator(seed, examples, words, LONGEST), count)


def _sweep_board(seed, count):
    board = Board()
    try:
        fuzz(board, Mutator(seed, EXAMPLES, PAYLOAD_WORDS, LONGEST), count)
        assert board.alive()
        assert board.answers > count // 4
    finally:
        board.close()


def endless_line(kilobytes):
    """Type a line that never ends, half a kilobyte at each step of the app; it still answers."""
    board = Board()
    try:
        board.endless(2 * kilobytes)
        assert board.alive()
    finally:
        board.close()
