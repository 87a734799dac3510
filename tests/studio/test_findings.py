"""What pages read of the last training: is it there, is it true, which takes are behind it."""

import array
import json

import pytest
import trained

from gesturekit import model_format
from tinyspark.dataset.dataset_rows import Row
from tinyspark.errors import UserError
from tinyspark.studio import findings
from tinyspark.studio.data import repairs
from tinyspark.studio.studio import Studio
from tinyspark.studio.texts import Train as Texts
from tinyspark.training_files import Places


def rows(*each: tuple[str, str]) -> list[Row]:
    """Rows of takes: (label, person)."""
    return [
        Row(f"{number:06d}", "", label, subject, "", "", "", "")
        for number, (label, subject) in enumerate(each)
    ]


def test_what_is_missing_is_said_in_words() -> None:
    assert findings.missing([]) == Texts.NO_TAKES
    assert "wave" in findings.missing(rows(("wave", "anna")))
    assert findings.missing(rows(("wave", "anna"), ("<b>{0}</b>", "anna"))) == ""


def test_what_would_help_is_said_in_words() -> None:
    few = rows(*[("wave", "anna")] * 5, ("{idle}", ""))
    told = findings.advice(few)
    assert "{idle}" in told[0] and "wave" not in told[0] and told[1] == Texts.ONE_PERSON
    assert findings.advice(rows(*[("wave", "anna"), ("idle", "ben")] * 5)) == []


def test_nothing_trained_is_no_error(studio: Studio) -> None:
    found = findings.read(studio)
    assert found.report is None and not found.older and not found.foreign and found.takes == {}


def test_a_report_is_true_until_the_takes_change(studio: Studio) -> None:
    report = trained.train(studio)
    before = findings.version(studio)
    found = findings.read(studio)
    assert found.report == report and not found.older and not found.foreign
    assert found.lately == ""
    repairs.relabel(studio.shelf, [found.dataset.recordings[0].id], "away")
    assert findings.version(studio) != before
    found = findings.read(studio)
    assert found.older and "away" in found.lately
    repairs.undo(studio.shelf)
    assert not findings.read(studio).older


def test_a_report_of_another_model_is_known(studio: Studio) -> None:
    trained.train(studio)
    report = json.loads(Places.of(studio.model).numbers.read_text())
    Places.of(studio.model).numbers.write_text(json.dumps({**report, "model_hash": "00"}))
    assert findings.read(studio).foreign
    studio.model.unlink()
    assert findings.read(studio).foreign


def test_a_model_with_other_thresholds_is_still_that_of_the_report(studio: Studio) -> None:
    trained.train(studio)
    assert not findings.read(studio).adjusted
    model = model_format.load(studio.model.read_bytes())
    studio.model.write_bytes(
        model_format.dump(model._replace(thresholds=array.array("B", [7] * len(model.labels))))
    )
    found = findings.read(studio)
    assert found.adjusted and not found.foreign and not found.older


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "[" * 100_000])
def test_a_damaged_report_is_told(studio: Studio, text: str) -> None:
    Places.of(studio.model).numbers.write_text(text)
    with pytest.raises(UserError, match="Train again"):
        findings.read(studio)


def test_a_cell_of_the_matrix_holds_the_takes_that_it_counts(studio: Studio) -> None:
    report = trained.train(studio)
    found = findings.read(studio)
    for true, row in enumerate(report["confusion"]):
        for answer, count in enumerate(row):
            ids = findings.in_cell(found, true, answer)
            assert len(ids) == count
            assert all(found.takes[each].label == report["labels"][true] for each in ids)
        assert len(findings.in_cell(found, true, None)) == report["nothing"][true]
