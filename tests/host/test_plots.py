"""Pictures of results: they are saved, not blank, and mark what was detected."""

from pathlib import Path

import numpy as np
import pytest

from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU
from tinyspark.pictures import plots
from tinyspark.pictures.plot_parts import AXIS_COLORS

TAKE = (1000 * np.sin(np.arange(600) / 9)[:, np.newaxis] * np.arange(1, 7)).astype(np.int16)


def pixels(path: Path) -> np.ndarray:
    from matplotlib.image import imread

    return imread(path)[:, :, :3]


def colored(path: Path, color: str) -> int:
    """Count the pixels of one color."""
    wanted = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return int((np.abs(pixels(path) - wanted).max(axis=2) < 0.01).sum())


def test_confusion_matrix_is_shaded_by_row(tmp_path: Path) -> None:
    picture = tmp_path / "matrix.png"
    plots.confusion_matrix(["a", "$b", "none of it"], [[9, 1, 0], [0, 5, 0], [0, 0, 0]], picture)
    assert colored(picture, "#08306b") > 1000  # the row that is all right is darkest
    assert pixels(picture).std() > 0.1


def test_stream_with_and_without_marks(tmp_path: Path) -> None:
    bare, marked = tmp_path / "bare.png", tmp_path / "marked.png"
    plots.stream(TAKE, IMU, [], bare)
    plots.stream(TAKE, IMU, [plots.Mark(1, 2, "up"), plots.Mark(3, 3.5, "down")], marked)
    for color in AXIS_COLORS.values():
        assert colored(bare, color) > 200
    difference = np.abs(pixels(bare) - pixels(marked)).max(axis=2) > 0.02
    share = difference.mean()
    assert 0.1 < share < 0.35  # 1.5 of 5.8 seconds are marked


def test_gallery_has_a_row_for_each_label(tmp_path: Path) -> None:
    made = Dataset.create(tmp_path / "set", IMU)
    heights = []
    for label in ("a", "b", "c"):
        made.add(TAKE[:200], label)
        plots.gallery(made, tmp_path / "gallery.png")
        heights.append(pixels(tmp_path / "gallery.png").shape[0])
    assert heights[2] - heights[1] == pytest.approx(heights[1] - heights[0], abs=1)
    assert heights[1] > heights[0]


def test_an_endless_gallery_is_cut(tmp_path: Path) -> None:
    made = Dataset.create(tmp_path / "set", IMU)
    for number in range(40):
        made.add(TAKE[:30], f"gesture {number}")
    plots.gallery(made, tmp_path / "gallery.png")
    assert pixels(tmp_path / "gallery.png").shape[0] < 5000


def test_an_empty_dataset_has_no_picture(tmp_path: Path) -> None:
    made = Dataset.create(tmp_path / "set", IMU)
    with pytest.raises(plots.PlotError, match="has no takes"):
        plots.gallery(made, tmp_path / "gallery.png")
