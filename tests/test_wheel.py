"""The wheel is whole: firmware and datasets travel inside, and it works without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs."""
    built = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(built / "site")
    return built / "site"


def run(unpacked: Path, code: str) -> str:
    """Run Python code with the unpacked wheel alone, far from the checkout."""
    result = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=unpacked.parent,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_board_image_comes_out_of_the_wheel(unpacked: Path) -> None:
    code = "from tinyspark.board.board_image import files; print(*files(), sep='\\n')"
    told = run(unpacked, code)
    sources = sorted((ROOT / "firmware").rglob("*.py")) + sorted((ROOT / "shared").rglob("*.py"))
    assert str(ROOT) not in told
    assert len(told.splitlines()) == len(sources)
    assert "'/main.py'" in told.splitlines()[-1]


def test_the_datasets_come_out_of_the_wheel(unpacked: Path) -> None:
    code = "from tinyspark.demo.source import bundled; print(bundled('proximity-course').folder)"
    assert str(unpacked) in run(unpacked, code)


def test_files_in_the_wheel_are_those_of_the_checkout(unpacked: Path) -> None:
    for source in (ROOT / "firmware").rglob("*.py"):
        inside = unpacked / "tinyspark" / "_firmware" / source.relative_to(ROOT / "firmware")
        assert inside.read_bytes() == source.read_bytes()


def test_the_components_of_the_studio_are_in_the_wheel(unpacked: Path) -> None:
    """They are JavaScript, which no import would miss before the page is shown."""
    studio = Path("tinyspark") / "studio"
    scripts = sorted((ROOT / "host" / studio).rglob("*.js"))
    assert scripts
    for source in scripts:
        inside = unpacked / studio / source.relative_to(ROOT / "host" / studio)
        assert inside.read_bytes() == source.read_bytes()
