"""The virtual board as a serial device: Ctrl-C, resets, FIFOs, a host that sleeps."""

import os
import time

from prompt import PATIENCE, Prompt, await_state

from tinyspark.virtual.client import VirtualBoard

APP = """
import machine, time
print("app", machine.reset_cause())
while True:
    time.sleep_ms(2)
"""


def await_port(board: VirtualBoard) -> None:
    deadline = time.monotonic() + PATIENCE
    while not os.path.exists(board.port):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def save(prompt: Prompt, name: str, text: str) -> None:
    prompt.run(f"f = open({name!r}, 'w'); f.write({text!r}); f.close()")


def test_friendly_prompt_evaluates(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.write(b"\r\n6*7\r\n")
        prompt.until(b"\n42")
        prompt.until(b">>> ")


def test_ctrl_c_ends_an_endless_loop(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        for _ in range(50):
            prompt.start("while True: pass")
            prompt.write(b"\x03")
            prompt.until(b"KeyboardInterrupt")
            prompt.until(b"\x04>")
        assert prompt.run("print(1)") == "1\n"


def test_ctrl_c_right_behind_the_program_ends_it(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.write(b"\r\n1+1\r\n")
        prompt.until(b"\n2")
        prompt.until(b">>> ")
        prompt.write(b"while True: pass\r\n\r\n\x03")
        prompt.until(b"KeyboardInterrupt")
        prompt.until(b">>> ")


def test_ctrl_c_into_main_again_and_again(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        save(prompt, "/main.py", APP)
        prompt.write(b"\x02")
        prompt.until(b">>> ")
        for _ in range(50):
            prompt.write(b"\x04")
            prompt.until(b"soft reboot\r\n")
            prompt.until(b"app 5\n")
            prompt.write(b"\x03")
            prompt.until(b"KeyboardInterrupt")
            prompt.until(b">>> ")
    assert bare_board.state()["resets"] == {"soft": 50, "hard": 0}
    assert bare_board.state()["log"] == []


def test_ctrl_c_in_board_calls(bare_board: VirtualBoard) -> None:
    code = (
        "import machine, time\n"
        "i2c = machine.I2C(0, scl=machine.Pin(18), sda=machine.Pin(8))\n"
        "while True: i2c.readfrom_mem(0x6a, 0x0f, 1)\n"
    )
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        for _ in range(50):
            prompt.start(code)
            prompt.write(b"\x03")
            prompt.until(b"KeyboardInterrupt")
            prompt.until(b"\x04>")
        read = "print(i2c.readfrom_mem(0x6a, 0x0f, 1), i2c.readfrom_mem(0x39, 0xb2, 1))"
        assert prompt.run(read) == "b'j' b'9'\n"


def test_ctrl_c_at_the_end_of_a_program_does_not_hit_the_next(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        for number in range(200):
            prompt.start(f"for i in range({number * 20}): pass")
            prompt.write(b"\x03")
            prompt.until(b"\x04>")
            assert prompt.run(f"print({number})") == f"{number}\n"
    assert bare_board.state()["log"] == []


def test_a_program_may_take_ctrl_c_as_a_byte(bare_board: VirtualBoard) -> None:
    code = (
        "import micropython, sys\n"
        "micropython.kbd_intr(-1)\nprint('ready')\n"
        "print(sys.stdin.buffer.read(3))\nmicropython.kbd_intr(3)"
    )
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        prompt.start(code)
        prompt.until(b"ready\n")
        prompt.write(b"a\x03b")
        prompt.until(b"b'a\\x03b'")


def test_an_error_in_main_is_shown_as_on_the_board(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        save(prompt, "/main.py", "def f():\n  1/0\nf()\n")
        prompt.write(b"\x02")
        prompt.until(b">>> ")
        prompt.write(b"\x04")
        shown = prompt.until(b">>> ").decode()
        prompt.write(b"f\r\n")
        prompt.until(b"<function f")
    assert "start.py" not in shown
    assert shown.index("soft reboot") < shown.index('File "main.py", line 3, in <module>')
    assert "ZeroDivisionError" in shown


def test_a_soft_reset_commits_open_files(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        prompt.run("f = open('/a', 'w'); w = f.write; w('kept')")
        prompt.write(b"\x04")
        prompt.until(b"soft reboot\r\n")
        prompt.until(b"raw REPL; CTRL-B to exit\r\n>")
        assert prompt.run("print(open('/a').read())") == "kept\n"


def test_a_hard_reset_forgets_open_files_and_the_port(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        prompt.run("f = open('/a', 'w'); f.write('lost')")
        save(prompt, "/b", "kept")
        prompt.write(b"import machine; machine.reset()\x04")
        deadline = time.monotonic() + PATIENCE
        while os.path.exists(bare_board.port):
            assert time.monotonic() < deadline
    await_port(bare_board)
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        assert prompt.run("import os; print(open('/b').read(), os.stat('/a')[6])") == "kept 0\n"
        assert prompt.run("import machine; print(machine.reset_cause())") == "2\n"


def test_exit_and_machine_soft_reset_in_main(bare_board: VirtualBoard) -> None:
    main = (
        "import os, machine\nif 'b' not in os.listdir():\n  f = open('b', 'w')\n  %s\nprint('2nd')"
    )
    with Prompt(bare_board.port) as prompt:
        for ending in ("machine.soft_reset()", "raise SystemExit"):
            prompt.raw()
            save(prompt, "/main.py", main % ending)
            prompt.run("import os\nif 'b' in os.listdir(): os.remove('b')")
            prompt.write(b"\x02")
            prompt.until(b">>> ")
            prompt.write(b"\x04")
            shown = prompt.until(b">>> ").decode()
            assert shown.count("soft reboot") == 2
            assert shown.count("MicroPython") == 1
            assert shown.index("soft reboot\r\n2nd") > 0


def test_unplug_and_plug(bare_board: VirtualBoard) -> None:
    bare_board.unplug()
    assert not os.path.exists(bare_board.port)
    bare_board.plug()
    await_port(bare_board)
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        assert prompt.run("import machine; print(machine.reset_cause())") == "1\n"


def test_a_crash_of_micropython_is_a_hard_reset(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        prompt.write(b"import uctypes; uctypes.bytearray_at(0, 4)[0]\x04")
        deadline = time.monotonic() + PATIENCE
        while not bare_board.state()["resets"]["hard"]:
            assert time.monotonic() < deadline
    await_port(bare_board)
    assert "crashed with signal 11" in bare_board.state()["log"][0]


def test_a_host_that_opens_late_gets_the_newest_256_bytes(stepped_board: VirtualBoard) -> None:
    with Prompt(stepped_board.port) as prompt:
        prompt.raw()
        code = "import time\ntime.sleep_ms(300)\nfor i in range(1000): print('%04d' % i)\n"
        prompt.start(code)
    await_state(stepped_board, "host_open", False)
    stepped_board.advance(800)
    with Prompt(stepped_board.port) as prompt:
        got = prompt.rest()
    assert len(got) == 256
    assert got.endswith(b"0998\n0999\n\x04\x04>")


def test_a_host_that_does_not_read_loses_the_rest_of_each_write(
    stepped_board: VirtualBoard,
) -> None:
    code = (
        "import time, sys\ntime.sleep_ms(200)\nstart = time.ticks_ms()\n"
        "for i in range(3): sys.stdout.buffer.write(bytes((65 + i,)) * 4000)\n"
        "print(time.ticks_diff(time.ticks_ms(), start))"
    )
    with Prompt(stepped_board.port) as prompt:
        prompt.raw()
        prompt.start(code)
        stepped_board.advance(2500)
        got = prompt.rest()
    assert got.count(b"A") == 4000
    assert 4095 + 256 - 4000 <= got.count(b"B") <= 600
    assert got.count(b"C") == 0
    assert stepped_board.state()["dropped_bytes"] >= 12000 - 4095 - 256 - 300


def test_nothing_is_lost_to_a_host_that_reads(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        got = prompt.run("for i in range(20000): print('%07d' % i)")
    assert got == "".join(f"{i:07d}\n" for i in range(20000))
    assert bare_board.state()["dropped_bytes"] == 0


def test_input_waits_in_the_fifos_and_nothing_of_it_is_lost(bare_board: VirtualBoard) -> None:
    code = (
        "import sys, time\nprint('ready')\ntime.sleep_ms(300)\n"
        "data = sys.stdin.buffer.read(3000)\nprint(len(data), data == bytes(range(32, 82)) * 60)"
    )
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        prompt.start(code)
        prompt.until(b"ready\n")
        prompt.write(bytes(range(32, 82)) * 60)
        prompt.until(b"3000 True\n")
