"""What goes through a format comes back the same, whatever it is: lines, messages, models, takes.

And what cannot is refused with the one error of that format. hypothesis makes the examples; how
many is in conftest.py.
"""

import ast
import json
import tempfile
from array import array
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import random_models
from hypothesis import given
from hypothesis import strategies as st

from gesturekit import framing, messages, model_format, take_file
from gesturekit.model_format import HEADER, ModelError
from gesturekit.sample import AXES, RECORDABLE, SENSORS
from tinyspark.board import board_scripts
from tinyspark.dataset import Dataset
from tinyspark.dataset.naming import LABEL_BYTES, NamingError, check_label, path_inside
from tinyspark.dataset.settings import Settings
from tinyspark.errors import UserError
from tinyspark.learning.export import python_module
from tinyspark.learning.export_c.literals import remark, string
from tinyspark.terminal.screen import clean

COUNTS = st.integers(-32768, 32767)
OF_CODE = {
    "B": st.integers(0, 255),
    "H": st.integers(0, 65535),
    "I": st.integers(0, 2**32 - 1),
    "s": st.text(max_size=60),
    "*": st.binary(max_size=200),
    "8s": st.binary(min_size=8, max_size=8),
    "32s": st.binary(min_size=32, max_size=32),
}
MESSAGES = st.sampled_from(messages.TABLE).flatmap(
    lambda row: st.tuples(st.just(row[1]), *(OF_CODE[code] for _, code in row[2]))
)
CONSOLE = st.binary(max_size=300).filter(lambda text: b"\n" not in text and text[:1] != b"$")


@pytest.mark.fault(5, "frames among other lines, split anywhere")
@given(st.lists(CONSOLE | st.tuples(st.binary(min_size=3, max_size=500))), st.data())
def test_frames_are_found_among_lines(said: list, data: st.DataObject) -> None:
    lines = [
        framing.encode(framing.TO_HOST, each[0]) if isinstance(each, tuple) else each + b"\n"
        for each in said
    ]
    stream = b"".join(lines)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    decoder = framing.Decoder(framing.TO_HOST)
    events = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        events += decoder.feed(stream[start:end])
    assert [found for found, _ in events if found] == [e[0] for e in said if isinstance(e, tuple)]
    assert decoder.bad == 0


@given(MESSAGES, st.integers(0, 65535))
def test_messages_come_back(message: tuple, seq: int) -> None:
    name, *values = message
    found = messages.decode(messages.encode(name, seq, *values))
    assert (found.name, found.seq, list(found.fields)) == (name, seq, values)


@pytest.mark.fault(12, "any number in any field of a model's header")
@given(st.sampled_from(HEADER), st.integers(0, 2**32 - 1), st.integers(0, 3))
def test_models_come_back_or_are_refused(field: tuple, value: int, which: int) -> None:
    made = (random_models.imu, random_models.proximity, random_models.buttons)
    model = made[which % 3]()
    name, code, _, _ = field
    if isinstance(getattr(model, name), int):
        top = {"B": 0xFF, "H": 0xFFFF, "I": 0xFFFFFFFF}[code]
        model = model._replace(**{name: value & top})
    try:
        data = model_format.dump(model)
    except ModelError:
        return
    assert model_format.load(data) == model


@given(
    st.sampled_from([SENSORS.index(name) for name in RECORDABLE]),
    st.text(min_size=1, max_size=12).filter(lambda text: _encodes(text)),
    st.data(),
)
def test_takes_come_back(sensor: int, label: str, data: st.DataObject) -> None:
    width = len(AXES[SENSORS[sensor]])
    rows = data.draw(st.lists(st.tuples(*[COUNTS] * width), min_size=1, max_size=9))
    samples = array("h", [count for row in rows for count in row])
    head = take_file.Head(b"12345678", sensor, 104, 8, 2000, 1, 2, 3, label)
    made = bytearray(take_file.size(sensor, len(rows)))
    made[take_file.HEAD : take_file.HEAD + 2 * len(samples)] = samples.tobytes()
    take_file.seal(made, head, len(rows))
    assert take_file.decode(made) == (head, samples)


def _encodes(text: str) -> bool:
    try:
        return len(text.encode()) <= take_file.LABEL_BYTES
    except UnicodeEncodeError:
        return False


@pytest.mark.fault(22, "any text as a label")
@given(st.text(max_size=50))
def test_labels_are_safe_or_refused(text: str) -> None:
    try:
        label = check_label(text)
    except NamingError:
        return
    assert check_label(label) == label
    assert 0 < len(label.encode()) <= LABEL_BYTES
    assert not any(sign.isspace() and sign in "\t\n\r\v\f\x85" for sign in label)


@pytest.mark.fault(22, "any text as the name of a file")
@given(st.text(alphabet="./\\ab:\0~\x1b", max_size=12) | st.text(max_size=300))
def test_names_never_lead_out_of_a_folder(name: str) -> None:
    folder = Path(tempfile.gettempdir(), "no", "such", "folder")
    try:
        path = path_inside(folder, name)
    except NamingError as error:
        assert len(str(error)) < 300
        return
    assert folder.resolve() in [path.resolve(), *path.resolve().parents]


@pytest.mark.fault(22, "any text as label, person, session and verdict of a take")
@given(st.text(max_size=33), *[st.text(max_size=81)] * 3, st.lists(st.tuples(*[COUNTS] * 3)))
def test_datasets_come_back(
    label: str, subject: str, session: str, verdict: str, rows: list
) -> None:
    settings = Settings("imu", ("ax", "ay", "az"), 104, 8, None)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "set")
        dataset = Dataset.create(place, settings, name=subject, notes=verdict)
        samples = np.array(rows, np.int64).reshape(-1, 3)
        details: Any = {"subject": subject, "session": session, "verdict": verdict}
        try:
            added = dataset.add(samples, label, **details)
        except UserError:
            assert Dataset.open(place).recordings == []
            return
        (found,) = Dataset.open(place).recordings
        assert found.row("") == added.row("") and np.array_equal(found.samples, samples)
        names = {file.name for file in place.rglob("*")}
        assert names == {"dataset.json", "recordings.csv", "recordings", f"{found.id}.csv"}


@pytest.mark.fault(23, "any label in an exported module and header")
@given(st.text(min_size=1, max_size=16).filter(lambda text: text != "away"))
def test_exported_labels_are_literals(label: str) -> None:
    try:
        data = model_format.dump(random_models.proximity(labels=(label, "away")))
    except (ModelError, UnicodeEncodeError):
        return
    module = ast.parse(python_module(data, "exported", "1"))
    assert [type(statement) for statement in module.body] == [ast.Expr] + [ast.Assign] * 3
    assert ast.literal_eval(module.body[2].value) == (label, "away")
    assert ast.literal_eval(module.body[3].value) == data
    literal = string(label)
    assert literal.isascii() and "?" not in literal and literal.isprintable()
    assert ast.literal_eval("b" + literal).decode() == label  # the same octal numbers as in C
    assert not {"*", "/", "?", "\n"} & set(remark(label)) and not remark(label).endswith("\\")


@pytest.mark.fault(23, "any text on its way to a terminal")
@given(st.text() | st.binary(max_size=400))
def test_terminals_get_what_they_can_show(text: str | bytes) -> None:
    shown = clean(text)
    assert shown.isprintable() and len(shown) <= 200
    assert all(line.isprintable() for line in str(UserError(shown)).split("\n"))


@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_reports_of_the_board_come_back(facts: dict) -> None:
    noise = "banner\r\n>>> tinyspark:{}\r\n"
    printed = noise + "tinyspark:" + json.dumps(facts) + "\r\nOK\x04\x04>"
    assert board_scripts.reported(printed) == facts
