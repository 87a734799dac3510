"""The peers of tools/measure_inference.py: all of them compute the same network."""

from pathlib import Path

import numpy as np
import pytest

TOOLS = Path(__file__).resolve().parent.parent.parent / "tools"


@pytest.fixture
def tools(can_run_boards: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOLS))


def test_all_peers_answer_alike(tools: None, tmp_path: Path) -> None:
    import inference_task
    import micropython_meter as meter

    case = inference_task.make((12, 5, 3))
    case.write(tmp_path)
    expected = case.expected()
    answers = meter.told("run", tmp_path, "answers", "all")
    assert {"textbook", "objects", "written out", "network", "classifier"} <= set(answers)
    assert answers.pop("classifier") == answers["network"]
    ours = np.array(answers.pop("network"))
    assert (ours.argmax(axis=1) == expected.argmax(axis=1)).mean() > 0.9
    for name, said in answers.items():
        np.testing.assert_allclose(said, expected, atol=1e-5, err_msg=name)


def test_c_and_the_kit_choose_the_same_labels(tools: None, tmp_path: Path) -> None:
    import inference_task
    import micropython_meter as meter

    if not meter.can_compile():
        pytest.skip("no C compiler")
    case = inference_task.make((12, 5, 3))
    case.write(tmp_path)
    program = meter.compiled("reference.c", tmp_path)
    said = meter.said([str(program), "answers"], tmp_path / "case.txt").split()
    ours = np.array(meter.told("run", tmp_path, "answers", "network")["network"])
    labels = np.array(said, dtype=int)
    np.testing.assert_array_equal(ours[np.arange(len(ours)), labels], ours.max(axis=1))
