"""Inside MicroPython: one stage of the live step, run so often that an outer meter sees it.

usage: live.py MODEL moving|still hop|features|network|nothing N
"""

import sys

from cost_stages import Stages

from gesturekit import model_format


def main(place, motion, stage, number):
    with open(place, "rb") as file:
        stages = Stages(model_format.load(file.read()), motion == "moving")
    action = getattr(stages, stage)
    for _ in range(int(number)):
        action()


main(*sys.argv[1:])
