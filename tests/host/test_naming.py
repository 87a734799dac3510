"""Texts from outside: what a label may be, and that the rest is refused in one plain message."""

import unicodedata
from pathlib import Path

import pytest

from tinyspark.dataset.naming import NamingError, check_detail, check_label, path_inside

GOOD = [
    "circle",
    "left to right",
    "../..",
    "CON",
    "a\"b'c,d;e",
    "<script>alert(1)</script>",
    "=1+1",
    "$\\frac{1}{2}$",
    "Grüße",
    "手を振る",
    "حركة",
    "👋",
    "x" * 32,
    "é" * 24,
]
BAD = {
    "empty": "",
    "blank": " \t ",
    "too long": "x" * 33,
    "10 kB": "x" * 10_000,
    "too many bytes": "手" * 17,
    "NUL": "a\0b",
    "newline": "a\nb",
    "terminal escape": "\x1b[2Ja",
    "8-bit terminal escape": "a\x9b2J",
    "right-to-left override": "a\u202eb",
    "left-to-right mark": "a\u200eb",
    "isolate": "a\u2066b",
    "zero-width space": "a\u200bb",
    "byte order mark": "a\ufeffb",
    "line separator": "a\u2028b",
    "surrogate": "a\ud800b",
    "private": "a\ue000b",
    "unassigned": "a\u0378b",
}


@pytest.mark.fault(22, "labels CON, ../.., markup, quotes, other scripts")
@pytest.mark.parametrize("label", GOOD)
def test_anything_visible_is_a_label(label: str) -> None:
    assert check_label(f"  {label}\t") == label


@pytest.mark.fault(22, "labels with control signs, too long, of nothing")
@pytest.mark.parametrize("name", BAD)
def test_bad_labels(name: str) -> None:
    with pytest.raises(NamingError) as caught:
        check_label(BAD[name])
    message = str(caught.value)
    assert message.count("\n") == 1
    assert len(message) < 200
    assert all(sign.isprintable() for sign in message.replace("\n", ""))


def test_labels_have_one_form() -> None:
    assert check_label(unicodedata.normalize("NFD", "Grüße")) == "Grüße"


def test_details_may_be_empty_but_not_endless() -> None:
    assert check_detail("", "subject") == ""
    with pytest.raises(NamingError, match="subject"):
        check_detail("x" * 81, "subject")


@pytest.mark.fault(22, "file names that lead out of the folder")
@pytest.mark.parametrize(
    "name", ["", "../a", "a/../../b", "/a", "\\\\host\\a", "C:a", "a\nb", "a\x1bb", "..", "a/.."]
)
def test_paths_stay_inside(tmp_path: Path, name: str) -> None:
    with pytest.raises(NamingError):
        path_inside(tmp_path, name)


def test_good_paths(tmp_path: Path) -> None:
    assert path_inside(tmp_path, "recordings/ä 1.csv") == tmp_path / "recordings" / "ä 1.csv"
