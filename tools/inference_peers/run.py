"""Inside MicroPython: one or all peers, made of a case, answer, are timed or just run.

usage: run.py FOLDER answers|times|heap|count PEER [N]    (PEER may be `all`, but not for count)

FOLDER holds case.json and model.tsm. Prints a line of JSON for each peer: its name and
what was asked.
"""

import gc
import json
import sys
import time
from array import array

import float_arrays
import kit
import objects
import textbook
import written_out

PEERS = {
    "objects": objects.make,
    "textbook": textbook.make,
    "float arrays": float_arrays.make,
    "float arrays, native": float_arrays.make_native,
    "written out": written_out.make,
    "network": kit.make_network,
    "classifier": kit.make_classifier,
}
PARTS = {"normalize": kit.make_normalize, "empty call": kit.make_empty}  # these have no answers
BATCH_US = 5000  # a batch of runs that is timed at once takes at least so long
BATCHES = 5


class Case:
    """layers: (rows of weights, biases), floats; inputs: lists of floats; features: int16."""

    def __init__(self, folder):
        with open(folder + "/case.json") as file:
            said = json.load(file)
        self.layers = said["layers"]
        self.inputs = said["inputs"]
        self.features = [array("h", features) for features in said["features"]]
        with open(folder + "/model.tsm", "rb") as file:
            self.model = file.read()


def answers(run, examples, number):
    return [list(run(example)) for example in examples]


def times(run, examples, number):
    """Return the median microseconds of one run."""
    runs = 1
    while _took(run, examples, runs) < BATCH_US:
        runs *= 2
    taken = sorted(_took(run, examples, runs) for _ in range(BATCHES))
    return taken[BATCHES // 2] / runs


def _took(run, examples, runs):
    count = len(examples)
    gc.collect()
    begun = time.ticks_us()
    for at in range(runs):
        run(examples[at % count])
    return time.ticks_diff(time.ticks_us(), begun)


def heap(run, examples, number):
    """Return the bytes of heap that one run takes."""
    run(examples[0])
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    run(examples[0])
    after = gc.mem_alloc()
    gc.enable()
    return after - before


def count(run, examples, number):
    """Run so often that an outer meter sees it."""
    many = len(examples)
    for at in range(number):
        run(examples[at % many])
    return number


ACTIONS = {"answers": answers, "times": times, "heap": heap, "count": count}


def main(folder, action, peer, number="1"):
    case = Case(folder)
    known = dict(PEERS)
    if action != "answers":
        known.update(PARTS)
    for name in sorted(known) if peer == "all" else [peer]:
        run, examples = known[name](case)
        found = ACTIONS[action](run, examples, int(number))
        gc.collect()  # a long text needs a large piece of the heap
        print(json.dumps({name: found}))


main(*sys.argv[1:])
