"""Measure the firmware in its forms: bytes, installing, and the time from a reset to an answer.

usage: python tools/measure_firmware.py [--sizes] [--runs 9]

Sizes are those of the board's processor and of this computer's virtual board. Times are of virtual
boards, one a form, in turn; medians. A reset takes half a second until USB is back, as on a board.
"""

import argparse
import statistics
import sys
import time
from contextlib import ExitStack

from tinyspark.board import board_image, flash, installation
from tinyspark.board.board_image import Form
from tinyspark.board.device import Device
from tinyspark.board.link import LinkError
from tinyspark.board.ports import open_device
from tinyspark.demo.source import bundled
from tinyspark.learning import training
from tinyspark.virtual.client import VirtualBoard

PROCESSORS = ("xtensawin", "x64")
MODEL_DATA = "synthetic-gestures"
_LOOK_EVERY = 0.001  # s: the port of a board in a reset
_LONGEST = 10.0  # s


def main() -> None:
    """Print the sizes, and the times unless only sizes are wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", action="store_true", help="print the sizes alone")
    parser.add_argument("--runs", type=int, default=9, help="resets of each board (default 9)")
    options = parser.parse_args()
    print_sizes()
    if not options.sizes:
        print_times(options.runs)


def print_sizes() -> None:
    """Print how many bytes each file has on a board."""
    columns = [(Form.SOURCE, "any")]
    columns += [(form, name) for name in PROCESSORS for form in (Form.MIXED, Form.COMPILED)]
    images = [
        [*board_image.contents(form, name).values(), board_image.loader()]
        for form, name in columns
    ]
    for heads in zip(*((name, form.value) for form, name in columns), strict=True):
        print(" " * 32 + "".join(f"{head:>14}" for head in heads))
    for number, (_, place) in enumerate(board_image.files()):
        print(f"{place:32}" + "".join(f"{len(image[number]):14,}" for image in images))
    totals = [sum(map(len, image)) for image in images]
    print(f"{'bytes':32}" + "".join(f"{total:14,}" for total in totals))


def print_times(runs: int) -> None:
    """Print how long installing takes, and what follows a reset."""
    print(f"\nTraining a model with {MODEL_DATA} ...", file=sys.stderr)
    model = training.train(bundled(MODEL_DATA), training.Options()).model
    with ExitStack() as stack:
        boards = {form: stack.enter_context(VirtualBoard(firmware=False)) for form in Form}
        installing = {form: seconds_to_install(boards[form].port, form) for form in Form}
        for board in boards.values():
            flash.deploy(board.port, model)
        answers = [{form: after_reset(boards[form]) for form in Form} for _ in range(runs)]
    print(f"\nseconds, medians of {runs} resets{'hello':>10}{'scores':>10}{'installing':>14}")
    for form in Form:
        hello, scores = (
            statistics.median(times) for times in zip(*(run[form] for run in answers), strict=True)
        )
        print(f"{form.value:32}{hello:10.3f}{scores:10.3f}{installing[form]:14.2f}")


def seconds_to_install(port: str, form: Form) -> float:
    begun = time.perf_counter()
    installation.install(port, form=form)
    return time.perf_counter() - begun


def after_reset(board: VirtualBoard) -> tuple[float, float]:
    """Press the reset button; return seconds to the hello and to the first classification."""
    begun = time.perf_counter()
    board.hard_reset()
    with ExitStack() as stack:
        device = opened(stack, board.port)
        device.hello()
        hello = time.perf_counter() - begun
        device.classify(scores=True)
        while time.perf_counter() - begun < _LONGEST:
            if any(message.name == "scores" for message in device.messages(0.01)):
                return hello, time.perf_counter() - begun
    raise RuntimeError("the board did not classify")


def opened(stack: ExitStack, port: str) -> Device:
    """Open the port of a board in a reset as soon as it is there."""
    until = time.perf_counter() + _LONGEST
    while time.perf_counter() < until:
        try:
            return stack.enter_context(open_device(port))
        except LinkError:
            time.sleep(_LOOK_EVERY)
    raise RuntimeError("the board did not come back")


if __name__ == "__main__":
    main()
