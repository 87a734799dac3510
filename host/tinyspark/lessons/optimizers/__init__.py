"""Lesson "optimizers": the ways down that the course names, measured on its own problem.

race      nine methods with ten steps and twenty starts; curvature  two more, with SciPy
noise     when annealing pays; starts  plateaus and hollows, many starts and wide layers
dropout   neurons that do not lean on each other
"""

from collections.abc import Sequence
from dataclasses import replace

from tinyspark.lessons import staircase
from tinyspark.lessons.optimizers import curvature, dropout, noise, race, starts
from tinyspark.lessons.optimizers.race import Result
from tinyspark.lessons.plain import percent, plain
from tinyspark.lessons.story import Story
from tinyspark.nn.errors import TrainingError
from tinyspark.nn.optim import Nesterov
from tinyspark.nn.train import train

PROGRAM = """
    from dataclasses import replace
    from tinyspark.lessons import staircase
    from tinyspark.lessons.plain import plain
    from tinyspark.nn.optim import Momentum, Nesterov
    from tinyspark.nn.train import train

    for optimizer in (Momentum, Nesterov):
        network = staircase.network(4, seed=1)
        plan = replace(plain(100, 2.0), optimizer=optimizer)
        train(network, staircase.EXAMPLES, plan)
        error = staircase.error(network.forward(staircase.EXAMPLES.inputs))
        print(optimizer.__name__, error)
"""


def run(story: Story) -> None:
    """Tell the lesson."""
    _tell_race(story)
    results, missing = all_results(story)
    _tell_results(story, results)
    _tell_ideas(story, {result.name: result for result in results}, missing)
    noise.tell(story)
    arrived = starts.tell(story)
    habits = dropout.tell(story)
    _offer(story)
    story.picture(
        "optimizers",
        curves={each.name: (each.epochs, each.curve) for each in results if each.curve},
        goal=race.GOAL,
        arrived=arrived,
        missing={share: each.missing.tolist() for share, each in habits.items()},
    )
    story.next(
        """With your own gestures: `tinyspark sweep` tries many steps and sizes from many starts at
        once, as this lesson did. And the program below is the race for one start and one method:
        is there a step between 1 and 3 with which momentum beats Nesterov? What becomes of
        another start?"""
    )
    story.program(PROGRAM)


def all_results(story: Story) -> tuple[list[Result], str]:
    """Let all methods race; return the results, and why some could not take part."""
    results = race.run(story)
    try:
        return results + curvature.run(), ""
    except TrainingError as error:
        return results, str(error)


def _tell_race(story: Story) -> None:
    story.heading("Ways down the hill")
    story.say(
        f"""The lamp on the stairs again, four hidden neurons. Plain gradient descent walks with
        one fixed step along the slope under its feet. People have found cleverer walks. Here they
        race: each gets {len(race.STEPS)} step sizes from {race.STEPS[0]} to {race.STEPS[-1]:g}
        and {race.STARTS} random starts, all {len(race.STEPS) * race.STARTS} networks trained at
        once, {race.EPOCHS:,} epochs. A network whose mean error is below {race.GOAL} has arrived.
        Shown is the step with which the middle one of the {race.STARTS} starts arrives first, and
        how many of the steps bring at least half of the starts home."""
    )


def _tell_results(story: Story, results: Sequence[Result]) -> None:
    rows = []
    for result in results:
        story.figure(f"{result.name}: median epochs to {race.GOAL}", result.median)
        story.figure(f"{result.name}: share of starts that arrive", result.arrived)
        story.figure(f"{result.name}: median error in the end", result.final)
        if result.steps_that_work is not None:
            story.figure(f"{result.name}: steps that work", result.steps_that_work)
        rows.append(
            (
                result.name,
                "-" if result.step is None else f"{result.step:g}",
                f"{result.median:.0f}",
                percent(result.arrived),
                f"{result.final:.5f}",
                "-" if result.steps_that_work is None else str(result.steps_that_work),
            )
        )
    header = ("method", "best step", "epochs", "arrive", "end error", "steps ok")
    story.table(header, rows)


def _tell_ideas(story: Story, results: dict[str, Result], missing: str) -> None:
    """Say what each method does, with what was measured."""
    plain_one, momentum, nesterov = (
        results[name] for name in ("plain (full batch)", "momentum", "Nesterov")
    )
    story.say(
        f"""Plain: all four examples, one step along the sum of their slopes;
        {plain_one.median:.0f} epochs. Annealing: the same, and the step shrinks to 0 in the end.
        SGD (stochastic gradient descent): a step after each single example, in shuffled order.
        With thousands of examples that is a great gain, since you move after each instead of
        after all; with four it is only a zigzag."""
    )
    story.say(
        f"""Momentum: a heavy ball instead of a walker. The slope does not move it, it changes its
        velocity, so the ball gains speed on long slopes and does not mind small bumps;
        {momentum.median:.0f} epochs. Nesterov looks first where the ball will roll to, and takes
        the slope there, so it brakes in time; {nesterov.median:.0f}."""
    )
    story.say(
        f"""Every weight its own step: AdaGrad divides by the size of all slopes the weight has
        met, so its steps only ever get smaller. RMSProp forgets old slopes and so stays awake;
        it works with {results["RMSProp"].steps_that_work} of the {len(race.STEPS)} steps, and
        nobody with more. AdaDelta also measures its own steps and hardly needs a step size in
        theory; here it liked {results["AdaDelta"].step:g}. Adam is RMSProp with momentum: a good
        first choice, which is why `tinyspark train` uses it."""
    )
    if missing:
        story.say(
            f"BFGS and L-BFGS, the last of the course's list, are not in this race. {missing}"
        )
        return
    bfgs, low_memory = results["BFGS"], results["L-BFGS"]
    story.say(
        f"""BFGS and L-BFGS learn from successive slopes how the ground bends, and jump to where it
        should be lowest. No step size to choose, and {low_memory.median:.0f} looks at the
        examples are enough for L-BFGS, {bfgs.median:.0f} for BFGS. But they run straight to the
        nearest low point, and only {percent(bfgs.arrived)} and {percent(low_memory.arrived)} of
        the starts end in a good one. (They train one network after the other, on all examples at
        once.)"""
    )


def _offer(story: Story) -> None:
    """Offer a network of the course's own start, trained with Nesterov's method."""
    network = staircase.network(race.HIDDEN)
    train(network, staircase.EXAMPLES, replace(plain(race.EPOCHS, 1.0), optimizer=Nesterov))
    story.network("nesterov", network, staircase.INPUTS, staircase.LABELS)
