"""Every word of the studio, a class for each page: a translation is another file like this one.

Words in braces are filled in. Nothing here is markup.
"""


class Frame:
    BRAND = "TinySpark studio"
    STEPS = "Steps"
    LIGHT = "Light, dark, or as the system"
    NO_BOARD = "No board"
    CONNECTED = "Board connected"
    GONE = "Board gone: plug it in again"
    BUSY = "Board at work"
    CLOSE = "Close"
    UNEXPECTED = (
        "Something went wrong that nobody foresaw ({error}). Reload the page and try again."
    )


class Work:
    BUSY = "Something else is being worked on.\nWait for it, or stop it."
    WORDLESS = "It ended without a word. Perhaps there is too little memory."
    LEFT = "{time} left"
    STOP = "Stop"


class Board:
    TITLE = "Board"
    INTRO = "Connect a TinySpark with a USB cable, or play with a virtual one."
    CONNECT = "Connect"
    VIRTUAL = "Start a virtual board"
    DISCONNECT = "Disconnect"


class Record:
    TITLE = "Record"
    INTRO = "Show the board what each gesture looks like: about ten takes of each."
    LABEL = "Label"
    LABEL_HINT = "new or existing, such as wave"
    COUNT_OF = "{label}: {count} of {goal} takes"
    PERSON = "Person"
    SESSION = "Session"
    SECONDS = "Seconds of a take"
    SENSOR = "Sensor"
    SENSORS = {  # noqa: RUF012
        "imu": "Motion",
        "imu+proximity": "Motion and proximity",
        "proximity": "Proximity",
    }
    BUTTON = "Button 1 on the board starts each take"
    SERIES = "Takes in a row"
    PAUSE = "Pause between them (s)"
    RECORD = "Record"
    STOP = "Stop"
    SPACE = "Space bar: record and stop"
    NOW = "Now!"
    PRESS = "Press Button 1"
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
    DELETED = "The take is deleted. The Data page can bring it back."
    NO_BOARD = "No board is connected: connect one, or start a virtual one, on the Board page."
    TO_BOARD = "To the Board page"
    HANDS = "The virtual board can move by itself at each take:"
    BY_HAND = "It rests"
    PLAY = "Play it now"


class Trace:
    ACCEL = "Acceleration"
    GYRO = "Turning"
    PROXIMITY = "Proximity"
    UNITS = {"g": "g", "dps": "°/s", "counts": "counts"}  # noqa: RUF012
    TAKE = "take"
    GAP = "gap"
    PLOT = "Live plot of the sensor; its newest values are in the text behind it"
    GAPS = "Gaps in what is seen: {n}."
    EMPTY = "No samples yet."


class Data:
    TITLE = "Data"
    INTRO = "All takes so far. Look through them and put right what went wrong."


class Train:
    TITLE = "Train"
    INTRO = "Let a small network learn from the takes, and see what it can do with new people."


class Inside:
    TITLE = "Inside"
    INTRO = "Follow one take through the network, number by number."


class Live:
    TITLE = "Live"
    INTRO = "What the board recognizes now."


class Deploy:
    TITLE = "Deploy"
    INTRO = "Put the model on the board. What runs there now stays until the new one works."


class Lessons:
    TITLE = "Lessons"
    INTRO = "Learn how networks learn, one step at a time."
