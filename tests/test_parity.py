"""Training's numpy, CPython and every MicroPython here give the same numbers, bit for bit."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS.parent / "tools"))

import build_micropython_32  # noqa: E402
import prove_parity  # noqa: E402
import run_on_micropython  # noqa: E402
from parity import plan, twins, ways  # noqa: E402
from parity.cases import Cases  # noqa: E402
from parity.ways import Outcome  # noqa: E402

SHARED = sorted(TESTS.glob("shared/test_*.py"))


def test_a_sample_of_windows_and_streams(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert prove_parity.main(["--windows", "1000", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "0 differences." in said
    assert f"{tmp_path} does not hold" in said and "nano_gestures.npz" in said
    assert "windows by its own code: those" in said


def test_the_help_keeps_its_paragraphs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        prove_parity.main(["--help"])
    said = capsys.readouterr().out
    assert said.count("usage:") == 1 and "bit for bit.\n\nWindows and whole streams" in said


@pytest.mark.long
def test_tens_of_thousands_of_windows(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print()
        assert prove_parity.main(["--windows", "30000"]) == 0


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cases, Outcome]:
    """A few cases and what CPython makes of them."""
    folder = tmp_path_factory.mktemp("cases")
    cases = plan.cases(400, folder)
    cases.write(folder)
    return cases, ways.run([ways.REFERENCE], folder)[0]


def test_the_same_is_no_difference(computed: tuple[Cases, Outcome]) -> None:
    cases, right = computed
    assert prove_parity.compare(cases, right, right).total == 0


@pytest.mark.parametrize(("what", "kind"), [("windows", "detection"), ("streams", "confidences")])
def test_one_wrong_byte_is_found(
    computed: tuple[Cases, Outcome], what: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, right = computed
    wrong = bytearray(getattr(right, what))
    wrong[-1] ^= 1
    found = prove_parity.compare(cases, right, replace(right, **{what: bytes(wrong)}))
    assert found.total == 1 and found.by_kind[kind] == 1
    assert prove_parity.verdict({"this way": found}) == 1
    assert "The first difference of this way" in capsys.readouterr().out


def test_news_that_are_missing_are_found(computed: tuple[Cases, Outcome]) -> None:
    cases, right = computed
    *others, last = cases.news(right.streams)
    streams = b""
    for news in (*others, last[:-1]):
        streams += len(news.tobytes()).to_bytes(4, "little") + news.tobytes()
    found = prove_parity.compare(cases, right, replace(right, streams=streams))
    assert found.total == 1 and found.by_kind["news"] == 1


def test_the_twins_look_at_every_window(computed: tuple[Cases, Outcome]) -> None:
    cases, right = computed
    block = cases.windows[-1]
    changed = block.values.copy()
    changed[0] += 1000
    other = replace(cases, windows=[*cases.windows[:-1], replace(block, values=changed)])
    found = prove_parity.compare(cases, right, replace(right, windows=twins.results(other)))
    assert found.total == 1 and found.by_kind["features"] > 0


@pytest.mark.long
@pytest.mark.parametrize("file", SHARED, ids=lambda file: file.stem)
def test_on_32_bits_with_single_precision(file: Path) -> None:
    program = build_micropython_32.built()
    if program is None:
        pytest.skip(f"no 32-bit MicroPython: {build_micropython_32.HOW}")
    result = run_on_micropython.run([file], command=[str(program)])
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_computer_without_apt_is_told_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build_micropython_32, "PROGRAM", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert build_micropython_32.main() == 1
    assert "There is no apt-get on this computer." in capsys.readouterr().err
