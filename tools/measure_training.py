"""Measure the trainer beside scikit-learn and PyTorch: time to an accuracy, restarts per second.

usage: python tools/measure_training.py [--runs 9]

Peers that are not installed are left out. Times are those of the processor, of one thread;
medians of several runs, all in turn, float32. Every training of a table learns from the same data,
for as many epochs as it needs to reach the same accuracy. Networks at once are K x epochs.
"""

import argparse
import functools
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

import training_peers as peers
from tinyspark.nn.network import Network, build
from tinyspark.nn.optim import Adam
from tinyspark.nn.schedules import constant
from tinyspark.nn.train import Examples, Plan, train
from training_peers import Contender, Job
from training_task import Predict, Task, gestures

LARGE, MIDDLE, SMALL = (192, 32, 16, 8), (60, 16, 8), (3, 4, 2)
GOALS = ((500, 0.96), (4000, 0.99))  # examples, accuracy
MOST_EPOCHS = 400
LEAST_SECONDS = 0.1  # of one measurement
RESTARTS = ((LARGE, 0.97), (MIDDLE, 0.75), (SMALL, 0.79))  # accuracies of 500 examples
AT_ONCE = (16, 32, 64, 128, 256)  # networks; the best of these counts
EPSILON = 1e-20  # so small that it does not matter where it is added, which differs
Continued = Callable[[Network, Task, Job, float], np.ndarray]
ADAM = functools.partial(Adam, epsilon=EPSILON)


class Result(NamedTuple):
    """What a contender's training took and reached, in the median."""

    name: str
    what: str
    seconds: float
    accuracy: float


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="of each training (default 9)")
    runs = parser.parse_args().runs
    missing = [name for name in ("sklearn", "torch") if not peers.installed(name)]
    print(f"{platform.processor() or platform.machine()}, numpy {np.__version__}, one thread")
    print(f"Not installed and left out: {', '.join(missing)}" if missing else "All peers are here")
    with threadpool_limits(1):
        for examples, goal in GOALS:
            print_times(examples, goal, runs)
        for sizes, goal in RESTARTS:
            print_restarts(sizes, goal, runs)
        print_differences()


def print_times(examples: int, goal: float, runs: int) -> None:
    """Print how long each contender needs to an accuracy."""
    task = gestures(LARGE[0], LARGE[-1], examples)
    jobs = []
    for contender in peers.beginners() + peers.singles():
        epochs = fewest_epochs(contender, task, Job(LARGE, 1, 0), goal, runs)
        jobs.append((contender, f"{epochs} epochs", Job(LARGE, epochs, 0)))
    print(f"\n{named(LARGE)}, {examples} examples to {goal:.1%} of {len(task.validation_labels)}")
    results = measured(task, jobs, runs)
    print_table(results, [1e3 * result.seconds for result in results], "ms")


def fewest_epochs(contender: Contender, task: Task, job: Job, goal: float, runs: int) -> int:
    """Return how many epochs the job must be planned for to reach the goal in the median."""

    def reached(epochs: int) -> bool:
        jobs = [replace(job, epochs=epochs, seed=seed) for seed in range(runs)]
        fits = [contender.fit(task, job) for job in jobs]
        return statistics.median(task.accuracy(fit) for fit in fits) >= goal

    low, high = 0, 1
    while high < MOST_EPOCHS and not reached(high):
        low, high = high, high + -(-high // 2)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def print_restarts(sizes: tuple[int, ...], goal: float, runs: int) -> None:
    """Print how many networks of these sizes each contender trains to an accuracy in a second."""
    task = gestures(sizes[0], sizes[-1], 500)
    jobs = []
    for contender in peers.singles():
        epochs = fewest_epochs(contender, task, Job(sizes, 1, 0), goal, runs)
        jobs.append((contender, f"{epochs} epochs", Job(sizes, epochs, 0)))
    # groups train by one recipe, so what ours needs is what the others need
    epochs = fewest_epochs(peers.OURS, task, Job(sizes, 1, 0, AT_ONCE[0]), goal, runs)
    for contender in peers.groups():
        tried = [
            (contender, f"{count} x {epochs} epochs", Job(sizes, epochs, 0, count))
            for count in AT_ONCE
        ]
        best = min(measured(task, tried, 1), key=lambda result: result.seconds)
        jobs += [job for job in tried if job[1] == best.what]
    print(
        f"\n{named(sizes)}, restarts: 500 examples to {goal:.1%} of {len(task.validation_labels)}"
    )
    results = measured(task, jobs, runs)
    print_table(results, [1 / result.seconds for result in results], "restarts/s")


def measured(task: Task, jobs: Sequence[tuple[Contender, str, Job]], runs: int) -> list[Result]:
    """Run all jobs in turn; return the median seconds for one network and the accuracy."""
    for contender, _, job in jobs:
        contender.fit(task, replace(job, epochs=1))  # what happens only once is not measured
    seconds: list[list[float]] = [[] for _ in jobs]
    accuracies: list[list[float]] = [[] for _ in jobs]
    for seed in range(runs):
        for place, (contender, _, job) in enumerate(jobs):
            took, predict = timed(functools.partial(contender.fit, task, replace(job, seed=seed)))
            seconds[place].append(took / job.count)
            accuracies[place].append(task.accuracy(predict))
    medians = zip(map(statistics.median, seconds), map(statistics.median, accuracies), strict=True)
    return [
        Result(contender.name, what, *pair)
        for (contender, what, _), pair in zip(jobs, medians, strict=True)
    ]


def timed(action: Callable[[], Predict]) -> tuple[float, Predict]:
    """Return the seconds of one call and what it returned; short ones are repeated."""
    begun = time.process_time()
    count, seconds = 0, 0.0
    while seconds < LEAST_SECONDS:
        predict = action()
        count, seconds = count + 1, time.process_time() - begun
    return seconds / count, predict


def print_table(results: Sequence[Result], figures: Sequence[float], unit: str) -> None:
    """Print a row for each result, and how many times as fast as the first it was."""
    print(f"{'':34}{'':>16}{unit:>12}{'ratio':>8}{'accuracy':>10}")
    for result, figure in zip(results, figures, strict=True):
        ratio = results[0].seconds / result.seconds
        print(
            f"{result.name:34}{result.what:>16}{figure:12.4g}{ratio:8.1f}{result.accuracy:10.1%}"
        )


def print_differences() -> None:
    """Print how far our weights are from the peers', trained alike from the same start."""
    task = gestures(LARGE[0], LARGE[-1], 8 * peers.BATCH)
    job = Job(LARGE, 20, 0)
    print(f"\n{named(LARGE)}, weights after {job.epochs} epochs from the same start")
    for dtype in (np.float64, np.float32):
        for name, trained in continuations():
            network = build(job.sizes, "relu", np.random.default_rng(0), dtype=dtype)
            theirs = trained(network, task, job, EPSILON)
            difference = np.abs(theirs - our_continuation(network, task, job)).max()
            print(
                f"{name:20}{np.dtype(dtype).name:10}differ from ours by {difference:.1e} at most"
            )


def continuations() -> list[tuple[str, Continued]]:
    """Return the peers that can train from a network of ours, and their names."""
    found: list[tuple[str, Continued]] = []
    if peers.installed("sklearn"):
        import training_sklearn

        found.append(("scikit-learn", training_sklearn.continued))
    if peers.installed("torch"):
        import training_torch

        found.append(("PyTorch", training_torch.continued))
    return found


def our_continuation(network: Network, task: Task, job: Job) -> np.ndarray:
    """Return all parameters after training network."""
    plan = Plan(job.epochs, peers.BATCH, 0.001, constant, shuffle=False, optimizer=ADAM)
    train(network, Examples(task.inputs, task.targets), plan)
    return network.parameters


def named(sizes: Sequence[int]) -> str:
    return "-".join(map(str, sizes))


if __name__ == "__main__":
    main()
