"""Fixtures for tests of the host."""

from collections.abc import Iterator

import pytest

from tinyspark.learning import examples


@pytest.fixture(scope="module")
def few_copies() -> Iterator[None]:
    """Train on a handful of variations of each take, where a test is not about accuracy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(examples, "MOST_COPIES", 8)
        yield
