"""What the board answers to each message of a host.

Every request gets one ack with its number; only `credit` and `again` get none. Knows the app's
parts, not how they work.
"""

import classify
import take_answers
import untethered
from gesturekit import features, messages, model_format, take_file
from gesturekit.framing import MAX_LINE, TO_BOARD
from gesturekit.messages import (
    BAD_VALUE,
    FLASH_FAILS,
    NO_ERROR,
    NO_MODEL,
    NO_SENSOR,
    UNKNOWN_MESSAGE,
)
from gesturekit.sample import RECORDABLE, SENSORS
from models import MODEL, NO_HASH
from modes import Idle, Stream
from record import KINDS
from refusal import RefusedError, need

MAX_TAKE = take_file.MAX_SAMPLES  # one of 9 s is whole even if the host reads nothing meanwhile
_LABELS_BYTES = 450  # of hello: what fits into one line
_MACHINE_LENGTH = 80
_U16 = 0xFFFF
_U32 = 0xFFFFFFFF
_UNANSWERED = ("credit", "again")
# Asked for once more, because the ack got lost, these are only acked once more: with the number
# of then, which tells a host what comes from the mode before
_ONCE = ("stream", "record", "classify", "previous")
_LONG_AGO = 0x4000  # numbers of a host: what has the latest one's number now is another request


def answer(app, payload):
    """Do what payload (bytes of a valid frame) asks for, and answer it."""
    request = _number(payload)
    try:
        message = _decode(payload)
        if app.done and _LONG_AGO < (request - _number(app.done)) & _U16 < 2 * _LONG_AGO:
            app.done = b""
        if message.name == "credit":
            app.outbox.credit(message.fields.seq)
            return
        if message.name == "again":
            app.outbox.again(message.fields.first, message.fields.count)
            return
        if payload == app.done:
            app.link.send_as(app.done_at, "ack", request, NO_ERROR, "")
            return
        _HANDLERS[message.name](app, message.fields)
        if message.name in _ONCE:
            app.done, app.done_at = payload, app.link.seq
    except RefusedError as refused:
        app.link.send("ack", request, refused.code, refused.text)
        return
    app.link.send("ack", request, NO_ERROR, "")
    if message.name == "reset":
        app.board.reset()


def _number(payload):
    return payload[1] | payload[2] << 8


def send_hello(app, _=None):
    """Tell who we are."""
    imu, loaded, slots = app.imu, app.loaded, app.slots
    app.done = b""  # it may be another host that asks
    app.link.send(
        "hello",
        messages.PROTOCOL,
        app.boot,
        app.mode.number,
        imu.state,
        imu.address,
        app.proximity.state,
        imu.rate,
        imu.accel_range,
        imu.gyro_range,
        MAX_LINE[TO_BOARD],
        MAX_TAKE,
        loaded.hash if loaded else NO_HASH,
        loaded.sensor if loaded else 0,
        loaded.model.rate if loaded else 0,
        messages.SLOTS.index(app.model_slot),
        _model_state(app),
        app.previous_hash,
        messages.SLOTS.index(slots.app),
        model_format.VERSION,
        " ".join([str(version) for version in features.VERSIONS]),
        app.takes.count,
        app.version,
        app.board.machine[:_MACHINE_LENGTH],
        slots.trouble,
        _labels(loaded.model.labels) if loaded else b"",
    )


def _model_state(app):
    if not app.loaded:
        return messages.NONE
    return messages.ON_TRIAL if app.slots.trial == MODEL else messages.CONFIRMED


def _labels(labels):
    """As many whole labels as fit into hello, one a line."""
    lines = b"\n".join([label.encode() for label in labels])
    if len(lines) > _LABELS_BYTES:
        lines = lines[: lines.rfind(b"\n", 0, _LABELS_BYTES)]
    return lines


def _decode(payload):
    if payload[0] not in _KNOWN:
        raise RefusedError(UNKNOWN_MESSAGE, "unknown message %d" % payload[0])
    try:
        return messages.decode(payload)
    except messages.MessageError as error:
        raise RefusedError(BAD_VALUE, str(error)) from None


def _send_status(app, _):
    imu, proximity = app.imu, app.proximity
    app.link.send(
        "status",
        app.mode.number,
        app.uptime & _U32,
        imu.index,
        app.outbox.dropped,
        min(imu.overruns, _U16),
        min(imu.bus_errors + proximity.bus_errors, _U16),
        min(app.link.bad_lines, _U16),
        app.board.heap_free(),
        imu.state,
        proximity.state,
        min(imu.gaps, _U16),
        min(app.bus.recovered, _U16),
        imu.clipped & _U32,
        imu.pace.rate,
        imu.stuck,
        app.takes.count,
        untethered.room(app),
        min(app.takes.left(), _U32),
    )


def _stop(app, _):
    app.enter(Idle(app), anew=False)  # what was sampled before is still sent


def _stream(app, fields):
    _need_recordable(app, fields.sensor)
    app.enter(Stream(app, fields.sensor))


def _record(app, fields):
    _need_recordable(app, fields.sensor)
    need(1 <= fields.count <= MAX_TAKE, "a take has 1 to %d samples" % MAX_TAKE)
    need(fields.start in (messages.NOW, messages.BUTTON), "start is 0 or 1")
    app.enter(KINDS[fields.sensor](app, fields.count, fields.start))


def _classify(app, fields):
    if app.loaded is None:
        raise RefusedError(NO_MODEL, app.slots.trouble or "there is no model on this board")
    need(fields.scores <= messages.SCORES_AND_SAMPLES, "scores is 0, 1 or 2")
    _need_sensor(app, app.loaded.sensor)
    app.enter(classify.mode(app, fields.scores))


def _reset(app, _):
    """answer() does it, after the ack."""


def _confirm(app, _):
    if not app.slots.confirm():
        raise RefusedError(FLASH_FAILS, "what is in use cannot be recorded")


def _previous(app, _):
    """Try the other model after the next start; if this one is being tried, that ends instead."""
    slots = app.slots
    if not slots.other(MODEL):
        raise RefusedError(NO_MODEL, "there is no other model on this board")
    if not slots.previous():
        raise RefusedError(FLASH_FAILS, "what is in use cannot be recorded")


def _need_recordable(app, number):
    known = number < len(SENSORS) and SENSORS[number] in RECORDABLE
    need(known, "there is no sensor %d to record" % number)
    _need_sensor(app, number)


def _need_sensor(app, number):
    missing = app.missing(number)
    if missing:
        state = messages.SENSOR_STATES[getattr(app, missing).state]
        raise RefusedError(NO_SENSOR, "the %s sensor does not work: %s" % (missing, state))


_HANDLERS = {
    "ask_hello": send_hello,
    "ask_status": _send_status,
    "stop": _stop,
    "stream": _stream,
    "record": _record,
    "classify": _classify,
    "reset": _reset,
    "confirm": _confirm,
    "previous": _previous,
}
_HANDLERS.update(take_answers.HANDLERS)
_KNOWN = [number for number, name, _ in messages.TABLE if name in _UNANSWERED or name in _HANDLERS]
