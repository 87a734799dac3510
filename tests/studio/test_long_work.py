"""Work in a process of its own: what comes of it, however it ends, and that nothing remains."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import some_jobs

from tinyspark.errors import UserError
from tinyspark.studio import work as works
from tinyspark.studio.texts import Work as Words
from tinyspark.studio.work import DONE, FAILED, STOPPED, Work

LONG = 60.0  # seconds: only what has gone wrong takes as long


@pytest.fixture
def work() -> Iterator[Work]:
    made = Work()
    yield made
    made.close()


def wait_for(what: Callable[[], Any]) -> None:
    until = time.monotonic() + LONG
    while not what():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.01)


def over(work: Work) -> str:
    wait_for(lambda: not work.running)
    return work.state


def test_a_job_tells_how_far_it_is_and_brings_its_result(work: Work) -> None:
    assert work.state == "" and not work.running
    work.start("sum", some_jobs.add, 3, 4)
    assert over(work) == DONE and work.name == "sum"
    assert (work.result, work.error, work.what, work.clock.share) == (7, "", "adding", 0.5)
    assert work.told == [3, 4]
    work.start("another", some_jobs.add, 1, 1)
    assert work.name == "another" and over(work) == DONE and work.result == 2


def test_what_a_job_refuses_is_told_in_its_words(work: Work) -> None:
    work.start("refused", some_jobs.refuse)
    assert over(work) == FAILED and work.error == "There are no takes.\nRecord some."


@pytest.mark.parametrize(
    "job",
    [
        some_jobs.crash,
        pytest.param(some_jobs.bring_what_cannot_be_sent, marks=pytest.mark.long),
    ],
)
def test_a_crash_is_told_and_the_next_job_runs(
    work: Work, job: Callable, capfd: pytest.CaptureFixture
) -> None:
    work.start("crashing", job)
    assert over(work) == FAILED and work.result is None
    assert "nobody foresaw (" in work.error and "\n" not in work.error
    assert "Traceback" in capfd.readouterr().err  # for whoever looks at the terminal
    work.start("sum", some_jobs.add, 3, 4)
    assert over(work) == DONE


def test_a_killed_process_is_told(work: Work) -> None:
    work.start("dying", some_jobs.die)
    assert over(work) == FAILED and work.error == Words.WORDLESS


@pytest.mark.long
def test_a_huge_result_arrives(work: Work) -> None:
    work.start("much", some_jobs.bring_much, 50_000_000)
    assert over(work) == DONE and len(work.result) == 50_000_000


def test_of_two_tabs_that_start_at_once_one_is_told_to_wait(work: Work) -> None:
    together = threading.Barrier(2)
    refused = []

    def start() -> None:
        together.wait()
        try:
            work.start("lasting", some_jobs.last)
        except UserError as error:
            refused.append(str(error))

    tabs = [threading.Thread(target=start) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert refused == [Words.BUSY.format(name="lasting")] and work.running


@pytest.mark.parametrize("moment", ["starting", pytest.param("running", marks=pytest.mark.long)])
def test_a_stopped_job_leaves_no_process(work: Work, moment: str) -> None:
    work.start("lasting", some_jobs.last)
    process = work._process
    assert process is not None
    if moment == "running":
        wait_for(lambda: work.what)
    work.stop()
    assert work.state == STOPPED
    work.start("sum", some_jobs.add, 3, 4)  # at once: what the old one still tells is not its own
    assert over(work) == DONE and work.result == 7
    wait_for(lambda: not process.is_alive())
    work.stop()
    assert work.state == DONE


def test_a_job_that_will_not_end_is_killed(work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "_END_TIMEOUT", 0.1)
    work.start("stubborn", some_jobs.ignore_everything)
    wait_for(lambda: work.what)
    process = work._process
    work.close()
    assert process is not None and not process.is_alive()


@pytest.mark.long
def test_a_job_that_cannot_begin_blocks_no_other(work: Work) -> None:
    with pytest.raises(Exception, match="pickle"):
        work.start("hopeless", lambda teller: None)
    work.start("sum", some_jobs.add, 3, 4)
    assert over(work) == DONE


@pytest.mark.parametrize(
    "how",
    [
        signal.SIGINT,
        pytest.param(signal.SIGKILL, marks=pytest.mark.long),
        pytest.param(signal.SIGTERM, marks=pytest.mark.long),
    ],
)
def test_nothing_of_it_outlives_the_studio(how: signal.Signals, tmp_path: Path) -> None:
    place = tmp_path / "who"
    program = Path(__file__).parent / "studio_with_work.py"
    path = os.pathsep.join([str(program.parent), *sys.path])
    studio = subprocess.Popen(
        [sys.executable, str(program), str(place)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    wait_for(place.exists)
    if how == signal.SIGINT:
        os.killpg(studio.pid, how)  # as a terminal does: to all that run in it
    else:
        studio.send_signal(how)
    said = studio.communicate(timeout=LONG)[1]  # ends when both have let go of stderr
    assert "Traceback" not in said


@pytest.mark.long
def test_a_process_of_a_job_loads_no_page() -> None:
    program = "import sys, tinyspark.studio.jobs; print('nicegui' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert said.stdout == "False\n"
