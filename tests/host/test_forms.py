"""The names of files that hold a model in another form."""

import re
from pathlib import Path

import pytest

from tinyspark.errors import UserError
from tinyspark.learning import forms


@pytest.mark.parametrize(
    "stem", ["gestures", "my gestures", "class", "math", "3rd", "Wörter", "../up", ""]
)
@pytest.mark.parametrize("form", forms.SUFFIXES)
def test_a_name_like_any_can_be_used(stem: str, form: str) -> None:
    name = forms.name_like(stem, form)
    assert re.fullmatch(r"[A-Za-z_][A-Za-z_0-9]*\.(py|h)", name)
    with pytest.raises(Exception, match="model"):  # of the bytes alone, not of the name
        forms.write(b"none", form, Path(name), "1")


def test_a_name_that_can_be_used_stays() -> None:
    names = [forms.name_like("gestures", form) for form in forms.FORMS]
    assert names == ["gestures.tsm", "gestures.py", "gestures.h"]


def test_a_name_of_the_language_is_refused() -> None:
    with pytest.raises(UserError, match="language itself"):
        forms.write(b"", forms.PYTHON, Path("class.py"), "1")
