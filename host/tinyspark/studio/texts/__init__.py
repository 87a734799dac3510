"""Every word of the studio, a class for each page: a translation is another folder like this one.

Words in braces are filled in. Nothing here is markup. Long pages have a file of their own.
"""

from typing import ClassVar

from tinyspark.studio.texts.data import Data as Data
from tinyspark.studio.texts.live import Live as Live
from tinyspark.studio.texts.record import Motions as Motions
from tinyspark.studio.texts.record import Record as Record
from tinyspark.studio.texts.record import Trace as Trace


class Frame:
    BRAND = "TinySpark studio"
    STEPS = "Steps"
    SKIP = "To the page's content"
    LIGHT = "Light, dark, or as the system"
    NO_BOARD = "No board"
    CONNECTED = "Board connected"
    GONE = "Board gone: its cable is out"
    LOST = (
        "If the studio was ended, start it again: it opens a new page. Else this one comes back."
    )
    BUSY = "Board at work"
    CLOSE = "Close"
    UNEXPECTED = (
        "Something went wrong that nobody foresaw ({error}). Reload the page and try again."
    )


class Here:
    """What errors tell those who type commands, and what they tell here."""

    WORDS: ClassVar = {
        "Repeat the command": "Try again",
        "repeat the command": "try again",
        ", this tells what it runs: tinyspark boards": ", the page Board tells what it runs.",
        " (key u where it runs plugs it in), or start another one: tinyspark virtual": (
            ": the page Board has a button Plug it in."
        ),
        ": `tinyspark dataset import --help` says what each one is.": ".",
    }


class Absent:
    NO_BOARD = "No board is connected: connect one, or start a virtual one, on the page Board."
    GONE = "The board is gone: its cable is out. It goes on when it is plugged in again."
    UNPLUGGED = (
        "The virtual board's cable is pulled. Press the button Plug it in on the page Board."
    )
    TO_BOARD = "To the page Board"


class Work:
    BUSY = "The computer works on something else now: {name}.\nWait for it, or stop it."
    WORDLESS = "It ended without a word. Perhaps there is too little memory."
    LEFT = "{time} left"
    DOING = "{what}{share}"
    BEGINNING = "beginning"
    BAR = "How much is done"
    STOP = "Stop"


class Orders:
    GOING_BACK = "The board restarts with the model that it had before."
    BEGIN_BRINGING = "The takes come home."
    BRINGING = "Take {number} of {of} is home."


class Board:
    TITLE = "Board"
    INTRO = "Connect a TinySpark with a USB cable, or play with a virtual one."
    PLUGGED_IN = "Plugged in"
    NOTHING = (
        "Nothing is plugged in that could be a board. Plug a TinySpark in: it appears here by"
        " itself. Its cable must carry data; some only charge."
    )
    IS_BOARD = "runs MicroPython, as a TinySpark does"
    IS_LOADER = "a board that waits for firmware: press RESET on it"
    IS_OTHER = "another device"
    IS_OURS = "connected"
    CONNECT = "Connect"
    CONNECT_TO = "Connect to {port}"
    INSTALL = "Install firmware"
    INSTALL_ON = "Install firmware on {port}"
    INSTALLED = "Firmware {firmware} is on the board and runs."
    VIRTUAL = "Start a virtual board"
    VIRTUAL_WHAT = "No board at hand? A virtual one runs the real firmware on this computer."
    DISCONNECT = "Disconnect"
    YOURS = "Your board"
    NOT_YET = "None is connected."
    NOTHING_ELSE = "No other board is plugged in."
    VIRTUAL_CHIP = "virtual, runs on this computer"
    PORT = "Port"
    ON_THIS = "none: it is a virtual one, on this computer"
    CHIP = "Chip"
    FIRMWARE = "Firmware"
    VERSION = "{firmware}, slot {slot}"
    OLDER = "{firmware}, slot {slot}; this kit brings {ours}"
    UPDATE = "Install or update"
    MODEL = "Model"
    NO_MODEL = "none yet"
    A_MODEL = "{hash}, slot {slot}, {state}"
    SENSORS = "Sensors"
    STATES = "motion {imu}, proximity {proximity}"
    RATE = "Sample rate"
    MEASURED = "{measured:.1f} a second by the board's clock, set to {nominal} ({off:+.1f} %)"
    NOMINAL = "set to {nominal} a second, not measured yet"
    FLASH = "Its own takes"
    TAKES = "{takes} to bring home; room for {room} more"
    NO_TAKES = "none"
    HAPPENED = "Since its start"
    NOTHING_HAPPENED = "nothing went wrong"
    HEALTHY = "Nothing is wrong with it."
    HOME = "Bring them home"
    WHOSE = "Recorded by (may stay empty)"
    CAME = "Into the dataset: {added} new, {known} that it had already."
    STAYED = "{count} stay on the board. {reason}"
    TOY = "The virtual board"
    TOY_INTRO = (
        "Move it with a button or its key. 1 and 2 are its own buttons, for as long as you hold"
        " them."
    )
    BUTTON = "Button {number}"
    UNPLUG = "Pull the cable"
    PLUG = "Plug it in"
    RESET = "Reset"
    WITH_KEY = "{what} (key {key})"
    PLAYING = "It is moved: {what}"
    STILL = "It lies still."
    UNPLUGGED = "Its cable is out."
    NOT_NOW = "It is still being moved.\nOne motion after the other."
    LED_ON = "LED on"
    LED_OFF = "LED off"
    PIXEL = "Pixel {number}: {color}"
    DARK = "dark"


class Train:
    TITLE = "Train"
    INTRO = "Let a small network learn from the takes, and see what it can do with new people."
    TRAIN = "Train"
    SUMMARY = "{takes}, {labels}, {persons}"
    UNNAMED = "no person named"
    MORE = "Options"
    SPLIT = "What the scored model has not seen"
    SPLITS: ClassVar = {
        "": "the hardest there is: persons, else days",
        "subject": "persons",
        "session": "sessions",
        "recording": "takes made later",
        "random": "takes drawn at random",
        "given": "takes marked test",
    }
    HIDDEN = "Hidden neurons"
    EPOCHS = "Epochs"
    SEED = "Seed"
    USUAL = "as usual"
    NO_TAKES = "There are no takes yet. Record some on the page Record: at least two gestures."
    ONE_LABEL = (
        "All takes have the label {label}, so there is nothing to tell apart. Record another"
        " gesture, or stillness as idle."
    )
    FEW_TAKES = "Fewer than {few} takes of: {labels}. Record more of them, else luck decides."
    ONE_PERSON = (
        "The takes name fewer than two persons, so nobody can say how the model will do with"
        " another. Record one more person, and name both."
    )
    STOPPED = "Stopped. Nothing has changed: a model and a report from before are kept."
    OTHER_WORK = "The computer works on something else now: {name}. Wait for it, or stop it."
    LOSS = "Loss: how wrong the network is on what it learns from"
    SCORE = "Score: right answers on takes that it has not seen"
    EPOCH = "epoch"
    NOW = "Training {training}: {what}"
    BEFORE = "Pale: trainings before"
    OLDER = "The takes have changed since this report was made. Train again to see their effect."
    FOREIGN = "The model beside this report is another one. Train again to see its figures."
    ADJUSTED = (
        "The model has other thresholds than in this report. Its answers are the same, but a board"
        " reports more of them, or fewer, than the part On the board says."
    )
    DAMAGED = "The report {file} cannot be read.\nTrain again: it is written anew."
    SCORE_HEAD = "How good is it?"
    RIGHT_ON = "right on {scored_on} ({takes}, {labels})"
    INTERVAL = "{level} % confidence"
    WORST = "worst person"
    RANDOM = "drawn at random"
    YARDSTICK = "for comparison: the most similar take"
    REPORTED = "of the gestures a board would report rightly"
    DOUBT = "Not yet an honest score"
    DOUBT_SEEN = "the model was asked about the very takes that it learned from"
    DOUBT_RANDOM = "the model knew takes of the same persons and days"
    DOUBT_FEW = "{label} has {takes} only, so luck decides; {few} of each gesture say more"
    DOUBT_WIDE = "with so few takes anything from {low} to {high} would be no surprise"
    NEXT = "What next?"
    TO_INSIDE = "Look inside the model"
    TO_DEPLOY = "Put it on the board"
    TO_RECORD = "Record gestures"
    NOTE = "Note: {note}."
    MATRIX = "What is taken for what"
    MATRIX_HINT = (
        "Rows: what was performed. Columns: what was recognized. Choose a number to see the takes"
        " behind it."
    )
    NOTHING = "nothing"
    CELL = "{count} of {true} taken for {answer}"
    IN_CELL = "{true} taken for {answer}: {takes}"
    EMPTY_CELL = "These takes are not there any more, or have another label now."
    HURTING = "Which recordings hurt?"
    NONE_HURT = "No take seems to have a wrong label, and none is a copy."
    MISLABEL = "Labeled {label}, looks like {suggested} ({share})"
    RELABEL = "Relabel as {label}"
    RELABELED = "Now {label}"
    COPY = "Almost the same as {of}"
    DELETE = "Delete the copy"
    ODD = "Like no other take of their label. Perhaps the performance went wrong:"
    CLEAREST = "The clearest mistakes, by models that had not seen the take:"
    ALL_LEARNED = "The model has learned from all takes, so none of them can be judged."
    LATELY = "Last change of the takes: {what}."
    UNDO = "Undo"
    AT_WORK = "On the board"
    STILL = "of the time a board lying still would report a gesture"
    STRANGE = "of gestures that it never learned it would report as its own"
    UNKNOWN = "of the gestures it would take for unknown movement"
    MORE_DATA = "Would more data help?"
    RIGHT = "Right answers"
    CURVES: ClassVar = {
        "recordings": "recordings that train",
        "subject": "persons that train",
        "session": "sessions that train",
    }
    WHOLE = "The whole report (opens in a new tab)"
    TAKE = "{number} {label}, {subject}"
    AND_MORE = "and {count} more"
    NO_REPORT = "No training yet on this computer, so there is no report."


class Inside:
    TITLE = "Inside"
    INTRO = "Follow one take through the network, number by number."
    NO_MODEL = "There is no model yet. Train one on the page Train; then you can look inside."
    TO_TRAIN = "Train a model"
    TAKES = "Which take?"
    GONE = "This take is not there any more.\nChoose another one."
    UNREADABLE = "This take cannot be read: {fault}\nChoose another one."
    NETWORK = "The network"
    INTEGERS = (
        "All numbers here are the board's: the same integers, computed by the same code. The"
        " board stores some of them shifted, so that none is negative; shown here are their true"
        " values, where 0 means nothing."
    )
    BOARD = "The same on the board?"
    SAME = (
        "Take nobody's word for it: the board computes every step of this take once more, and"
        " every integer is compared."
    )
    ASK = "Ask the board"
    ASKING = "computing on the board"
    THE_BOARD = "The board"
    NO_BOARD = "Connect a board first; a virtual one will do."
    WEIGHTS = "Weights"
    FLOWS = "What this take adds"
    EVERY = "All lines, not only the strongest"
    KEY = (
        "Blue raises, orange lowers; the thicker, the more. Point at a node to see its lines,"
        " choose one to see its numbers."
    )
    DRAWN = "Network of {inputs} inputs and layers of {layers} neurons; the answer is {answer}."
    INPUTS = "{count} inputs"
    NEURONS = "{count} neurons"
    OUTPUTS = "answers"
    NEURON = "{name}: its sum"
    SUM = "Bias and {count} products, the greatest first: together {total}."
    INPUT_NODE = "Inputs have no sum: they are the features of the take, see the steps below."
    HEADS = ("input", "holds", "weight", "product")
    REST = "the other {count}"
    MOVEMENT = "The movement it answers to"
    MOVEMENT_HINT = (
        "Blue: the weights, put back where their features come from. Gray: this take. Where both"
        " go up and down together, the sum grows."
    )
    ADDS = "adds {adds}"
    MOVEMENTS = "Movement at every mean; the pale line is the gate, {gate}"
    MEAN = "mean"
    STEPS = "Step by step"
    GRADIENT = "The gradient check"
    GRADIENT_HINT = (
        "Training follows slopes: how much the loss changes with every weight. The rules of the"
        " textbook compute them all at once; here each is also found by trying, with the weight a"
        " little larger and a little smaller."
    )
    CHECK = "Check all slopes"
    CHECKED = (
        "All {weights} slopes for this take: computed and tried differ by {apart:.1e} of their"
        " size, so the rules are right. (Wrong ones give about 1.) The loss is {loss:.3f}."
    )
    UNEQUAL = (
        "All {weights} slopes for this take: computed and tried differ by {apart:.1e} of their"
        " size. That is too much: a rule is wrong, or the take sits on a corner of ReLU."
        " The loss is {loss:.3f}."
    )
    SLOPES = ("computed by the rules", "found by trying")


class Parts:
    STEP = "{number} of {count}: {title}"
    STEP_SO_FAR = "{number} of {count} so far: {title}"
    BACK = "Back"
    NEXT = "Next"
    TRY = "What to try next"
    PICTURE = "Picture of this lesson: {name}"
    PROGRAM = "A program to run and to change"


class Deploy:
    TITLE = "Deploy"
    INTRO = "Put the model on the board. What runs there now stays until the new one works."
    LOOKING = "Looking for the model of this dataset."
    NOT_YET = "…"
    NO_FILE = "There is no model of this dataset yet."
    NO_FILE_SHORT = "none yet"
    TO_TRAIN = "Train one"
    NO_BOARD = "No board is connected, so nothing can be put there."
    CHANGES = "What changes"
    NOW = "On the board now"
    NEW = "The new model"
    UNKNOWN = "not known"
    NOTHING = "no model"
    ROWS = ("Name", "Trained", "Score", "State", "Gestures", "Sensor", "Size", "Time")
    WHEN = "%Y-%m-%d, %H:%M"
    THRESHOLDS = "{trained}; other thresholds {written}"
    FILE_OF = "not known; its file is of {written}"
    SCORE = "{score:.0%} right on what it had not seen"
    NO_TIME = "not known on this computer"
    STATES: ClassVar = {"none": "none", "confirmed": "in use", "on trial": "on trial"}
    SENSORS: ClassVar = {
        "imu": "motion",
        "proximity": "proximity",
        "buttons": "buttons",
        "imu+proximity": "motion and proximity",
    }
    SAME = "the board runs it"
    OTHER = "the board does not run it"
    SIZE = "{bytes} bytes; takes {room:.0f} KiB of the board's flash memory"
    PER_HOP = "about {time:.0f} microseconds of every {hop:.0f} ms, predicted"
    PER_TAKE = "about {time:.0f} microseconds a take, predicted"
    COMES = "It will know {labels}, which it does not know now."
    GOES = "It will no longer know {labels}."
    FITS = "It fits this board: its sensors, their settings and its firmware."
    DEPLOY = "Deploy"
    AGAIN = "Deploy it again"
    RUNS = "The board says that it runs this very model, and keeps it."
    ON_TRIAL = "The board runs this model on trial: deploy it again, so that it is kept."
    BACK = "Go back to {hash}"
    BACK_WHAT = "The board still has the model before. Going back is as quick as a restart."
    BACK_KNOWN = (
        "The board still has the model before: trained {trained}; {score}. Going back is as quick"
        " as a restart."
    )
    EXPORT = "Take it elsewhere"
    EXPORT_WHAT = (
        "The same model in other forms: they give the same results, bit for bit, on any"
        " microcontroller."
    )
    BINARY = "Binary (.tsm)"
    PYTHON = "Python module"
    C = "C header"


class Lessons:
    TITLE = "Lessons"
    INTRO = "Learn how networks learn, one step at a time."
    TAKE = "Take this lesson"
    AGAIN = "Take it again"
    BEGINNING = "What it is about"
    ALL = "All lessons"
    ONWARD = "Next lesson: {title}"
    LAST = "This was the last lesson."
    TO_RECORD = "Record gestures of your own"
    STOPPED = "Stopped. What was told so far is still here."
    BOARD = "On the board"
    BOARD_HINT = (
        "Networks of this lesson can go onto the board that is connected, in place of its model."
    )
    PUT = "Put the network {name} on the board"
    WITH_BUTTONS = (
        "It is on the board. Press Button 1, Button 2, both or none: they are the inputs of the"
        " network. The LED lights up while its output is at least one half."
    )
    WITH_A_HAND = (
        "It is on the board. Press Button 1 and move your hand closer or away; the pixels and the"
        " page Live show what the network recognized."
    )
    NO_BOARD = "Connect a board on the page Board, and its networks can be tried there."
    OWN = "About your model and the take that the page Inside looks at."
    EXAMPLE = "About a small model of the kit's own, as there is none of yours yet."
