"""What the board answers about takes of its own. All of it may be asked twice, to the same end."""

import untethered
from gesturekit import messages
from refusal import RefusedError, need


def list_takes(app, fields):
    for identity, size in app.takes.behind(fields.after, messages.TAKES_PER_LIST):
        app.link.send("take_file", identity, size)


def read_take(app, fields):
    try:
        data = app.takes.read(fields.id, fields.offset, messages.TAKE_PART)
    except OSError as error:
        raise RefusedError(messages.BAD_VALUE, "no such take (%r)" % error) from None
    app.link.send("take_data", fields.id, fields.offset, data)


def delete_take(app, fields):
    if not app.takes.delete(fields.id):
        raise RefusedError(messages.FLASH_FAILS, "it cannot be deleted")


def prepare(app, fields):
    try:
        untethered.keep(app, fields)
    except untethered.PlanError as error:
        need(False, str(error))
    except OSError as error:
        raise RefusedError(messages.FLASH_FAILS, repr(error)) from None


HANDLERS = {
    "list_takes": list_takes,
    "read_take": read_take,
    "delete_take": delete_take,
    "prepare": prepare,
}
