"""Write datasets/proximity-course: the ten recordings of the course's chapter on the gesture.

usage: python tools/make_proximity_course.py FOLDER

The chapter prints the counts of the 10-bit sensor divided by 8 (127.875 = 1023 / 8). This writes
round(8 x value); the few printed values that are no multiples of 1/8 (such as 120.1) are at most
1/16 off.
"""

import sys

import numpy as np

from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import PROXIMITY

PRINTED = {  # label: per recording the values 500 ms ago, 250 ms ago, now
    "closer": (
        (0.0, 35.5, 120.1),
        (2.625, 33.375, 127.875),
        (19.0, 56.375, 127.875),
        (47.875, 51.375, 127.875),
        (40.125, 89.375, 127.875),
    ),
    "away": (
        (104.54, 2.375, 0.0),
        (127.875, 33.625, 5.4),
        (120.3, 39.125, 0.0),
        (127.875, 103.25, 23.8),
        (127.875, 29.25, 0.0),
    ),
}
NOTES = (
    "Origin: TinySpark course, chapter on the gesture network: ten measurements of a hand that "
    "moves closer to the proximity sensor (APDS-9930) or away from it, three samples 250 ms "
    "apart. The chapter prints counts divided by 8; these are raw counts, round(8 x value). "
    "The licence CC BY-SA 4.0 holds for these data only, not for the program around them."
)


def make(folder: str) -> Dataset:
    """Write the dataset into a folder that must be new or empty."""
    dataset = Dataset.create(
        folder, PROXIMITY, name="proximity-course", licence="CC-BY-SA-4.0", notes=NOTES
    )
    for label, takes in PRINTED.items():
        for values in takes:
            counts = np.rint(8 * np.array(values)).astype(np.int16)
            dataset.add(counts[:, np.newaxis], label, session="course", created="")
    return dataset


if __name__ == "__main__":
    print(len(make(sys.argv[1]).recordings), "takes written")
