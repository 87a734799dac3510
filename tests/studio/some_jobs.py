"""Jobs for tests of the work: at the top level of a module, as a process needs them."""

import os
import signal
import time
from pathlib import Path
from typing import NoReturn

from tinyspark.errors import UserError
from tinyspark.learning.work import SCORING
from tinyspark.studio.work import Teller


def add(teller: Teller, first: int, second: int) -> int:
    teller("adding", 0.5)
    teller.tell(first)
    teller.tell(second)
    return first + second


def last(teller: Teller, place: str = "") -> NoReturn:
    """Never end; say in a file of this name who does so."""
    if place:
        Path(place).with_suffix(".part").write_text(str(os.getpid()))
        Path(place).with_suffix(".part").rename(place)
    teller("lasting", None)
    while True:
        time.sleep(1)


def refuse(teller: Teller) -> NoReturn:
    raise UserError("There are no takes.\nRecord some.")


def crash(teller: Teller) -> NoReturn:
    raise ZeroDivisionError("nobody foresaw this")


def die(teller: Teller) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def bring_much(teller: Teller, size: int) -> bytes:
    return bytes(size)


def bring_what_cannot_be_sent(teller: Teller) -> object:
    return lambda: None


def ignore_everything(teller: Teller) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    last(teller)


def train_for_ever(teller: Teller) -> NoReturn:
    """Tell two epochs of two trainings, and go on."""
    from tinyspark.learning.epochs import Epoch  # it loads NumPy: the other jobs begin at once

    teller(SCORING["subject"], 0.5)
    for training in (1, 2):
        for number in (1, 2):
            teller.tell(Epoch(training, "scoring", number, 30, 1 / number, 0.5))
    while True:
        time.sleep(1)
