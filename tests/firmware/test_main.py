"""The loader: whatever the app does, the prompt is reached and the lights are off."""

import sys

if not hasattr(sys, "print_exception"):  # MicroPython's own
    sys.print_exception = print


class Script:
    """Stands for the modules board and app; `events` tells what the loader did with them."""

    def __init__(self, held, error):
        self.events = []
        self._held = held
        self._error = error

    # as module board
    def Board(self):  # noqa: N802
        return self

    def dark(self):
        self.events.append("dark")

    def pressed(self, number):
        return number == self._held

    # as module app
    def App(self, board):  # noqa: N802
        assert board is self
        return self

    def run(self):
        self.events.append("run")
        if self._error:
            raise self._error


def load(held=0, error=None):
    """Run main.py; return what happened, errors that came out of it included."""
    script = Script(held, error)
    kept = {name: sys.modules.get(name) for name in ("board", "app", "main")}
    sys.modules["board"] = sys.modules["app"] = script
    sys.modules.pop("main", None)
    try:
        __import__("main")
    except BaseException as error:
        script.events.append(type(error).__name__)
    finally:
        for name, module in kept.items():
            sys.modules.pop(name, None)
            if module:
                sys.modules[name] = module
    return script.events


def test_the_app_runs():
    assert load() == ["dark", "run", "dark"]


def test_button_2_keeps_it_from_running():
    assert load(held=2) == ["dark"]
    assert "run" in load(held=1)


def test_an_error_of_the_app_is_shown_and_ends_there():
    for error in (ValueError("x"), OSError(19), MemoryError()):
        assert load(error=error) == ["dark", "run", "dark"]


def test_ctrl_c_is_not_caught():
    assert load(error=KeyboardInterrupt()) == ["dark", "run", "dark", "KeyboardInterrupt"]
