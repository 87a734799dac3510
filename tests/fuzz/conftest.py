"""Where these tests import from, and how many examples hypothesis makes: the same every time."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.insert(0, str(Path(__file__).parent.parent / "host"))

EVERYDAY, LONG = 20, 2000


def pytest_configure(config: pytest.Config) -> None:
    long = config.getoption("markexpr") != "not long"
    examples = LONG if long else EVERYDAY
    settings.register_profile(
        "kit",
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],  # by a clock that a busy computer shares
    )
    settings.load_profile("kit")
