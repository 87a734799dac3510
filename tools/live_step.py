"""What the live step takes: every stage of a hop in instructions, moving all the time and still.

The model is the kit's default for six axes at 104 Hz, but with a window of 1.5 s and a hop of
0.25 s; it is trained on the kit's synthetic gestures.
"""

import functools
from pathlib import Path

import micropython_meter as meter
from gesturekit import model_format
from gesturekit.model_format import Model
from tinyspark.demo.source import bundled
from tinyspark.learning import fitting
from tinyspark.learning.recipe import MOVEMENT
from tinyspark.learning.task import Task

WINDOW, HOP = 1.5, 0.25  # seconds
GOAL = 150_000  # instructions of a hop
MANY = 2000  # hops that are counted
FEWER = 300  # where one takes longer
SEED = 1


def print_costs(folder: Path) -> None:
    """Print the instructions of every stage."""
    model = default_model()
    place = folder / "live.tsm"
    place.write_bytes(model_format.dump(model))
    count = functools.partial(counted, place)
    empty = count("moving", "nothing")
    moving, features, network = (
        count("moving", stage) - empty for stage in ("hop", "features", "network")
    )
    still = count("still", "hop") - empty
    sizes = "-".join(str(layer.inputs) for layer in model.layers) + f"-{len(model.labels)}"
    taken = model.hop // model.average * model.average
    print(
        f"\nlive step: {len(model.axes)} axes at {model.rate} Hz, window {model.window} samples,"
    )
    print(f"hop {taken} samples, means of {model.average}, {sizes}, file {place.stat().st_size} B")
    rows = {
        "a hop while moving": moving,
        "  of it: features": features,
        "  of it: network": network,
        "  of it: decision": moving - features - network,
        "a hop while still": still,
    }
    for name, instructions in rows.items():
        print(f"{name:32}{instructions:12,.0f} instructions{instructions / GOAL:8.1%} of the goal")
    print(f"{'reading its samples before':32}{reading():12,.0f} instructions")


def counted(place: Path, motion: str, stage: str) -> float:
    """Return the instructions of one run of a stage, with what repeating it takes."""
    return meter.instructions(
        lambda count: meter.script("live", place, motion, stage, count), MANY
    )


def reading() -> float:
    """Return the instructions of a quarter of a second of samples, without those of the bus."""

    def count(stage: str) -> float:
        return meter.instructions(lambda number: meter.script("reading", stage, number), FEWER)

    return count("reading") - count("transfers")


def default_model() -> Model:
    """Return what `train` makes of six axes, with the window and hop of this measurement."""
    dataset = bundled("synthetic-gestures")
    takes = fitting.prepare(dataset.recordings, dataset.labels, dataset.settings)
    fitted = fitting.fit(takes, Task(tuple(dataset.labels), dataset.settings), MOVEMENT, SEED)
    rate = dataset.settings.rate
    return fitted.model._replace(window=round(WINDOW * rate), hop=round(HOP * rate))
