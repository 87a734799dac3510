"""The board's app on a fake board, told damaged bytes: it answers in whole messages and goes on.

Runs on both interpreters. The app lives on from one input to the next, as on a board, so that
they meet it in every mode.
"""

import gc

import flash_folder
import small_models
from fakes import FakeBoard, Reset, run, tap
from kit_targets import LINES, PAYLOADS, TAKES

from app import App
from gesturekit import messages
from gesturekit.framing import MAX_PAYLOAD, TO_BOARD, encode
from gesturekit.sample import SENSORS

REQUESTS = [payload for payload in PAYLOADS if payload[0] >= 128]
for _sensor in range(len(SENSORS)):
    REQUESTS.append(messages.encode("stream", 1, _sensor))
    REQUESTS.append(messages.encode("record", 2, _sensor, 30, messages.NOW))
    REQUESTS.append(messages.encode("record", 3, _sensor, 30, messages.BUTTON))
    REQUESTS.append(messages.encode("prepare", 4, _sensor, 30, b"up\ndown"))
for _scores in (0, messages.SCORES, messages.SCORES_AND_SAMPLES):
    REQUESTS.append(messages.encode("classify", 5, _scores))
NUMBERS = bytes([payload[0] for payload in REQUESTS])
EXAMPLES = REQUESTS * 2 + LINES
_STEPS_MS = 20  # of board time for each input
_LONGEST = 1000  # bytes that one input types


class Board:
    """A target. Close it: it has a folder with takes of its own."""

    def __init__(self):
        board = FakeBoard()
        self._folder = board.takes_folder
        flash_folder.put(board, "3132333435363738.take", TAKES[0])
        self._start(board)
        self.answers = self.resets = 0

    def _start(self, board):
        board.takes_folder = self._folder
        small_models.put(small_models.imu(), "b")
        self._app = App(board, small_models.put(small_models.proximity()))

    def __call__(self, data):
        """Type data: as it is, or in a whole frame when it begins as a request does.

        One that begins with 1 or 2 taps this button first.
        """
        board = self._app.board
        if data[:1] in NUMBERS and 3 <= len(data) <= MAX_PAYLOAD[TO_BOARD]:
            data = encode(TO_BOARD, data)
        board.input += data[:_LONGEST] + b"\n"
        try:
            if data[:1] in (b"\x01", b"\x02"):
                tap(self._app, data[0])
            run(self._app, _STEPS_MS)
        except Reset:
            self.resets += 1
            self._app = None
            gc.collect()  # a board starts with an empty heap
            self._start(FakeBoard())
        assert len(board.input) <= _LONGEST
        self.answers += len(board.heard())
        board.console.clear()
        board.leds.clear()

    def endless(self, pieces):
        """Type so many pieces of 500 bytes without an end of line."""
        board = self._app.board
        piece = b"$" * 500
        for _ in range(pieces):
            board.input = piece
            self._app.step()
        board.input = b"\n"

    def close(self):
        flash_folder.tidy(self._app.board)
        small_models.remove()

    def alive(self):
        """Whether it still answers."""
        board = self._app.board
        run(self._app, 200)
        board.heard()
        asked = board.say("ask_status")
        run(self._app, 200)
        acks = [message.fields for message in board.heard() if message.name == "ack"]
        return [(ack.request, ack.error) for ack in acks] == [(asked, 0)]
