"""Programs in C around exported models: compiled once for many models, asked through a pipe."""

import functools
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from gesturekit.model_format import Model

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Werror"]
WARNINGS += ["-Wconversion", "-Wsign-conversion"]
BUILDS = {
    "plain": ("cc", ["-std=c99", *WARNINGS, "-O2"]),
    "checked": ("cc", ["-std=c99", "-O0", "-fsanitize=undefined", "-fno-sanitize-recover=all"]),
    "c++": ("c++", ["-x", "c++", *WARNINGS, "-O0"]),
}
COMPILERS = {"cc": ("cc", "gcc", "clang"), "c++": ("c++", "g++", "clang++")}
# The first argument chooses the model, the second what to do.
PROGRAM = """#include <stdio.h>
#include <stdlib.h>
{includes}
#define WRITE(what, size) fwrite(what, size, 1, stdout)
#define MODEL(name, NAME) \\
static int name##_answer(void) \\
{{ \\
    static int16_t data[NAME##_AXES * NAME##_LONGEST], features[NAME##_FEATURES]; \\
    int32_t sums[NAME##_LABELS], count, best, detected; \\
    uint8_t inputs[NAME##_FEATURES], shares[NAME##_LABELS], again[NAME##_LABELS]; \\
    while (fread(&count, sizeof count, 1, stdin) == 1) {{ \\
        if (fread(data, 2, (size_t)(NAME##_AXES * count), stdin) == 0) return 2; \\
        name##_features(data, count, count, features); \\
        name##_run(features, inputs, sums, shares); \\
        best = name##_classify(data, count, count, again); \\
        detected = name##_detects(best, again) ? best : -1; \\
        WRITE(features, sizeof features); \\
        WRITE(sums, sizeof sums); \\
        WRITE(again, sizeof again); \\
        WRITE(&best, sizeof best); \\
        WRITE(&detected, sizeof detected); \\
    }} \\
    if (name##_classify(data, 0, 0, again) != -1) return 5; \\
    return name##_classify(data, 0, NAME##_LONGEST + 1, again) != -1; \\
}} \\
static int name##_tell(void) \\
{{ \\
    for (int n = 0; n < NAME##_LABELS; n++) puts(name##_labels[n]); \\
    return 0; \\
}}
{definitions}
typedef int (*action)(void);
int main(int count, char **words)
{{
    static const action answers[] = {{{answers}}};
    static const action tells[] = {{{tells}}};
    static const action tests[] = {{{tests}}};
    const int number = atoi(words[1]);
    if (count != 3) return 9;
    switch (words[2][0]) {{
    case 'a': return answers[number]();
    case 't': return tells[number]();
    default: return tests[number]();
    }}
}}
"""


class Answers(NamedTuple):
    """What a program gives for windows: arrays with a row each."""

    features: np.ndarray
    sums: np.ndarray
    confidences: np.ndarray
    best: np.ndarray
    detected: np.ndarray


def compiler(language: str) -> str:
    """Return a compiler for "cc" or "c++"; skips the test when there is none."""
    found = next(filter(None, map(shutil.which, COMPILERS[language])), None)
    if found is None:
        pytest.skip(f"no {language} compiler here")
    return found


class Programs:
    """One program for all models: headers lie in folder as name.h, name is the key of models.

    models: with a golden window, whose header has a self-test.
    """

    def __init__(self, folder: Path, models: dict[str, Model]) -> None:
        self._folder = folder
        self._names = list(models)
        text = PROGRAM.format(
            includes="\n".join(f'#include "{name}.h"' for name in models),
            definitions="\n".join(f"MODEL({name}, {name.upper()})" for name in models),
            answers=", ".join(f"{name}_answer" for name in models),
            tells=", ".join(f"{name}_tell" for name in models),
            tests=", ".join(f"{name}_self_test" for name in models),
        )
        (folder / "program.c").write_text(text)

    @functools.cache  # noqa: B019 - one for a module of tests
    def _program(self, build: str) -> Path:
        language, flags = BUILDS[build]
        program = self._folder / f"program-{language}-{build}"
        command = [compiler(language), *flags, "program.c", "-o", str(program)]
        done = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, check=False
        )
        if build == "checked" and "cannot find" in done.stderr:
            pytest.skip("this compiler has no sanitizer")
        assert done.returncode == 0 and done.stderr == "", done.stderr
        return program

    def ask(self, build: str, name: str, action: str, data: bytes = b"") -> tuple[int, bytes]:
        """Return exit status and output of answer, tell or self-test ("selftest")."""
        command = [str(self._program(build)), str(self._names.index(name)), action]
        done = subprocess.run(command, input=data, capture_output=True, check=False)
        assert done.stderr == b"", done.stderr.decode()
        return done.returncode, done.stdout

    def answers(self, build: str, name: str, model: Model, windows: list[np.ndarray]) -> Answers:
        """Return what the program computes for windows: int16, [axes, count] each."""
        pieces = [np.int32(window.shape[1]).tobytes() + window.tobytes() for window in windows]
        status, output = self.ask(build, name, "answer", b"".join(pieces))
        assert status == 0
        labels = len(model.labels)
        row = [
            ("features", np.int16, len(model.centers)),
            ("sums", np.int32, labels),
            ("confidences", np.uint8, labels),
            ("best", np.int32),
            ("detected", np.int32),
        ]
        rows = np.frombuffer(output, np.dtype(row))
        return Answers(*(rows[name] for name in Answers._fields))
