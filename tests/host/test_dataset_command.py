"""tinyspark dataset, run in-process: what is printed where, and the exit status."""

import json
import shlex
from pathlib import Path

import numpy as np
import pytest
from foreign import write_plain

from real_data import real_data
from tinyspark.cli import main
from tinyspark.dataset import Dataset
from tinyspark.dataset.settings import IMU, PROXIMITY
from tinyspark.dataset.verdict import CUT_OFF
from tinyspark.learning.advice import Advice, advise, short_names
from tinyspark.learning.verdicts import Verdicts

ROOT = Path(__file__).resolve().parent.parent.parent
COURSE = str(ROOT / "datasets" / "proximity-course")
SYNTHETIC = str(ROOT / "datasets" / "synthetic-gestures")
PNG = b"\x89PNG"


def dataset(*arguments: object) -> int:
    return main(["dataset", *map(str, arguments)])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    wave = np.sin(np.arange(300) / 8)[:, np.newaxis] * np.ones(6)
    return write_plain(tmp_path / "src", [(wave, "up"), (wave * 2, "down")])


def test_show(capsys: pytest.CaptureFixture) -> None:
    assert dataset("show", SYNTHETIC) == 0
    out, err = capsys.readouterr()
    assert "circle     20" in out
    assert "all       100" in out
    assert "SYNTHETIC" in out
    assert err == ""


def test_show_json(capsys: pytest.CaptureFixture) -> None:
    assert dataset("show", COURSE, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["labels"] == ["away", "closer"]
    assert (shown["takes"], shown["sample_rate"], shown["faults"]) == (10, 4, [])
    assert shown["per_label"]["closer"]["takes"] == 5


def test_check_of_good_takes(capsys: pytest.CaptureFixture) -> None:
    assert dataset("check", SYNTHETIC) == 0
    out, err = capsys.readouterr()
    assert not out and "0 of 100 takes" in err
    assert dataset("check", SYNTHETIC, "--all") == 0
    assert capsys.readouterr().out.count(": good\n") == 100


def test_a_command_for_many_takes_names_them_all() -> None:
    takes = tuple(f"{number:06}-abcd" for number in range(1, 31))
    advice = Advice("flat", takes, "Delete them", ("tinyspark", "dataset", "delete", "my set"))
    line = advice.line(short_names(takes))
    assert shlex.split(line) == ["tinyspark", "dataset", "delete", "my set"] + [
        take.partition("-")[0] for take in takes
    ]


def test_check_names_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    made = Dataset.create(tmp_path / "set", IMU)
    noise = np.random.RandomState(0).randint(-9, 9, (200, 6))
    made.add(noise, "circle", subject="a")
    made.add(noise + 1, "idle", verdict="2 samples were lost")
    made.add(noise + 2, "circle")
    (tmp_path / "set" / "recordings" / f"{made.recordings[2].id}.csv").unlink()
    (tmp_path / "set" / "recordings" / "stray.csv").write_text("ax\n1\n")
    assert dataset("check", tmp_path / "set") == 1
    out, _ = capsys.readouterr()
    assert "circle by a: too still: no movement" in out
    assert "idle: 2 samples were lost" in out
    assert "No such file" in out
    assert "'stray.csv'" in out
    assert dataset("check", tmp_path / "set", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["good"], len(found["takes"]), len(found["faults"])) == (False, 2, 2)
    assert dataset("show", tmp_path / "set") == 0
    assert "No such file" in capsys.readouterr().err


def test_tightly_cut_takes_are_fine_for_training(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    cut = np.zeros((300, 6))
    cut[:100] = np.sin(np.arange(100) / 2)[:, np.newaxis]
    source = write_plain(tmp_path / "src", [(cut, "up")])
    told = ("--rate", 104, "--accel-unit", "g", "--gyro-unit", "dps")
    assert dataset("import", source, tmp_path / "set", *told) == 0
    out = capsys.readouterr().out
    assert "Read 1 take from" in out and "  problems   1 take: cut off\n" in out
    assert "fine for training" in out
    assert dataset("check", tmp_path / "set") == 1
    assert "fine for training" in capsys.readouterr().err
    assert dataset("show", tmp_path / "set") == 0
    assert ": 1 take of the sensor imu" in capsys.readouterr().out


def test_an_import_tells_the_habit_of_its_source(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    takes = np.zeros((12, 300, 6))
    for speed, take in enumerate(takes, 2):
        take[:100] = np.sin(np.arange(100) / speed)[:, np.newaxis]
    source = write_plain(tmp_path / "src", [(take, "up") for take in takes])
    told = ("--rate", 104, "--accel-unit", "g", "--gyro-unit", "dps")
    assert dataset("import", source, tmp_path / "set", *told) == 0
    out = capsys.readouterr().out
    assert "12 of 12 takes begin or end in movement" in out
    assert "problems" not in out and "record" not in out
    assert {take.verdict for take in Dataset.open(tmp_path / "set").recordings} == {""}
    assert dataset("check", tmp_path / "set") == 0


def test_an_import_tells_the_verdicts_of_a_check(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert dataset("export", SYNTHETIC, "--as", "csv", "-o", tmp_path / "src") == 0
    first = (tmp_path / "src" / "index.csv").read_text().splitlines()[1]
    with (tmp_path / "src" / "index.csv").open("a") as index:
        index.write(f"{first}\n")
    told = ("--rate", 104, "--accel-unit", "counts", "--gyro-unit", "counts")
    assert dataset("import", tmp_path / "src", tmp_path / "set", *told) == 0
    out = capsys.readouterr().out
    assert "  problems   1 take: duplicate\n" in out and "`tinyspark dataset check " in out
    there = Dataset.open(tmp_path / "set").recordings
    assert there[-1].verdict == f"duplicate: a copy of {there[0].id}"
    assert {take.verdict for take in there[:-1]} == {""}
    assert dataset("check", tmp_path / "set") == 1
    assert capsys.readouterr().out.count(": duplicate: a copy of") == 1


def test_check_tells_the_habit_of_a_source_once(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    made = Dataset.create(tmp_path / "set", IMU)
    noise = np.random.default_rng(0)
    for _ in range(12):
        samples = noise.normal(0, 4, (300, 6)) + [0, 0, 4098, 0, 0, 0]
        samples[:100, 0] += 3000 * np.sin(np.arange(100) / noise.uniform(2, 4))
        made.add(samples.astype(np.int16), "up")
    assert dataset("check", tmp_path / "set") == 0
    out, err = capsys.readouterr()
    assert not out
    assert "12 of 12 takes begin or end in movement" in err
    assert dataset("check", tmp_path / "set", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["good"], len(found["cut_tightly"]), found["next"]) == (True, 12, [])
    told = made.add(samples.astype(np.int16)[::-1], "up", verdict=f"{CUT_OFF}: it moves").id
    assert dataset("check", tmp_path / "set") == 1  # what was told as it was recorded holds
    assert f"{told}  up: cut off: it moves at the very end" in capsys.readouterr().out
    assert dataset("show", tmp_path / "set", "--json") == 0
    assert json.loads(capsys.readouterr().out)["problems"] == 1
    assert dataset("check", tmp_path / "set", "--save") == 1
    assert "The verdicts of 1 take in recordings.csv are new." in capsys.readouterr().err
    assert Dataset.open(tmp_path / "set").recordings[-1].verdict.endswith("the very end")
    assert dataset("undo", tmp_path / "set") == 0
    assert "wrote the verdicts of 1 take" in capsys.readouterr().out
    assert Dataset.open(tmp_path / "set").recordings[-1].verdict == f"{CUT_OFF}: it moves"


def test_what_is_harmless_is_mended_last(tmp_path: Path) -> None:
    problems = {f"{place}": [f"{CUT_OFF}: at the very end"] for place in range(5)}
    problems["4"].append("duplicate: a copy of 3")
    copy, cut = advise(Verdicts(problems), tmp_path)
    assert (copy.kind, cut.kind) == ("duplicate", CUT_OFF)
    assert (copy.left, cut.left) == (["4"], ["0", "1", "2", "3"])
    assert "5 takes (1 of them above)" in cut.sentence() and cut.facts()["takes"] == list("01234")


def test_check_says_commands_that_mend_the_dataset(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    made = Dataset.create(tmp_path / "a set", IMU)
    takes = Dataset.open(SYNTHETIC).recordings
    for place, take in enumerate(takes):
        made.add(take.samples, "twist" if place == 0 else take.label)
    made.add(takes[1].samples[5:], takes[1].label)
    made.add(takes[-1].samples[:20], "idle")
    made.add(takes[2].samples, takes[2].label, session="2", verdict="3 samples were lost")
    still = made.add(takes[-1].samples[:150] // 2, "circle").id
    assert dataset("check", tmp_path / "a set") == 1
    told = capsys.readouterr().err
    assert "5 of 104 takes" in told
    assert f"relabel '{tmp_path}/a set' {still[:6]} --to idle" in told
    assert dataset("check", tmp_path / "a set", "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["suggested"] == {made.recordings[0].id: takes[0].label}
    kinds = [(each["problem"], len(each["takes"])) for each in found["next"]]
    assert kinds[0] == ("duplicate", 2) and len(kinds) == 5
    assert "lost samples, 1 take (1 of them above): " in told
    for each in found["next"]:
        assert not each["command"] or main(shlex.split(each["command"])[1:]) == 0
    capsys.readouterr()
    assert dataset("check", tmp_path / "a set") == 0


@pytest.mark.parametrize(
    "chosen", [(), ("--label", "chop"), ("--recording", "000007")], ids=["all", "label", "take"]
)
def test_plot(tmp_path: Path, capsys: pytest.CaptureFixture, chosen: tuple[str, ...]) -> None:
    picture = tmp_path / "picture.png"
    assert dataset("plot", SYNTHETIC, *chosen, "-o", picture) == 0
    assert capsys.readouterr().out == f"{picture}\n"
    assert picture.read_bytes().startswith(PNG)


def test_plot_of_proximity(tmp_path: Path) -> None:
    assert dataset("plot", COURSE, "-o", tmp_path / "picture.png") == 0
    assert (tmp_path / "picture.png").stat().st_size > 10_000


def test_plot_draws_any_label_as_it_is(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    made = Dataset.create(tmp_path / "set", IMU)
    for label in ("$\\frac{", "手👋", "<b>x</b>", "%s{0}"):
        made.add(np.arange(240).reshape(40, 6), label, subject="$^")
    assert dataset("plot", tmp_path / "set", "-o", tmp_path / "picture.png") == 0
    assert [str(warning.message) for warning in recwarn] == []


BAD_CALLS = {
    "no dataset": (("show", "nowhere"), 1, "is not a dataset"),
    "no label": (("plot", COURSE, "--label", "x", "-o", "x.png"), 1, "no takes with the label"),
    "no take": (("plot", COURSE, "--recording", "9", "-o", "x.png"), 1, "No takes of"),
    "many takes": (("plot", COURSE, "--recording", "0", "-o", "x.png"), 1, "10 takes of"),
    "no picture": (("plot", COURSE, "-o", "x.txt"), 1, "no ending of a picture"),
    "no ending": (("plot", COURSE, "-o", "x"), 1, "no ending of a picture"),
    "no folder": (("plot", COURSE, "-o", "no/x.png"), 1, "Cannot write"),
    "no source": (("import", "nowhere", "set"), 1, "There is no nowhere"),
    "no action": ((), 2, "required"),
    "unknown action": (("eat", "x"), 2, "invalid choice"),
    "no output": (("plot", COURSE), 2, "required"),
    "rate of text": (("import", "a", "b", "--rate", "fast"), 2, "invalid float"),
    "unknown unit": (("import", "a", "b", "--accel-unit", "lb"), 2, "invalid choice"),
}


@pytest.mark.parametrize("name", BAD_CALLS)
def test_bad_calls(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    arguments, status, message = BAD_CALLS[name]
    try:
        assert dataset(*arguments) == status
    except SystemExit as stop:
        assert stop.code == status == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err
    assert status == 2 or len(err.splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []


def test_import_says_what_it_read_and_assumed(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    told = ("--rate", "208", "--accel-unit", "g", "--gyro-unit", "dps", "--name", "waves")
    assert dataset("import", source, tmp_path / "set", *told) == 0
    out, err = capsys.readouterr()
    for part in (
        "Read 2 takes",
        "down 1, up 1",
        "p0, p1; 2 sessions",
        "train 2",
        "208 Hz as told, resampled linearly to 104 Hz",
        "g as told, stored as counts of +-8 g",
        "0 of 1800 values",
        "Added 2 takes",
    ):
        assert part in out
    assert err == ""
    assert Dataset.open(tmp_path / "set").name == "waves"
    assert dataset("import", source, tmp_path / "set", *told, "--json") == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["read"], again["added"], again["takes"]) == (2, 0, 2)


def test_import_asks_for_what_it_cannot_know(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    assert dataset("import", source, tmp_path / "set", "--rate", "50") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[1] == "Add --accel-unit g|mg|m/s2|counts --gyro-unit dps|rad/s|counts."


def test_import_of_real_recordings(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    path = real_data("nano_gestures.npz")
    assert dataset("import", path, tmp_path / "set") == 0
    out, _ = capsys.readouterr()
    assert "119 Hz as the source says, resampled linearly to 104 Hz" in out
    assert "dps as the source says" in out


def test_takes_of_nobody_are_no_sitting_of_their_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = Dataset.create(tmp_path / "d", PROXIMITY)
    sittings = [("", "monday"), ("anna", "monday"), ("bo", "monday"), ("", "friday"), ("bo", "")]
    for number, (subject, session) in enumerate(sittings):
        samples = np.full((3, 1), number, np.int16)
        dataset.add(samples, "a", subject=subject, session=session)
    assert main(["dataset", "show", str(tmp_path / "d"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == 3
