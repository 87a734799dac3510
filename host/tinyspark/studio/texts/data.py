"""The words of the page Data."""

from typing import ClassVar


class Data:
    TITLE = "Data"
    INTRO = "All takes so far. Look through them and put right what went wrong."

    EMPTY = "There are no takes yet"
    EMPTY_HOW = (
        "Record some gestures, bring recordings of others, or look around in the sample dataset: "
        "five gestures of four made-up persons."
    )
    TO_RECORD = "Record gestures"
    SAMPLE = "Copy the sample dataset"
    BROKEN = "The list of takes cannot be read"
    FAULTS = "Not everything of this dataset can be read. The rest is below."
    MORE = "and {count} more"

    LABEL = "Label"
    PERSON = "Person"
    ALL = "all"
    NO_NAME = "(not named)"
    SEARCH = "Search"
    PROBLEMS = "Problem"
    ANY = "any"
    UNDO = "Undo"
    UNDO_WHAT = "Undo the last change of the list: {what}"
    UNDO_KEEPS = "Takes recorded since then stay."
    UNDONE = "Taken back: “{what}”. Takes recorded since then stay."
    NOTHING = "Nothing to change: it is so already."
    DONE = "{what}."
    AT_WORK = "Still at work on it. Many takes need a while."

    GALLERY = "Takes. Arrow keys move, space chooses, Enter opens."
    TILE = "{label}, {person}, {seconds} s, {verdict}"
    GOOD = "good"
    DAMAGED = "damaged"
    NONE_FIT = "No take fits. Change or clear the filter."
    CLEAR = "Clear the filter"
    CHOSEN = "{count} of {total} chosen"
    SHOWN = "Takes: {total}"
    SOME_SHOWN = "Takes: {total} of {every}"
    ACTIONS = "What to do with the chosen takes"
    OPEN = "Open"
    SET_LABEL = "Label ..."
    SET_PERSON = "Person ..."
    SET_SESSION = "Session ..."
    TRIM = "Trim"
    TRIM_HINT = "Cut the stillness off both ends"
    DELETE = "Delete"
    NEW_LABEL = "New label"
    NEW_PERSON = "Who moved?"
    NEW_SESSION = "Which session?"
    OK = "OK"
    CANCEL = "Cancel"

    PREVIOUS = "The take before"
    NEXT = "The next take"
    CLOSE = "Close"
    PICTURE = "The take over time: what its axes measured"
    BEGIN = "Keep from here, in seconds"
    END = "Keep up to here, in seconds"
    UNIT_G = "acceleration (g)"
    UNIT_DPS = "turning (°/s)"
    UNIT_COUNTS = "proximity (counts)"
    FACT_SESSION = "session {session}"
    FACT_SECONDS = "{seconds} s"
    VERDICT_GOOD = "Good: no problem found."
    PROPOSE = "Where it moves"
    PROPOSE_HINT = "Put the handles where an automatic trim would cut"
    KEEP = "Keep {begin} to {end} s"
    KEEP_ALL = "Drag the handles to cut"
    SPLIT = "Split into {count} takes"
    NO_SPLIT = "One movement: nothing to split"
    RELABEL_AS = "Relabel as {label}"
    DELETE_COPY = "Delete this copy"

    COUNTS = "Takes of each label and person"
    COUNTS_HINT = "Where takes are missing there is a cross. Press a number to see them."
    SUM = "all"
    MISSING = "none"
    CELL = "{label}, {person}: {count}"

    CHECK = "Check"
    CHECK_HINT = "Judges every take and compares all with each other."
    CHECK_AGAIN = "Check again"
    CHECKING = "Looking at every take"
    STOP = "Stop"
    ALL_GOOD = "All {count} takes are good."
    CHECKED_GOOD = "The {count} takes that were checked are good."
    SINCE = (
        "The list has changed since: not checked yet are {count} of {total} takes. Check again."
    )
    SOME_BAD = "{bad} of {count} takes have problems."
    TIGHT = (
        "{tight} of {count} takes begin or end in movement: their source cuts tightly, which is "
        "fine for training."
    )
    CHOOSE_THEM = "Show them"
    DELETE_THEM = "Delete {count}"
    RELABEL_THEM = "Relabel {count} as {label}"

    IMPORT = "Import"
    IMPORT_TITLE = "Bring recordings"
    IMPORT_HOW = (
        "A dataset as a zip, or what other tools export: Edge Impulse (zip), micro:bit CreateAI "
        "and ML-Machine (json), Arduino (csv), numpy (npy, npz). At most {most} MB a file."
    )
    CHOOSE_FILES = "Choose files, or drop them here"
    REFUSED = "At most {files} files of {most} MB each, {total} MB in all, can be uploaded."
    MUST_TELL = "Nobody should guess it, so please say:"
    RATE = "Samples per second"
    ACCEL = "Unit of the acceleration"
    GYRO = "Unit of the turning"
    PER_G = "Counts per g"
    PER_DPS = "Counts per dps"
    READ = "Read"
    READING = "Reading ..."
    ADD = "Add them"
    ADDED = "Added: {added}. There already: {known}."

    EXPORT = "Export"
    EXPORTS: ClassVar[dict[str, str]] = {
        "dataset": "Dataset, to merge elsewhere (zip)",
        "edge-impulse": "Edge Impulse (zip)",
        "createai": "micro:bit CreateAI (json)",
        "csv": "Tables (zip of csv)",
        "npz": "numpy (npz)",
    }
