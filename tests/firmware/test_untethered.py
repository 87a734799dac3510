"""Recording without a host: labels by Button 2, takes by Button 1, whole files on flash."""

from binascii import hexlify

import flash_folder
import small_models
from fakes import FakeBoard, named, no_slots, run, tap
from test_app import ask

import indicator
import untethered
from app import App
from faults import fault
from gesturekit import messages, take_file
from gesturekit.framing import TO_BOARD, encode
from gesturekit.messages import BAD_VALUE, CLASSIFY, IDLE, UNTETHERED
from take_store import RESERVE

IMU, PROXIMITY, BOTH = 0, 1, 3
ALONE_MS = 10_100
LABELS = b"circle\ngr\xc3\xb6\xc3\x9fer"
CIRCLE, LARGER = (indicator.label_color(place) for place in (0, 1))


def prepared(sensor=IMU, count=104, labels=LABELS, slots=None):
    """An app whose host has prepared it, and which was started again far from any host."""
    app = App(FakeBoard(), slots or no_slots())
    assert not ask(app, "prepare", sensor, count, labels)[0]
    return restarted(app)


def restarted(app):
    again = App(app.board, app.slots)
    run(again, 200)
    again.board.heard()
    return again


def takes(board):
    """Every whole take on flash; asserts that each has the name of its id."""
    found = []
    for name in flash_folder.names(board):
        if name.endswith(".take"):
            found.append(take_file.decode(flash_folder.read(board, name)))
            assert name == str(hexlify(found[-1].head.id), "ascii") + ".take"
    return found


def said(app):
    """Return the console text since the last call, as one."""
    app.board.heard()
    text, app.board.console = b"\n".join(app.board.console), []
    return str(text, "utf-8")


def shown(app):
    return app.board.pixels.shown


def test_button_2_goes_through_the_labels_and_back():
    app = prepared()
    for _ in range(2):
        assert app.mode.number == IDLE
        tap(app, 2)
        assert app.mode.number == UNTETHERED and shown(app) == [CIRCLE] * 5
        tap(app, 2)
        assert app.mode.number == UNTETHERED and shown(app) == [LARGER] * 5
        tap(app, 2)
    assert app.mode.number == IDLE and shown(app)[0] == indicator.IDLE
    flash_folder.tidy(app.board)


def test_a_take_is_what_the_sensor_gave():
    app = prepared()
    tap(app, 2)
    tap(app, 2)
    first = app.imu.index
    tap(app, 1)
    assert shown(app) == [indicator.TAKING] * 5
    run(app, 1000)
    assert shown(app) == [indicator.SAVED] * 5
    run(app, 1100)
    assert shown(app) == [LARGER] * 5
    (take,) = takes(app.board)
    head = take.head
    assert (head.sensor, head.rate, head.accel_range, head.gyro_range) == (IMU, 104, 8, 2000)
    assert (head.boot, head.label) == (0x12345678, "größer")
    assert 0 <= head.index - first < 10 and abs(head.uptime - app.uptime) < 2500
    scene = app.board.imu.scene
    (start,) = [n for n in range(head.index, head.index + 20) if scene(n) == row(take, 0)]
    assert [row(take, n) for n in range(104)] == [scene(start + n) for n in range(104)]
    flash_folder.tidy(app.board)


def row(take, n, width=6):
    return list(take.samples[width * n : width * n + width])


def test_takes_of_both_sensors_and_of_the_course():
    for sensor, count, width in ((BOTH, 200, 7), (PROXIMITY, 3, 1)):
        app = prepared(sensor, count, b"near")
        app.board.proximity.counts = 321
        tap(app, 2)
        tap(app, 1)
        run(app, 3000)
        (take,) = takes(app.board)
        assert take.head.rate == (4 if sensor == PROXIMITY else 104)
        assert len(take.samples) == width * count
        assert [take.samples[at] for at in range(width - 1, width * count, width)] == [321] * count
        flash_folder.tidy(app.board)


def test_each_take_has_its_own_id():
    app = prepared(count=20)
    tap(app, 2)
    for _ in range(5):
        tap(app, 1)
        run(app, 500)
    found = takes(app.board)
    assert len({take.head.id for take in found}) == 5
    assert len({take.head.index for take in found}) == 5
    assert named(ask(app, "ask_status")[1], "status")[0].takes == 5
    flash_folder.tidy(app.board)


def test_it_needs_to_be_prepared_and_alone():
    app = App(FakeBoard(), no_slots())
    tap(app, 2)
    assert app.mode.number == IDLE
    ask(app, "prepare", IMU, 100, LABELS)
    tap(app, 2)
    assert app.mode.number == IDLE
    run(app, ALONE_MS)
    tap(app, 2)
    assert app.mode.number == UNTETHERED
    ask(app, "prepare", IMU, 100, b"")
    assert app.mode.number == IDLE and flash_folder.names(app.board) == []
    run(app, ALONE_MS)
    tap(app, 2)
    assert app.mode.number == IDLE
    flash_folder.tidy(app.board)


def test_the_plan_and_the_takes_outlive_a_reset():
    app = prepared(count=50)
    tap(app, 2)
    tap(app, 1)
    run(app, 1000)
    flash_folder.put(app.board, "new.tmp", b"half a take")
    board = FakeBoard()
    board.takes_folder = app.board.takes_folder
    again = App(board, no_slots())
    assert named(board.heard(), "hello")[0].takes == 1
    assert "new.tmp" not in flash_folder.names(board)
    tap(again, 2)  # nobody has spoken since the start: no need to wait
    assert again.mode.number == UNTETHERED and shown(again) == [CIRCLE] * 5
    flash_folder.tidy(board)


def test_beside_a_model():
    slots = small_models.put(small_models.imu())
    app = prepared(count=50, slots=slots)
    small_models.remove()
    assert app.mode.number == CLASSIFY
    tap(app, 2)
    tap(app, 1)
    run(app, 1000)
    assert len(takes(app.board)) == 1
    tap(app, 2)
    tap(app, 2)
    assert app.mode.number == CLASSIFY
    flash_folder.tidy(app.board)


def test_a_host_may_cut_a_take():
    for sensor in (IMU, PROXIMITY):
        app = prepared(sensor, 300)
        tap(app, 2)
        tap(app, 1)
        run(app, 1200)
        ask(app, "stop")
        run(app, 50)
        assert app.mode.number == IDLE and not any(on for _, on in app.board.leds[-1:])
        assert shown(app) == [indicator.NOT_SAVED] * 5 and "cut the take" in said(app)
        run(app, 2000)
        assert shown(app)[0] == indicator.IDLE and flash_folder.names(app.board) == ["plan"]
        flash_folder.tidy(app.board)


def test_a_button_does_nothing_during_a_take():
    app = prepared(count=104)
    tap(app, 2)
    tap(app, 1)
    tap(app, 2)
    tap(app, 1)
    assert shown(app) == [indicator.TAKING] * 5
    run(app, 1500)
    assert [take.head.label for take in takes(app.board)] == ["circle"]
    flash_folder.tidy(app.board)


@fault(14, "the sensor stops answering during a take without a host, or before it")
@fault(17, "the FIFO overruns during a take without a host")
def test_a_take_with_a_gap_is_not_saved():
    def overrun(app):
        app.board.ms += 5000

    def silence(app):
        app.board.i2c.chips.clear()

    for sensor, count, trouble in (
        (IMU, 300, overrun),
        (IMU, 300, silence),
        (BOTH, 300, silence),
        (PROXIMITY, 3, silence),
    ):
        app = prepared(sensor, count)
        tap(app, 2)
        tap(app, 1)
        run(app, 1300)
        trouble(app)
        run(app, 500)
        assert shown(app) == [indicator.NOT_SAVED] * 5
        assert "nothing was saved" in said(app)
        run(app, 3000)
        assert shown(app)[0] == CIRCLE and flash_folder.names(app.board) == ["plan"]
        flash_folder.tidy(app.board)


@fault(14, "the sensor is away when a take without a host shall begin, and comes back")
def test_without_a_sensor_no_take_begins():
    app = prepared()
    chips = dict(app.board.i2c.chips)
    app.board.i2c.chips.clear()
    run(app, 2000)
    tap(app, 2)
    assert shown(app)[0] == CIRCLE and shown(app)[1:] != [CIRCLE] * 4
    tap(app, 1)
    assert shown(app) == [indicator.NOT_SAVED] * 5
    assert "imu sensor does not answer" in said(app)
    app.board.i2c.chips.update(chips)
    run(app, 3000)
    assert shown(app) == [CIRCLE] * 5
    flash_folder.tidy(app.board)


@fault(19, "no memory for a take without a host")
def test_takes_too_long_for_the_memory_are_refused():
    app = prepared()
    app.plan = untethered.Plan(IMU, 1 << 50, ["circle"])
    tap(app, 2)
    assert app.mode.number == IDLE and "no memory" in said(app)
    assert shown(app) == [indicator.NOT_SAVED] * 5
    flash_folder.tidy(app.board)


@fault(20, "the flash fills up with takes")
def test_a_full_flash_is_told_before_a_take():
    app = prepared(count=50)
    each = 4096
    red = indicator.NO_ROOM
    for left, pixels in ((6, [CIRCLE] * 5), (5, [CIRCLE] * 4 + [red]), (0, [CIRCLE] + [red] * 4)):
        app.board.flash = RESERVE + left * each
        app = restarted(app)
        tap(app, 2)
        assert shown(app) == pixels
        assert named(ask(app, "ask_status")[1], "status")[0].room == left
    tap(app, 1)
    assert shown(app) == [indicator.NOT_SAVED] * 5 and "no room" in said(app)
    run(app, 2000)
    assert flash_folder.names(app.board) == ["plan"]
    flash_folder.tidy(app.board)


@fault(20, "the flash refuses a take when it is written")
def test_a_take_that_cannot_be_written_harms_no_other():
    app = prepared(count=50)
    tap(app, 2)
    tap(app, 1)
    run(app, 1000)
    before = flash_folder.names(app.board)
    normal = app.takes._folder
    app.takes._folder = normal + "no/such/folder/"
    tap(app, 1)
    run(app, 700)
    assert shown(app) == [indicator.NOT_SAVED] * 5 and "flash" in said(app)
    app.takes._folder = normal
    assert flash_folder.names(app.board) == before
    tap(app, 1)
    run(app, 1000)
    assert len(takes(app.board)) == 2
    flash_folder.tidy(app.board)


@fault(22, "labels of a prepare message: empty, too long, too many, no UTF-8")
def test_what_cannot_be_prepared():
    app = App(FakeBoard(), no_slots())
    for sensor, count, labels in (
        (2, 10, b"a"),
        (99, 10, b"a"),
        (IMU, 0, b"a"),
        (IMU, 10_001, b"a"),
        (IMU, 10, b"a\n\nb"),
        (IMU, 10, b"a" * 49),
        (IMU, 10, b"\n".join([b"a"] * 11)),
        (IMU, 10, b"\xff"),
    ):
        assert ask(app, "prepare", sensor, count, labels)[0] == BAD_VALUE
    assert app.plan is None and flash_folder.names(app.board) == []


def test_a_damaged_plan_is_no_plan():
    app = prepared()
    whole = flash_folder.read(app.board, "plan")
    other = FakeBoard()
    other.takes_folder = app.board.takes_folder
    for data in (
        [whole[:end] for end in range(len(whole))]
        + [whole[:at] + b"!" + whole[at + 1 :] for at in range(1, len(whole) - 1)]
        + [bytes(5000), b"#" + b"A" * 5000, encode(TO_BOARD, messages.encode("stop", 0))]
    ):
        flash_folder.put(other, "plan", data)
        assert untethered.kept(app.takes) is None
    flash_folder.put(other, "plan", whole)
    assert untethered.kept(app.takes) == (IMU, 104, ["circle", "größer"])
    flash_folder.tidy(app.board)
