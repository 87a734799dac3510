"""The words of the page Record and of the plot."""

from typing import ClassVar


class Record:
    TITLE = "Record"
    INTRO = "Show the board what each gesture looks like: about ten takes of each."
    LABEL = "Label"
    LABEL_HINT = "new or existing, such as wave"
    PERSON = "Person"
    SESSION = "Session"
    SECONDS = "Seconds each"
    SENSOR = "Sensor"
    SENSORS: ClassVar = {
        "imu": "Motion",
        "imu+proximity": "Motion and proximity",
        "proximity": "Proximity",
    }
    BUTTON = "Button 1 on the board starts each take"
    SERIES = "Takes in a row"
    PAUSE = "Pause in seconds"
    RANGE = "{least:g} to {most:g}; {used:g} is used"
    RECORD = "Record"
    STOP = "Stop"
    SPACE = "Space bar: record and stop"
    NOW = "Now!"
    PRESS = "Press Button 1"
    STANDS_STILL = "The plot stands still until then."
    LOST = "Waiting for the board"
    GOOD = "Good: kept."
    GOOD_TAKE = "good"
    BAD = "This take has problems:"
    KEPT = "Kept, with problems:"
    DROPPED = "Dropped."
    TORN = "Some of it is missing: record it again."
    KEEP = "Keep it anyway (K)"
    REDO = "Redo (R)"
    UNDO = "Undo (U)"
    PROGRESS = "{done} of {wanted}"
    LAST = "Last takes"
    NONE = "No takes yet. Choose a label, then record."
    DELETE = "Delete this take"
    ANOTHER_BOARD = "The board is another one now.\nStart recording again."


class Motions:
    PLAY = "The virtual board can do:"
    AT_EACH_TAKE = "At each take the virtual board does:"
    REST = "nothing"
    LONGER = "Seconds each is now {seconds:g}: a take holds the whole motion."


class Trace:
    ACCEL = "Acceleration"
    GYRO = "Turning"
    PROXIMITY = "Proximity"
    UNITS: ClassVar = {"g": "g", "dps": "°/s", "counts": "counts"}
    TAKE = "take"
    GAP = "gap"
    PLOT = "Live plot of the sensor; its newest values are in the text behind it"
    GAPS = "Gaps in what is seen: {n}."
    EMPTY = "No samples yet."
