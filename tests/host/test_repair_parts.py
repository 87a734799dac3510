"""The pure parts of repair: choosing, describing, cutting, finding movement, merging."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from takes import SYNTHETIC, proximity_dataset

from real_data import real_data
from tinyspark.dataset import Dataset, Recording, cuts, edits
from tinyspark.dataset.cuts import CutError, Span
from tinyspark.dataset.dataset_rows import Row
from tinyspark.dataset.identities import Identities
from tinyspark.dataset.merging import Merge
from tinyspark.dataset.selection import Choice, SelectionError
from tinyspark.dataset.settings import IMU, Settings
from tinyspark.errors import UserError
from tinyspark.learning import active

ROWS = [
    Row("000001-aa", "recordings/a.csv", "circle", "anna", "1", "", "", ""),
    Row("000002-bb", "recordings/b.csv", "circle", "ben", "1", "train", "", "cut off"),
    Row("000012-cc", "recordings/c.csv", "swipe", "ben", "2", "", "", ""),
]


def test_identities() -> None:
    ids = Identities(["000004-ab", "swipe7", "12345678901-long"])
    assert ids.new("0123456789") == "000005-01234567"
    assert ids.like("000004-ab", "ffffffffff") == "000004-ffffffff"
    assert ids.like("000004-ab", "ffffffffff") == "000006-ffffffff"  # taken by now
    assert ids.like("swipe7", "ffffffffff") == "000007-ffffffff"
    ids.pass_over("000040-x")
    assert ids.new("00")[:6] == "000041"
    assert "000040-x" not in ids and "swipe7" in ids


CHOICES = {
    "an id": (Choice(("000001-aa",)), "1"),
    "starts": (Choice(("00001", "000001")), "1 3"),
    "a label": (Choice(label="circle"), "1 2"),
    "a person's label": (Choice(label="circle", subject="ben"), "2"),
    "a session": (Choice(session="1"), "1 2"),
    "an id of a label": (Choice(("000012",), label="swipe"), "3"),
    "all": (Choice(everything=True), "1 2 3"),
}


@pytest.mark.parametrize("name", CHOICES)
def test_choices(name: str) -> None:
    choice, places = CHOICES[name]
    assert choice.of(ROWS) == [ROWS[int(place) - 1] for place in places.split()]


BAD_CHOICES = {
    "nothing": (Choice(), "not said which"),
    "unknown id": (Choice(("9",)), "No takes have an id"),
    "many ids": (Choice(("0000",)), "3 takes have an id"),
    "empty id": (Choice(("",)), "No takes have an id"),
    "unknown label": (Choice(label="x"), "There is: 'circle', 'swipe'"),
    "nobody's label": (Choice(label="swipe", subject="anna"), "There is: 'ben'"),
}


@pytest.mark.parametrize("name", BAD_CHOICES)
def test_bad_choices(name: str) -> None:
    choice, words = BAD_CHOICES[name]
    with pytest.raises(SelectionError) as caught:
        choice.of(ROWS)
    assert words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 2


def test_an_exact_id_is_not_the_start_of_another() -> None:
    rows = [ROWS[0], ROWS[0]._replace(id="000001-aab")]
    assert Choice(("000001-aa",)).of(rows) == rows[:1]


def test_edits() -> None:
    assert [row.label for row in edits.relabeled(ROWS, ROWS[1:], " ro\u0308ll ")] == [
        "circle",
        "röll",
        "röll",
    ]
    described = edits.described(ROWS, ROWS[:1], {"subject": "", "split": "test"})
    assert (described[0].subject, described[0].split, described[0].session) == ("", "test", "1")
    assert described[1:] == ROWS[1:]
    assert edits.without(ROWS, ROWS[:2]) == ROWS[2:]
    for bad in ({"split": "exam"}, {"subject": "a\nb"}, {"session": "x" * 81}):
        with pytest.raises(UserError):
            edits.described(ROWS, ROWS, bad)
    with pytest.raises(UserError):
        edits.relabeled(ROWS, ROWS, "")


def take(samples: np.ndarray, identity: str = "000003-ab", label: str = "circle") -> Recording:
    return Recording(identity, label, "anna", "1", "", "", "2 samples were lost", samples)


def rested(moves: list[tuple[float, float]], seconds: float, seed: int = 1) -> np.ndarray:
    """Return counts [n, 6]: rest, a sensor's noise, movements (start, size in g) of 1 s."""
    generator = np.random.default_rng(seed)
    samples = generator.normal(0, 3, (round(seconds * IMU.rate), 6)) + [0, 0, 4096, 0, 0, 0]
    time = np.arange(IMU.rate) / IMU.rate
    for start, size in moves:
        at = round(start * IMU.rate)
        swing = np.sin(4 * np.pi * time) * np.sin(np.pi * time) * size * 4096
        samples[at : at + IMU.rate, 0] += swing
    return samples.astype(np.int16)


def test_cut() -> None:
    whole = take(rested([(1, 1)], 3))
    ids = Identities([whole.id])
    (one,) = cuts.cut(whole, [Span(60, 260)], IMU, ids)
    assert (one.id[:7], one.verdict, one.subject) == ("000003-", "2 samples were lost", "anna")
    assert np.array_equal(one.samples, whole.samples[60:260])
    parts = cuts.cut(whole, [Span(0, 20), Span(20, 312)], IMU, ids)
    assert [part.id[:7] for part in parts] == ["000004-", "000005-"]
    assert parts[0].verdict == "2 samples were lost; too short: 0.19 s"
    assert whole.samples.shape == (312, 6)


def test_told_parts() -> None:
    whole = take(np.zeros((208, 6), np.int16))
    assert cuts.told(whole, 0.5, None, 104) == Span(52, 208)
    assert cuts.told(whole, None, 1.5, 104) == Span(0, 156)
    assert cuts.told(whole, 10, 20, 1) == Span(10, 20)
    for begin, end, rate in ((1, 1, 104), (1.5, 1, 104), (0, 2.1, 104), (208, None, 1)):
        with pytest.raises(CutError, match="has no part"):
            cuts.told(whole, begin, end, rate)


def test_the_active_part_is_kept_with_a_margin() -> None:
    part = active.active(take(rested([(2, 1)], 5)), IMU)
    assert part.begin == pytest.approx(1.8 * 104, abs=12)
    assert part.end == pytest.approx(3.2 * 104, abs=12)
    wide = active.active(take(rested([(2, 1)], 5)), IMU, margin=1)
    assert part.begin - wide.begin == pytest.approx(0.8 * 104, abs=4)


def test_by_play_is_not_part_of_a_take() -> None:
    samples = rested([(3, 1)], 6)
    samples[50:54, 2] += 2000  # the press of a button
    assert active.active(take(samples), IMU).begin > 2.6 * 104


def test_what_is_left_whole() -> None:
    still, tight = rested([], 3), rested([(0, 1)], 1)
    for label, samples in (("circle", still), ("circle", tight), ("Idle", rested([(1, 1)], 3))):
        kept = active.active(take(samples, label=label), IMU)
        assert kept == (0, len(samples))


def test_trimming_again_changes_nothing() -> None:
    dataset = Dataset.open(SYNTHETIC)
    trimmed = 0
    for whole in dataset.recordings[:25]:
        part = active.active(whole, IMU)
        trimmed += part != (0, len(whole.samples))
        (short,) = cuts.cut(whole, [part], IMU, dataset.identities)
        assert active.active(short, IMU) == (0, len(short.samples))
        assert short.verdict == ""
    assert trimmed > 15


def test_a_continuous_recording_becomes_takes() -> None:
    starts = [1.0, 2.8, 4.5, 7.0, 8.9]
    samples = rested([(start, 1 + 0.1 * start) for start in starts], 11)
    samples[620:624, 2] += 3000  # a knock
    spans = active.pieces(take(samples), IMU)
    assert [span.begin / 104 for span in spans] == pytest.approx(
        [start - 0.2 for start in starts], abs=0.15
    )
    assert all(one.end <= other.begin for one, other in pairwise(spans))
    assert len(active.pieces(take(samples), IMU, pause=5)) == 1
    assert active.pieces(take(rested([], 5)), IMU) == []


def test_takes_share_a_short_rest() -> None:
    spans = active.pieces(take(rested([(1.0, 1), (2.4, 1)], 5)), IMU, margin=1)
    assert spans[0].end == spans[1].begin


def test_proximity_is_cut_by_its_own_measure(tmp_path: Path) -> None:
    swipe = [0] * 8 + [40, 300, 600, 300, 40] + [1] * 10
    dataset = proximity_dataset(tmp_path / "set", [("swipe", swipe + swipe), ("near", [3, 4, 3])])
    long, short = dataset.recordings
    assert len(active.pieces(long, dataset.settings)) == 2
    assert active.active(short, dataset.settings) == (0, 3)


def test_streams_of_others_are_split_at_their_marks() -> None:
    source = np.load(real_data("uhh_imu_streams.npz"))
    channels = list(source["channels"])
    settings = Settings("imu", IMU.axes, 26, 8, 2000)
    found = marked = right = 0
    for number in range(0, 68, 4):
        data = source["data"][slice(*source["offsets"][number : number + 2])]
        accel = data[:, [channels.index(axis) for axis in IMU.axes[:3]]] / 9.80665 / 0.000244
        gyro = np.degrees(data[:, [channels.index(axis) for axis in IMU.axes[3:]]]) / 0.07
        counts = np.clip(np.hstack([accel, gyro]), -32768, 32767).astype(np.int16)
        spans = active.pieces(take(counts), settings)
        marks = np.diff(np.pad(data[:, -1] > 0, 1).astype(int))
        pairs = list(zip(np.flatnonzero(marks > 0), np.flatnonzero(marks < 0), strict=True))
        found, marked = found + len(spans), marked + len(pairs)
        middles = [(begin + end) / 2 for begin, end in pairs]
        right += sum(
            sum(span.begin <= middle < span.end for span in spans) == 1 for middle in middles
        )
    assert marked > 150
    assert right >= 0.98 * marked
    assert abs(found - marked) <= 0.03 * marked


def test_merge() -> None:
    ones, twos, threes = (np.full((9, 6), value, np.int16) for value in (1, 2, 3))
    here = [take(ones, "000001-a"), take(twos, "000002-b")]
    there = [
        take(ones, "000001-a"),  # the same
        take(twos, "000009-z"),  # equal, under another id
        take(threes, "000002-b"),  # another take of this id
        replace(take(ones, "000001-a"), label="swipe"),  # relabeled there
        replace(take(twos, "000007-x"), subject="ben"),  # the same samples by somebody else
        take(threes + 1, "000008-n"),
    ]
    merge = Merge(list(here))
    merge.bring(there)
    added = [identity.id for identity in merge.added]
    assert [name[:6] for name in added] == ["000003", "000004", "000007", "000008"]
    assert (merge.known, merge.renamed) == (1, [("000009-z", "000002-b")])
    assert merge.conflicts == [("000002-b", added[0], "samples"), ("000001-a", added[1], "label")]
    assert merge.alike == [("000007-x", "000002-b")]
    assert merge.takes == here + merge.added
    again = Merge(list(merge.takes))
    again.bring(there)
    assert again.added == again.conflicts == again.alike == []
