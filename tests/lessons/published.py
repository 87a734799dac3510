"""The figures printed in the course's documents, beside those of our lessons.

Run as a program it prints the comparison, and the largest relative differences last.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from tinyspark import lessons
from tinyspark.lessons.story import Story

ENOUGH = 8  # significant digits that have to agree, where so many are printed


class Published(NamedTuple):
    """A figure of a lesson as the course prints it; at: which of its numbers are printed."""

    lesson: str
    figure: str
    printed: str
    at: tuple[int, ...] | None = None


NEURON = [
    ("start weights", "-0.16595599 0.44064899 -0.99977125"),
    ("first predictions", "0.2689864 0.3262757 0.23762817 0.36375058"),
    ("weights after 1 update", "0.12025406 0.50456196 -0.85063774"),
    ("weights after 10000 updates", "9.67299303 -0.2078435 -4.62963669"),
    ("weights after 210003 updates", "12.7553403 -0.203896 -6.1740138"),
    ("predictions after 210003 updates", "0.00207853 0.9983034 0.9986159 0.0016958"),
    ("tanh weights", "2.70951758 0.18477801 0.32502783"),
    ("tanh outputs", "-0.31320288 0.97585834 0.98313877 -0.46634753"),
    ("softmax weights", "2001.04892878 7.6022605 2000.41343831"),
    # Printed as 0.9995005, which with 0.00049932 does not sum to 1: its last digit is a slip.
    ("softmax outputs", "0 0.999501 0.00049932 0"),
]
STREETLIGHT = [
    (
        "squared error after epochs 10 to 60",
        "0.6342311598444467 0.35838407676317513 0.0830183113303298"
        " 0.006467054957103705 0.0003292669000750734 1.5055622665134859e-05",
    ),
    ("by hand, hidden", "0 0.13177044 0"),
    ("by hand, output", "-0.02129555"),
    ("by hand, output delta", "-1.02129555"),
    ("by hand, hidden delta before the ReLU mask", "-0.07928672 0.16505257 -0.3783277"),
    ("by hand, hidden delta after the ReLU mask", "0 0.16505257 0"),
    ("by hand, new output weights", "0.07763347 -0.13469566 0.370439"),
    ("one light, predictions", "-0.2 -0.16", (0, 1)),
    ("one light, errors", "0.04 0.0256 8.30767497e-06", (0, 1, 19)),
    ("six lights, with the slip", "0.7491486784 0.6094676664", (0, 1)),
    ("six lights, right", "2.6561231104 0.9628701777 0.00053373677", (0, 1, 39)),
]
BY_HAND = [
    ("output", "0.75"),
    ("error", "0.35"),
    ("deltas", "0.035 0.28"),
    ("new weights", "0.265 0.62"),
    ("new output", "0.5225"),
    ("new error", "0.1225"),
]
STEP_SIZE = [
    ("one layer, outputs", "0.00505119 0.00505119 0.99494905 0.99494905"),
    (
        "error, step 0.001, 4 hidden",
        "0.496410031903 0.495164025493 0.493596043188"
        " 0.491606358559 0.489100166544 0.485977857846",
    ),
    (
        "error, step 0.01, 4 hidden",
        "0.496410031903 0.457431074442 0.359097202563"
        " 0.239358137159 0.143070659013 0.0985964298089",
    ),
    (
        "error, step 0.1, 4 hidden",
        "0.496410031903 0.0428880170001 0.0240989942285"
        " 0.0181106521468 0.0149876162722 0.0130144905381",
    ),
    (
        "error, step 1, 4 hidden",
        "0.496410031903 0.00858452565325 0.00578945986251"
        " 0.00462917677677 0.00395876528027 0.00351012256786",
    ),
    (
        "error, step 10, 4 hidden",
        "0.496410031903 0.00312938876301 0.00214459557985"
        " 0.00172397549956 0.00147821451229 0.00131274062834",
    ),
    # From the eleventh digit on, this line depends on the order in which a computer adds.
    (
        "error, step 100, 4 hidden",
        "0.496410031903 0.125476983853 0.12533033353 0.125267728768 0.125231073665 0.125206352761",
    ),
    ("error, step 1000, 4 hidden", "0.496410031903 0.5 0.5 0.5 0.5 0.5"),
    ("error, step 0.001, 32 hidden", "0.496439922501 0.458029258565", (0, 5)),
    ("error, step 0.01, 32 hidden", "0.496439922501 0.0529658087026", (0, 5)),
    ("error, step 0.1, 32 hidden", "0.496439922501 0.0108421669738", (0, 5)),
    ("error, step 1, 32 hidden", "0.496439922501 0.00299625684932", (0, 5)),
    # Its last error, printed as 0.000939731375008, is chaotic: see test_step_size.
    ("error, step 10, 32 hidden", "0.496439922501", (0,)),
    ("error, step 100, 32 hidden", "0.496439922501 0.5 0.5 0.5 0.5 0.5"),
    ("error, step 1000, 32 hidden", "0.496439922501 0.5 0.5 0.5 0.5 0.5"),
    ("sign changes, step 0.001, first layer", "0 0 0 0 0 0 0 0 1 0 1 1"),
    ("sign changes, step 0.001, second layer", "1 1 0 1"),
    ("sign changes, step 0.01, first layer", "1 1 0 0 2 0 0 2 4 2 1 1"),
    ("sign changes, step 0.01, second layer", "2 1 0 1"),
    ("sign changes, step 10, first layer", "7 19 2 6 7 2 0 22 19 26 9 17"),
    ("sign changes, step 10, second layer", "22 15 4 15"),
]
GESTURE = [
    ("published weights: takes recognized", "10"),
    ("by hand: hidden", "-1.0193 -0.4819"),
    ("by hand: outputs", "-0.8839 0.4112"),
]
TABLE = [
    Published(lesson, *rest)
    for lesson, rows in (
        ("neuron", NEURON),
        ("streetlight", STREETLIGHT),
        ("step-size", STEP_SIZE),
        ("by-hand", BY_HAND),
        ("gesture", GESTURE),
    )
    for rest in rows
]


@cache
def taken(name: str) -> Story:
    """Return the story of a lesson; it is taken once, whoever asks."""
    story = Story()
    lessons.tell(lessons.find(name), story)
    return story


def digits(printed: str) -> int:
    """Return how many significant digits of a printed number have to agree."""
    figures = printed.lower().partition("e")[0].lstrip("-0.").replace(".", "")
    return min(len(figures), ENOUGH)


def pairs(published: Published, figures: dict) -> list[tuple[str, float]]:
    """Return each printed number of a figure with ours."""
    values = np.ravel(figures[published.figure])
    if published.at is not None:
        values = values[list(published.at)]
    return list(zip(published.printed.split(), values.tolist(), strict=True))


def agrees(printed: str, ours: float) -> bool:
    """Tell whether ours, rounded to the digits that have to agree, is what was printed."""
    wanted = float(printed)
    if not wanted:
        return abs(ours) < 1e-12
    places = digits(printed) - 1 - int(np.floor(np.log10(abs(wanted))))
    return round(abs(ours - wanted) * 10**places, 6) <= 1  # a last digit may be cut or rounded


def difference(printed: str, ours: float) -> float:
    """Return the relative difference; of a printed 0, the absolute one."""
    wanted = float(printed)
    return abs(ours - wanted) / (abs(wanted) or 1)


def main() -> None:
    """Print every printed number, ours, and the relative difference."""
    stories = {name: taken(name) for name in {published.lesson for published in TABLE}}
    worst: dict[bool, float] = {}
    for published in TABLE:
        for printed, ours in pairs(published, stories[published.lesson].figures):
            apart = difference(printed, ours)
            whole = digits(printed) == ENOUGH
            worst[whole] = max(worst.get(whole, 0.0), apart)
            name = f"{published.lesson}: {published.figure}"
            print(f"{name:60} {printed:>22} {ours:22.16g} {apart:8.1e}")
    print(f"largest relative difference, {ENOUGH} digits or more printed: {worst[True]:.1e}")
    print(f"largest relative difference, fewer digits printed: {worst[False]:.1e}")


if __name__ == "__main__":
    main()
