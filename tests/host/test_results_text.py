"""The figures of a training as text: names stay whole, and what to do about takes is told."""

from typing import Any

import pytest

from tinyspark.commands.results import print_results

LONG = [f"gesture number {number:02} of them all" for number in range(20)]


def told(capsys: pytest.CaptureFixture[str], labels: list[str], **more: object) -> list[str]:
    """What is printed when of 8 takes of the second label one is taken for the first."""
    confusion = [
        [8 * (row == column) for column in range(len(labels))] for row in range(len(labels))
    ]
    confusion[1][0], confusion[1][1] = 1, 6
    right = {label: {"n": 8, "accuracy": 1.0} for label in labels}
    right[labels[1]]["accuracy"] = 0.75
    report: dict[str, Any] = {
        **{"split": "subject", "accuracy": 0.99, "float_accuracy": None, "worst_subject": None},
        **{"labels": labels, "confusion": confusion, "per_label": right},
        **{"nothing": [0, 1, *[0] * (len(labels) - 2)], **more},
    }
    print_results(report)
    return capsys.readouterr().out.splitlines()


@pytest.fixture(autouse=True)
def eighty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_few_labels_are_a_table_with_whole_names(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, ["swiping left", "circle", "a"])
    assert "              swiping left  circle       a (nothing)  (right)" in lines
    assert "circle                   1       6       .         1   75.0 %" in lines
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("labels", [LONG, LONG[:3], ["ab", "cd", *map(str, range(18))]])
def test_what_is_too_wide_is_a_list(capsys: pytest.CaptureFixture[str], labels: list[str]) -> None:
    lines = told(capsys, labels)
    assert f" 75.0 %  of   8 {labels[1]}: 1 taken for {labels[0]}, 1 taken for (nothing)" in lines
    assert f"100.0 %  of   8 {labels[-1]}" in lines


def test_whether_takes_help_or_hurt(capsys: pytest.CaptureFixture[str]) -> None:
    takes: dict[str, list] = {"mislabels": [{}], "copies": [{}, {}], "odd": []}
    *_, more, hurt = told(capsys, ["a", "b"], takes=takes, curves={"text": "It rises still."})
    assert more == "more:   It rises still."
    assert hurt.startswith("takes:  1 take may bear a wrong label, 2 takes as good as equal to an")
    assert hurt.endswith("(which flatters the score); the report says which")
    for none in ({}, {"takes": None, "curves": None}, {"takes": {kind: [] for kind in takes}}):
        assert told(capsys, ["a", "b"], **none)[-1] == ""  # the end of the table
