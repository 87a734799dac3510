"""What the pages of the studio may not do, read from the source of every file.

No words of their own (texts.py has them all), no text that becomes markup or code, no other
computer: neither in Python nor in the components that are written in JavaScript.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

STUDIO = Path(__file__).resolve().parent.parent / "host" / "tinyspark" / "studio"
FILES = sorted(STUDIO.rglob("*.py"))
TEXTS = [file for file in FILES if file.parent == STUDIO / "texts"]
DRAWING = [
    file
    for file in FILES
    if "from nicegui" in file.read_text("utf-8")
    and file.name not in ("looks.py", "report_page.py")  # styles, and headers of an answer
]
SCRIPTS = sorted([*STUDIO.rglob("*.js"), *STUDIO.rglob("*.vue")])
# What these are given is for the browser, not for people
NOT_WORDS = {"add_css", "classes", "element", "mark", "on", "props", "run_method", "style"}
WORDS = re.compile(r"\b[A-Z][a-z]{2}|[A-Za-z]{2,} [A-Za-z]{2,}")
MARKUP = {"add_body_html", "add_head_html", "chat_message", "html", "markdown", "mermaid"}
IN_SCRIPTS = ("innerHTML", "outerHTML", "insertAdjacentHTML", "v-html", "document.write",
              "eval(", "Function(", "http:", "https:", "import(")  # fmt: skip


def named(file: Path) -> str:
    return file.relative_to(STUDIO).as_posix()


def called(call: ast.Call) -> str:
    """The last name of what is called: props for ui.label().props(...)."""
    function = call.func
    return getattr(function, "attr", getattr(function, "id", ""))


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Strings that stand alone: those of modules, functions, classes."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def for_people(tree: ast.AST) -> Iterator[str]:
    """Every text in a file that somebody may read on the page."""
    hidden = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in NOT_WORDS:
            given = [*node.args, *(word.value for word in node.keywords)]
            hidden |= {part for argument in given for part in ast.walk(argument)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and node not in hidden:
            yield node.value


@pytest.mark.parametrize("file", DRAWING, ids=named)
def test_pages_have_no_words_of_their_own(file: Path) -> None:
    assert [text for text in for_people(tree_of(file)) if WORDS.search(text)] == []


def test_every_text_is_shown_by_some_page() -> None:
    there = [node for file in TEXTS for node in ast.walk(tree_of(file))]
    names = {node.id for node in there if isinstance(node, ast.Name) and node.id.isupper()}
    shown = "".join(file.read_text("utf-8") for file in FILES if file not in TEXTS)
    assert len(names) > 200
    assert [name for name in sorted(names) if not re.search(rf"\.{name}\b", shown)] == []


@pytest.mark.parametrize("file", FILES, ids=named)
def test_no_text_becomes_markup(file: Path) -> None:
    """The sign of the brand is markup of our own; nothing else is."""
    calls = [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)]
    risky = [ast.unparse(call) for call in calls if called(call) in MARKUP]
    allowed = ["ui.html(looks.ICON, sanitize=False)"] if file == STUDIO / "frame.py" else []
    assert risky == allowed
    scripts = [word.value for call in calls for word in call.keywords if word.arg == "js_handler"]
    scripts += [call.args[0] for call in calls if called(call) == "run_javascript"]
    assert all(isinstance(script, ast.Constant | ast.Name) for script in scripts)


@pytest.mark.parametrize("file", DRAWING, ids=named)
def test_who_waits_is_told_when_its_page_is_closed(file: Path) -> None:
    """NiceGUI's own run.io_bound() ends then with None, and whoever called it goes on drawing."""
    assert "io_bound" not in file.read_text("utf-8")


@pytest.mark.parametrize("file", FILES, ids=named)
def test_properties_are_filled_with_our_words_alone(file: Path) -> None:
    """Whatever else stands in quotes there could end them, and be a property of its own.

    A text from outside goes in as props["name"] = text; a number says how it is written ({x:d}).
    """
    for call in ast.walk(tree_of(file)):
        if isinstance(call, ast.Call) and called(call) in ("props", "default_props"):
            filled = {part for argument in call.args for part in ast.walk(argument)}
            for part in filled:
                if isinstance(part, ast.FormattedValue):
                    assert is_ours(part.value) or part.format_spec, ast.unparse(part)


def is_ours(value: ast.expr) -> bool:
    """Whether this is "word", NAME or texts.Page.NAME: in the source, not come from outside."""
    if isinstance(value, ast.IfExp):
        return is_ours(value.body) and is_ours(value.orelse)
    if isinstance(value, ast.Constant):
        return True
    return ast.unparse(value).rpartition(".")[2].isupper()


@pytest.mark.parametrize("file", SCRIPTS, ids=named)
def test_components_write_no_markup_and_load_nothing(file: Path) -> None:
    source = re.sub(r"//.*|/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    assert [word for word in IN_SCRIPTS if word in source] == []


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def test_the_rules_find_what_they_are_for() -> None:
    found = for_people(ast.parse('"""Doc."""\nui.label("Hello you").classes("Not this")\nx = "a"'))
    assert [text for text in found if WORDS.search(text)] == ["Hello you"]
    assert is_ours(ast.parse("texts.Frame.CLOSE", mode="eval").body)
    assert not is_ours(ast.parse("recording.label", mode="eval").body)
    assert not is_ours(ast.parse("TEXTS.NAME.format(label)", mode="eval").body)
