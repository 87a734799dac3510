"""Verdicts by comparison: copies and wrong labels are found, good takes are left alone."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from real_data import real_data
from tinyspark.dataset import Dataset, Recording
from tinyspark.dataset.settings import IMU, PROXIMITY
from tinyspark.dataset.verdict import kind_of
from tinyspark.importers import ImportOptions, import_folder
from tinyspark.learning.verdicts import Company, Verdicts, judge_all

ROOT = Path(__file__).resolve().parent.parent.parent
SYNTHETIC = Dataset.open(ROOT / "datasets" / "synthetic-gestures")
MOVING = [take for take in SYNTHETIC.recordings if take.label != "idle"]
STILL = "too still: no movement"
# Takes with a problem at most, wrong labels found at least, right labels doubted at most.
REAL = {
    "uhh_imu": (0.04, 0.9, 1),
    "nano_gestures": (0.01, 0.8, 2),
    "xiao_lsm6ds3": (0.04, 0.9, 1),
}


def changed(take: Recording, samples: np.ndarray, label: str = "") -> Recording:
    """A take with other samples, of another id."""
    counts = np.clip(np.round(samples), -32768, 32767).astype(np.int16)
    return replace(take, id=f"new-{take.id}", samples=counts, label=label or take.label)


def copies(takes: Sequence[Recording]) -> dict[str, str]:
    return judge_all([*SYNTHETIC.recordings, *takes], IMU).copies


def swapped(takes: Sequence[Recording], count: int) -> tuple[list[Recording], dict[str, str]]:
    """Give some takes a wrong label; also return their right ones."""
    generator = np.random.default_rng(1)
    labels = sorted({take.label for take in takes})
    chosen = set(generator.choice(len(takes), count, replace=False).tolist())
    right = {takes[place].id: takes[place].label for place in chosen}

    def other(take: Recording) -> str:
        return str(generator.choice([label for label in labels if label != take.label]))

    mixed = [
        replace(take, label=other(take)) if place in chosen else take
        for place, take in enumerate(takes)
    ]
    return mixed, right


def found(verdicts: Verdicts, right: dict[str, str]) -> int:
    """Count the takes whose right label is suggested; so it is by 'too still'."""
    still = {take: "idle" for take, texts in verdicts.problems.items() if texts[:1] == [STILL]}
    return len({**verdicts.suggested, **still}.items() & right.items())


def test_good_takes_are_good() -> None:
    verdicts = judge_all(SYNTHETIC.recordings, IMU)
    assert (verdicts.bad, verdicts.copies, verdicts.suggested, verdicts.tight) == (0, {}, {}, [])


def test_the_same_take_under_another_label() -> None:
    first = MOVING[0]
    other = changed(first, first.samples, "wave; er")
    verdicts = judge_all([*SYNTHETIC.recordings, other], IMU)
    assert verdicts.problems[other.id] == [
        f"duplicate: a copy of {first.id}, labelled {first.label}"
    ]
    assert verdicts.bad == 1
    back = judge_all([other, *SYNTHETIC.recordings], IMU)
    assert back.problems[first.id][0].endswith("labelled wave, er")  # one problem, not two


@pytest.mark.parametrize("begin", [1, 7, 20])
def test_shifted_and_shortened_copies(begin: int) -> None:
    new = [changed(take, take.samples[begin:-3]) for take in MOVING]
    assert copies(new) == {f"new-{take.id}": take.id for take in MOVING}


def test_converted_copies() -> None:
    noise = np.random.default_rng(0).integers(-2, 3, MOVING[0].samples.shape)
    takes = MOVING[:40]
    new = [changed(take, take.samples + noise[: len(take.samples)]) for take in takes]
    right = sum(copy == f"new-{first}" for copy, first in copies(new).items())
    assert right >= 0.95 * len(takes)


def test_copies_of_copies_name_the_first_take() -> None:
    first = MOVING[0]
    new = [replace(changed(first, first.samples[cut:]), id=f"c{cut}") for cut in (0, 0, 3, 6)]
    assert set(copies(new).values()) == {first.id}


def test_stillness_and_a_hung_sensor_are_no_copies() -> None:
    still = np.tile(np.int16([0, 0, 4098, 1, 2, 3]), (156, 1))
    assert copies([changed(MOVING[0], still), replace(changed(MOVING[1], still))]) == {}


def test_proximity_takes_are_copies_only_when_equal() -> None:
    def near(identity: str, *counts: int) -> Recording:
        return replace(MOVING[0], id=identity, samples=np.int16([[count] for count in counts]))

    takes = [near("a", 9, 400, 900), near("b", 9, 401, 900), near("c", 9, 400, 900)]
    flat = [near("d", 3, 5, 4), near("e", 3, 5, 4)]
    assert judge_all([*takes, *flat], PROXIMITY).copies == {"c": "a"}


def test_wrong_labels_are_found_and_the_right_ones_suggested() -> None:
    mixed, right = swapped(SYNTHETIC.recordings, 5)
    verdicts = judge_all(mixed, IMU)
    assert found(verdicts, right) >= 4
    assert len(set(verdicts.suggested) - set(right)) <= 1


def test_few_takes_and_vague_labels_are_left_alone() -> None:
    chop = next(take for take in MOVING if take.label == "chop")
    for label in ("brand new", "Unknown"):
        takes = [*SYNTHETIC.recordings, changed(chop, chop.samples * 1.1, label)]
        assert judge_all(takes, IMU).suggested == {}
    assert judge_all([], IMU).problems == {}
    assert judge_all(MOVING[:1], IMU).bad == 0


def test_a_new_take_among_the_others() -> None:
    chop = next(take for take in MOVING if take.label == "chop")
    company = Company([take for take in SYNTHETIC.recordings if take is not chop], IMU)
    assert company.problems(chop.samples, "chop") == []
    assert company.problems(chop.samples, "circle") == ["unlike its label: more like chop"]
    assert company.problems(chop.samples, "something new") == []
    alone = Company([], IMU)
    assert alone.problems(chop.samples, "chop") == []
    for take in SYNTHETIC.recordings:
        if take is not chop:
            alone.add(take)
    assert alone.problems(chop.samples, "circle") == ["unlike its label: more like chop"]


def test_a_new_take_that_is_a_copy() -> None:
    """It is told at once, as a check tells it, also when it was cut, shifted or converted."""
    company = Company(SYNTHETIC.recordings[::2], IMU)
    for take in SYNTHETIC.recordings[1::2]:
        company.add(take)
    noise = np.random.default_rng(0).integers(-2, 3, (999, 6))
    for take in MOVING[:30]:
        told = [f"duplicate: a copy of {take.id}"]
        assert company.problems(take.samples, take.label) == told
        assert company.problems(take.samples[9:-3], take.label) == told
        noisy = changed(take, take.samples + noise[: len(take.samples)])
        assert company.problems(noisy.samples, take.label) == told
    [told_other] = company.problems(MOVING[0].samples, "else")
    assert told_other == f"duplicate: a copy of {MOVING[0].id}, labelled {MOVING[0].label}"


def test_a_new_take_is_no_copy_of_another_performance_or_of_stillness() -> None:
    for take in MOVING[::7]:
        company = Company([each for each in SYNTHETIC.recordings if each is not take], IMU)
        assert company.problems(take.samples, take.label) == []
    still = changed(MOVING[0], np.tile([0, 0, 4098, 1, 2, 3], (156, 1)), "idle")
    still.samples[::2, 0] += 1
    assert Company([*SYNTHETIC.recordings, still], IMU).problems(still.samples, "idle") == []


def test_a_new_take_with_problems() -> None:
    """What still shows its gesture is compared; what does not is not."""
    take = next(take for take in MOVING if take.label == "chop")
    company = Company([each for each in SYNTHETIC.recordings if each is not take], IMU)
    clipped = take.samples.copy()
    clipped[60, 0] = 32767
    assert company.problems(take.samples, "circle", missing=2) == ["2 samples were lost"]
    assert [kind_of(each) for each in company.problems(clipped, "circle")] == [
        "clipped",
        "unlike its label",
    ]


def test_proximity_takes_of_several_lengths_are_not_compared() -> None:
    closer = replace(MOVING[0], id="a", label="closer", samples=np.int16([[9], [400], [900]]))
    company = Company([], PROXIMITY)
    company.add(closer)
    assert company.problems(np.int16([[9], [400], [900], [901]]), "away") == []
    assert company.problems(np.int16([[9], [401], [900]]), "closer") == []
    assert company.problems(closer.samples, "away") == ["duplicate: a copy of a, labelled closer"]


@pytest.mark.parametrize("name", REAL)
def test_real_takes(name: str, tmp_path: Path) -> None:
    """Few of them have a problem, and 5 % of wrong labels stand out."""
    most, least, false = REAL[name]
    told = ImportOptions(rate=25 if name == "uhh_imu" else None)
    dataset = import_folder(real_data(f"{name}.npz"), tmp_path / "set", told)
    verdicts = judge_all(dataset.recordings, dataset.settings)
    assert verdicts.bad <= most * len(verdicts.problems) and not verdicts.copies
    assert bool(verdicts.tight) == (name == "nano_gestures")
    mixed, right = swapped(dataset.recordings, len(dataset.recordings) // 20)
    verdicts = judge_all(mixed, dataset.settings)
    assert found(verdicts, right) >= least * len(right)
    assert len(set(verdicts.suggested) - set(right)) <= false
