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
