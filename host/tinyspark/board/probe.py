"""The numbers that a board computes on the way from samples to a gesture, asked for one by one.

Sends the host's own list of steps as a script; the arithmetic is that of the gesturekit on the
board, its fast kernels included. The script leaves nothing there. What comes back is checked by
whoever compares it.
"""

import array
import base64
from pathlib import Path
from typing import Any

from tinyspark.board import board_scripts, flash
from tinyspark.learning.glass_box import steps

_SOURCE = """
import binascii
from gesturekit import kernels, model_format, plain
def answer(model, samples, look):
    model = model_format.load(binascii.a2b_base64(model))
    facts = follow(model, array("h", binascii.a2b_base64(samples)), look)
    facts["fast"] = kernels.run is not plain.run
    return facts
"""


def follow(port: str, model: bytes, samples: array.array, look: int) -> dict[str, Any]:
    """Return what the board on port reports of steps.follow(); LinkError when it cannot.

    And `fast`: whether its kernels are the fast ones.
    """
    source = Path(steps.__file__).read_text("utf-8") + _SOURCE
    data = [base64.b64encode(part).decode() for part in (model, samples.tobytes())]
    call = f"answer({data[0]!r}, {data[1]!r}, {look})"
    return flash.compute(port, board_scripts.compute(source, call))
