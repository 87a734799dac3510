"""Files of tests that need a package which is not installed: skipped, visibly, not failed.

Use it in a conftest.py:
    def pytest_pycollect_makemodule(module_path, parent):
        return absent.file(module_path, parent, "nicegui")
"""

import importlib.util
from pathlib import Path

import pytest


class AbsentFile(pytest.Module):
    """A file of tests that is not even imported."""

    missing = ""

    def collect(self) -> list[pytest.Item]:
        pytest.skip(f"not installed: {self.missing}")


def file(path: Path, parent: pytest.Collector, *needed: str) -> AbsentFile | None:
    """Return a file that is skipped, or None where everything that it needs is there."""
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if not missing:
        return None
    found = AbsentFile.from_parent(parent, path=path)
    found.missing = ", ".join(missing)
    return found
