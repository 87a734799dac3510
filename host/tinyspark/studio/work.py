"""Long work in a process of its own: the page stays quick, and it can be stopped at any moment.

A job is a function at the top level of a module: job(progress, *arguments) -> result, where
progress(what, share) may be called now and then. One job at a time. Knows nothing of what it does.
"""

import multiprocessing
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from gesturekit.errors import KitError
from tinyspark.errors import UserError

RUNNING, DONE, FAILED, STOPPED = "running", "done", "failed", "stopped"
_END_TIMEOUT = 5.0

Job = Callable[..., Any]


class Work:
    """One job at a time.

    state: "" (none yet), RUNNING, DONE, FAILED or STOPPED; name: which job; what, share: how far
    it is (share 0..1 or None); told: everything else that it told, in order; result; error: why
    it failed, for people.
    """

    def __init__(self) -> None:
        self.state = self.name = self.what = self.error = ""
        self.share: float | None = None
        self.told: list[Any] = []
        self.result: Any = None
        self._process: multiprocessing.process.BaseProcess | None = None

    @property
    def running(self) -> bool:
        return self.state == RUNNING

    def start(self, name: str, job: Job, *arguments: Any) -> None:
        """Begin a job; UserError while another one runs."""
        if self.running:
            raise UserError("Something else is being worked on.\nWait for it, or stop it.")
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(theirs, job, arguments), daemon=True)
        self.__init__()  # type: ignore[misc]
        self.state, self.name, self._process = RUNNING, name, process
        process.start()
        theirs.close()
        threading.Thread(target=self._listen, args=(process, ours), daemon=True).start()

    def stop(self) -> None:
        """End the job at once; nothing of it remains."""
        if self.running and self._process is not None:
            self.state = STOPPED
            self._process.terminate()

    def _listen(self, process: multiprocessing.process.BaseProcess, ours: Connection) -> None:
        """Take in what the job tells, until it ends."""
        outcome = (FAILED, "It ended without a word. Is there enough memory?")
        try:
            while process is self._process:
                kind, value = ours.recv()
                if kind == "progress":
                    self.what, self.share = value
                elif kind == "told":
                    self.told.append(value)
                else:
                    outcome = (kind, value)
        except EOFError:
            pass
        process.join(_END_TIMEOUT)
        if process is self._process and self.running:
            state, value = outcome
            self.result, self.error = (value, "") if state == DONE else (None, value)
            self.state = state


class Teller:
    """What a job calls to tell how far it is; tell(): anything else that pages show meanwhile."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def __call__(self, what: str, share: float | None = None) -> None:
        self._pipe.send(("progress", (what, share)))

    def tell(self, value: Any) -> None:
        self._pipe.send(("told", value))


def _work(pipe: Connection, job: Job, arguments: tuple) -> None:
    try:
        pipe.send((DONE, job(Teller(pipe), *arguments)))
    except (UserError, KitError) as error:
        pipe.send((FAILED, str(error)))
    finally:
        pipe.close()
