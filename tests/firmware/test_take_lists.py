"""A host lists, reads and deletes the takes on a board, however many there are."""

import os
from array import array

import flash_folder
from fakes import named, run, tap
from test_app import ask
from test_untethered import prepared, restarted

import take_store
from faults import fault
from gesturekit import messages, take_file
from gesturekit.messages import BAD_VALUE


def listed(app):
    """Ask for all takes, page by page; return (id, size) of each."""
    found, after = [], bytes(8)
    while True:
        page = named(ask(app, "list_takes", after)[1], "take_file")
        if not page:
            return found
        assert len(page) <= messages.TAKES_PER_LIST
        found += [(fields.id, fields.size) for fields in page]
        after = page[-1].id


def test_a_host_lists_reads_and_deletes():
    app = prepared(count=200)
    tap(app, 2)
    for _ in range(3):
        tap(app, 1)
        run(app, 2500)
    found = listed(app)
    assert len(found) == app.takes.count == 3
    identity, size = found[1]
    data = b""
    while True:
        (part,) = named(ask(app, "read_take", identity, len(data))[1], "take_data")
        assert (part.id, part.offset) == (identity, len(data))
        if not part.data:
            break
        data += part.data
    assert len(data) == size and take_file.decode(data).head.id == identity
    for _ in range(2):  # the answer to the first may have been lost
        assert not ask(app, "delete_take", identity)[0]
        assert [each[0] for each in listed(app)] == [found[0][0], found[2][0]]
    assert ask(app, "read_take", identity, 0)[0] == BAD_VALUE
    assert named(ask(app, "ask_hello")[1], "hello")[0].takes == 2
    flash_folder.tidy(app.board)


@fault(20, "the flash takes a file, but not its name")
def test_a_take_that_gets_no_name_leaves_nothing():
    app = prepared(count=50)
    before = flash_folder.names(app.board)
    os.mkdir(app.board.takes_folder + "/" + "ab" * 8 + ".take")
    try:
        app.takes.save(b"\xab" * 8, bytes(300))
        failed = False
    except OSError:
        failed = True
    os.rmdir(app.board.takes_folder + "/" + "ab" * 8 + ".take")
    assert failed and flash_folder.names(app.board) == before and not app.takes.count
    flash_folder.tidy(app.board)


def test_many_takes_come_in_pages():
    app = prepared()
    for number in range(100):
        flash_folder.put(app.board, "%016x.take" % (number * 0x0203040506070809), b"x" * number)
    app = restarted(app)
    found = listed(app)
    assert [size for _, size in found] == list(range(1, 100))  # the id of zeros is nobody's
    assert [each[0] for each in found] == sorted([each[0] for each in found])
    assert app.takes.count == 100
    flash_folder.tidy(app.board)


@fault(20, "a thousand takes on a slow flash: a host that lists them waits for no folder")
def test_the_folder_is_read_at_the_start_alone():
    app = prepared(count=20)
    tap(app, 2)
    for number in range(1000):
        flash_folder.put(app.board, "%016x.take" % (number + 1), b"x")
    reads, normal = [], take_store.ilistdir

    def counted(folder):
        reads.append(folder)
        return normal(folder)

    take_store.ilistdir = counted
    try:
        app = restarted(app)
        assert len(reads) == 1 and app.takes.count == len(listed(app)) == 1000
        for number in (1, 500, 1000, 1000):
            assert not ask(app, "delete_take", number.to_bytes(8, "big"))[0]
        first, last = bytes(7) + b"\x02", b"\xff" * 8
        app.takes.save(last, b"whole")
        found = listed(app)
        assert [found[0], found[-1]] == [(first, 1), (last, 5)]
        assert len(found) == app.takes.count == 998 and len(reads) == 1
    finally:
        take_store.ilistdir = normal
    flash_folder.tidy(app.board)


def test_foreign_files_are_left_alone():
    app = prepared()
    strange = ("a.take", "0123456789ABCDEF.take", "0123456789abcdef.take2", "notes.txt", "\u00e9")
    for name in strange:
        flash_folder.put(app.board, name, b"mine")
    app = restarted(app)
    assert app.takes.count == 0 and listed(app) == []
    assert set(strange) <= set(flash_folder.names(app.board))
    assert array("B", flash_folder.read(app.board, "notes.txt")) == array("B", b"mine")
    flash_folder.tidy(app.board)
