"""Every row of tools/fault_table.py has a test that is marked so, and the table is true."""

import ast
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS.parent / "tools"))

from fault_table import ROWS, Injection, is_proved, short_table, table  # noqa: E402

pytest_plugins = ["pytester"]


def marks(file: Path) -> list[ast.Call]:
    """Every mark of a fault in a file of tests."""
    calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if is_mark(node)]
    return [call for call in calls if isinstance(call, ast.Call)]


def is_mark(node: ast.AST) -> bool:
    """Whether this is fault(...) or pytest.mark.fault(...)."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return "fault" in (getattr(called, "id", ""), getattr(called, "attr", ""))


def literals(mark: ast.Call) -> list[object]:
    """What a mark says, as far as its text tells; None for what is computed."""
    return [node.value if isinstance(node, ast.Constant) else None for node in mark.args]


MARKS = [(file, mark) for file in sorted(TESTS.rglob("test_*.py")) for mark in marks(file)]


def test_every_row_has_a_test() -> None:
    assert list(ROWS) == list(range(1, 31))
    assert set(ROWS) - {literals(mark)[0] for _, mark in MARKS} == set()


def test_every_mark_names_a_row_and_what_is_injected() -> None:
    for file, mark in MARKS:
        row, injected = literals(mark)
        assert row in (None, *ROWS) and injected != "", f"{file}, line {mark.lineno}"


CASES = """
import pytest

@pytest.mark.fault(3, "a | b")
@pytest.mark.fault(4, "noise")
@pytest.mark.parametrize("value", [1, 2])
def test_one(value):
    assert value == 1

@pytest.mark.fault(4, "silence")
def test_two():
    pytest.skip("not here")

@pytest.mark.fault(5, "a broken fixture")
def test_three(no_such_fixture):
    pass

def test_unmarked():
    pass
"""


def test_the_table_tells_how_the_tests_ended(pytester: pytest.Pytester) -> None:
    from fault_table import Collector

    pytester.makepyfile(CASES)
    pytester.makeini("[pytest]\nmarkers = fault: a fault")
    collector = Collector()
    pytester.inline_run("-m", "fault", plugins=[collector])
    lines = table(list(collector.injections.values())).splitlines()
    name = "test_the_table_tells_how_the_tests_ended.py"
    assert f"| 3 | {ROWS[3]} | a / b | `{name}::test_one` | 1 passed, 1 failed |" in lines
    short = short_table(list(collector.injections.values())).splitlines()
    stem = "the_table_tells_how_the_tests_ended"
    assert f"| 4 | {ROWS[4]} | {stem} | 1 passed, 1 failed, 1 skipped |" in short
    assert f"| 6 | {ROWS[6]} | **none** |  |" in short
    assert f"| 4 | {ROWS[4]} | silence | `{name}::test_two` | 1 skipped |" in lines
    assert f"| 5 | {ROWS[5]} | a broken fixture | `{name}::test_three` | 1 failed |" in lines
    assert f"| 6 | {ROWS[6]} | | | **no test** |" in lines
    assert len(lines) == 2 + len(ROWS) + 1


def test_a_row_that_is_not_there_is_refused() -> None:
    from fault_table import Collector

    with pytest.raises(pytest.UsageError, match="no row 31"):
        Collector().injection((31, "x"), "test")


def test_all_rows_and_no_failure_are_a_proof() -> None:
    good = [Injection(row, "x", "t", {"t": "passed"}) for row in ROWS]
    assert is_proved(good)
    assert not is_proved(good[1:])
    assert not is_proved([*good, Injection(1, "x", "u", {"u": "failed"})])
    assert is_proved([*good, Injection(1, "x", "u", {"u": "skipped"})])
