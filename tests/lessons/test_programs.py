"""The short programs that lessons give: they run as they stand, and say what the lessons say."""

import ast

import numpy as np
import pytest
from published import taken

from tinyspark.lessons.story import Next, Program

GIVEN = ("neuron", "streetlight", "step-size", "optimizers")
TOLD = (*GIVEN, "by-hand", "gesture")


def program(name: str) -> str:
    (part,) = (part for part in taken(name).parts if isinstance(part, Program))
    return part.text


def run(text: str, capsys: pytest.CaptureFixture[str]) -> str:
    exec(compile(text, "try.py", "exec"), {})
    return capsys.readouterr().out


def test_a_neuron_learns_other_answers(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(program("neuron"), capsys)
    outputs = np.array(
        ast.literal_eval(",".join(said.replace("[", " ").replace("]", " ").split()))
    )
    assert (outputs > 0.5).tolist() == [False, False, True, False]
    beyond = program("neuron").replace("[[0], [0], [1], [0]]", "[[0], [0], [1], [1]]")
    assert run(beyond, capsys).count("0.5") == 4


def test_both_are_on_is_learned_by_a_neuron_and_from_another_start(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for seed, wanted in ((1, False), (2, True)):
        text = program("streetlight").replace("seed=1", f"seed={seed}")
        lines = run(text, capsys).replace("[", "").replace("]", "").splitlines()
        alone, network = (np.array(line.split(), float) for line in lines)
        assert (alone >= 0.5).tolist() == [False, False, False, True]
        assert (network[-1] >= 0.5) == wanted


def test_too_large_a_step_fails(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split() for line in run(program("step-size"), capsys).splitlines()]
    errors = {step: float(error) for step, error in lines}
    assert errors["10"] < 0.01 < 0.1 < errors["60"]


def test_the_race_of_one_start(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split() for line in run(program("optimizers"), capsys).splitlines()]
    assert [name for name, _ in lines] == ["Momentum", "Nesterov"]
    assert all(0 < float(error) < 0.6 for _, error in lines)


@pytest.mark.parametrize("name", GIVEN)
def test_its_lines_fit_a_terminal(name: str) -> None:
    assert max(map(len, program(name).split("\n"))) <= 76


@pytest.mark.parametrize("name", TOLD)
def test_nobody_is_sent_into_the_package(name: str) -> None:
    (last,) = (part for part in taken(name).parts if isinstance(part, Next))
    assert ".py" not in last.text
