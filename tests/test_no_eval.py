"""No program text from outside is ever run: read from the source of every file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    file for folder in ("host", "shared", "firmware") for file in (ROOT / folder).rglob("*.py")
)
RUNNERS = {"eval", "exec", "compile", "__import__", "breakpoint"}
OPTIONS = {"allow_pickle", "shell", "weights_only"}
# Modules that run what they read, or make it easy to
MODULES = {"pickle", "shelve", "marshal", "dill", "joblib", "cloudpickle", "yaml", "code", "runpy"}
WORDS = RUNNERS | OPTIONS | MODULES | {"system", "popen", "load"}
ALLOWED = {
    # what a virtual board runs is the program on its volume
    ("host/tinyspark/virtual/chip/start.py", "exec"),
    ("host/tinyspark/virtual/chip/start.py", "compile"),
    # of a constant, which wakes up Windows' console
    ("host/tinyspark/terminal/screen.py", "os.system"),
    # only the name of an error; what is loaded are weights alone
    ("host/tinyspark/learning/weights/torch_file.py", "pickle"),
}


def found(tree: ast.AST) -> Iterator[str]:
    """Yield every name that could run text, and every option that lets data run."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from {alias.name.split(".")[0] for alias in node.names} & MODULES
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
            yield (node.module or "").split(".")[0]
        elif isinstance(node, ast.Call):
            yield from _calls(node)


def _calls(node: ast.Call) -> Iterator[str]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    dotted = ast.unparse(node.func)
    if name in RUNNERS or dotted in ("os.system", "os.popen", "np.load", "numpy.load"):
        yield name or dotted
    for keyword in node.keywords:
        value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
        risky = (keyword.arg, value) in {("allow_pickle", True), ("shell", True)}
        if risky or (keyword.arg == "weights_only" and value is not True):
            yield f"{keyword.arg}={value}"
    if dotted == "torch.load" and "weights_only" not in {key.arg for key in node.keywords}:
        yield dotted


@pytest.mark.fault(25, "pickle, eval and their like in the source of every file")
def test_nothing_from_outside_is_run() -> None:
    there = {
        (file.relative_to(ROOT).as_posix(), each)
        for file in FILES
        for text in [file.read_text("utf-8")]
        if WORDS & set(re.findall(r"\w+", text))  # most files need not be parsed
        for each in found(ast.parse(text))
    }
    assert there == ALLOWED


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from marshal import loads",
        "eval(text)",
        "np.load(path)",
        "torch.load(path)",
        "torch.load(path, weights_only=False)",
        "subprocess.run(words, shell=True)",
        "np.lib.format.read_array(file, allow_pickle=True)",
    ],
)
def test_what_would_be_found(source: str) -> None:
    assert list(found(ast.parse(source)))
