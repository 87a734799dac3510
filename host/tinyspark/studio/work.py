"""Long work in a process of its own: the page stays quick, and it can be stopped at any moment.

A job is a function at the top level of a module: job(teller, *arguments) -> result, where
teller(what, share) and teller.tell(anything) may be called now and then. One job at a time. Knows
nothing of what it does. The process ends with the studio, however that ends, and leaves Ctrl-C to
it.
"""

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from multiprocessing import connection, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from tinyspark.errors import UserError
from tinyspark.studio.texts import Work as Words
from tinyspark.studio.wording import in_words
from tinyspark.terminal.clock import Clock

RUNNING, DONE, FAILED, STOPPED = "running", "done", "failed", "stopped"
_PROGRESS, _TOLD = "progress", "told"
_END_TIMEOUT = 3.0  # seconds for a process to end by itself, before it is killed

Job = Callable[..., Any]


class Work:
    """One job at a time.

    state: "" (none yet), RUNNING, DONE, FAILED or STOPPED; name: which job; what, clock: how far
    it is; told: everything else that it told, in order; result; error: why it failed, for people.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._listening: threading.Thread | None = None  # it alone waits for the process's end
        self._begin("")

    def _begin(self, state: str, name: str = "") -> None:
        self.state = ""  # as long as the rest changes, for those who look meanwhile
        self.result: Any = None
        self.told: list[Any] = []
        self.what = self.error = ""
        self.clock = Clock()
        self.name = name
        self.state = state

    @property
    def running(self) -> bool:
        return self.state == RUNNING

    def start(self, name: str, job: Job, *arguments: Any) -> None:
        """Begin a job; UserError while another one runs."""
        with self._lock:
            if self.running:
                raise UserError(Words.BUSY.format(name=self.name))
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(theirs, job, arguments), daemon=True)
            with theirs, _without_ctrl_c():
                process.start()
            self._begin(RUNNING, name)
            self._process = process
            self._listening = threading.Thread(
                target=self._listen, args=(process, ours), daemon=True
            )
            self._listening.start()

    def stop(self) -> None:
        """End the job at once; nothing of it remains."""
        with self._lock:
            if self.running and self._process is not None:
                self.state = STOPPED
                self._process.terminate()

    def close(self) -> None:
        """End the job, and return when its process is no more."""
        self.stop()
        if self._listening is not None and self._process is not None:
            self._listening.join(_END_TIMEOUT)
            if self._listening.is_alive():
                self._process.kill()
                self._listening.join()

    def _listen(self, process: BaseProcess, ours: Connection) -> None:
        """Take in what the job tells, until it ends."""
        with ours:
            state, value = self._outcome(process, ours)
        _end(process)
        with self._lock:
            if process is self._process and self.running:
                self.result, self.error = (value, "") if state == DONE else (None, value)
                self.state = state

    def _outcome(self, process: BaseProcess, ours: Connection) -> tuple[str, Any]:
        """Take in messages up to the last one; return that."""
        try:
            while True:
                kind, value = ours.recv()
                if kind not in (_PROGRESS, _TOLD):
                    return kind, value
                self._hear(process, kind, value)
        except (EOFError, OSError):  # the process is no more
            return FAILED, Words.WORDLESS
        except Exception as error:  # what it told cannot be taken in
            return FAILED, in_words(error)

    def _hear(self, process: BaseProcess, kind: str, value: Any) -> None:
        with self._lock:
            if process is not self._process:
                return  # it was stopped, and another one has begun
            if kind == _TOLD:
                self.told.append(value)
            else:
                self.what, share = value
                self.clock.reached(share)


class Teller:
    """What a job calls to tell how far it is; tell(): anything else that pages show meanwhile."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe

    def __call__(self, what: str, share: float | None = None) -> None:
        self._pipe.send((_PROGRESS, (what, share)))

    def tell(self, value: Any) -> None:
        self._pipe.send((_TOLD, value))


def _end(process: BaseProcess) -> None:
    """Wait for a process that is about to end; kill one that is not."""
    process.join(_END_TIMEOUT)
    if process.is_alive():
        process.kill()
        process.join()


@contextlib.contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """What is started in here is born deaf to Ctrl-C, which else could meet its first lines."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it would change what is set here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In the process


def _work(pipe: Connection, job: Job, arguments: tuple) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_studio, daemon=True).start()
    with pipe, contextlib.suppress(BrokenPipeError):
        try:
            pipe.send((DONE, job(Teller(pipe), *arguments)))
        except Exception as error:
            pipe.send((FAILED, in_words(error)))


def _end_with_the_studio() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    os._exit(1)
