"""The whole virtual board over its control channel: lights, buttons, sensors, time, volume."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from prompt import PATIENCE, Prompt

from tinyspark.errors import UserError
from tinyspark.virtual.client import VirtualBoard

SETUP = """
import machine, time, neopixel, struct
from machine import Pin, I2C
i2c = I2C(0, scl=Pin(18), sda=Pin(8), freq=400000)
led = Pin(13, Pin.OUT, value=0)
button1, button2 = Pin(0, Pin.IN), Pin(38, Pin.IN, Pin.PULL_UP)
pixels = neopixel.NeoPixel(Pin(39), 5)
def imu(*pairs):
    for register, value in pairs: i2c.writeto_mem(0x6a, register, bytes((value,)))
def stream():
    imu((0x12, 0x44), (0x10, 0x4c), (0x11, 0x4c), (0x08, 0x09), (0x0a, 0x26))
    time.sleep_ms(100)
    imu((0x0a, 0), (0x0a, 0x26))
    while i2c.readfrom_mem(0x6a, 0x3b, 1)[0] & 0x10: time.sleep_ms(2)
    i2c.readfrom_mem(0x6a, 0x3e, 12)
def samples():
    low, high = i2c.readfrom_mem(0x6a, 0x3a, 2)
    count = (low | (high & 7) << 8) // 6
    data = i2c.readfrom_mem(0x6a, 0x3e, 12 * count)
    rows = [struct.unpack_from('<6h', data, at) for at in range(0, len(data), 12)]
    return [row[3:] + row[:3] for row in rows]
"""


def test_lights_and_buttons(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        prompt.run(SETUP)
        assert not bare_board.led
        prompt.run("led.on(); pixels[0] = (1, 2, 3); pixels[4] = (9, 8, 7); pixels.write()")
        assert bare_board.led
        assert bare_board.pixels == [(1, 2, 3), (0, 0, 0), (0, 0, 0), (0, 0, 0), (9, 8, 7)]
        assert prompt.run("print(pixels[4], len(pixels), button1(), button2())") == (
            "(9, 8, 7) 5 1 1\n"
        )
        bare_board.press(2)
        assert prompt.run("print(button1.value(), button2.value())") == "1 0\n"
        bare_board.release(2)
        bare_board.tap(1, 60_000)  # longer than a busy computer takes to look
        assert prompt.run("print(button1(), button2())") == "0 1\n"
        bare_board.tap(1, 150)
        prompt.run("while not button1(): time.sleep_ms(5)")


def test_pins_outlive_a_soft_reset_but_not_a_hard_one(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        prompt.run(SETUP + "led.on()")
        prompt.write(b"\x04")
        prompt.until(b"raw REPL; CTRL-B to exit\r\n>")
        assert bare_board.led
    bare_board.hard_reset()
    assert not bare_board.led


def test_bus_errors(bare_board: VirtualBoard) -> None:
    code = """
def fails(call):
    try: call()
    except OSError as error: return error.errno
power = Pin(14, Pin.OUT, value=1)
print(i2c.scan(), fails(lambda: i2c.readfrom_mem(0x6b, 15, 1)))
power.off()
print(fails(lambda: i2c.readfrom_mem(0x6a, 15, 1)), fails(i2c.scan))
power.on(); time.sleep_ms(50)
print(i2c.readfrom_mem(0x6a, 15, 1), i2c.readfrom_mem(0x39, 0xb2, 1))
print(fails(lambda: I2C(0, scl=Pin(4), sda=Pin(5)).readfrom(0x6a, 1)))
"""
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        assert prompt.run(SETUP + code) == "[57, 106] 19\n116 116\nb'j' b'9'\n116\n"
        bare_board.set("imu_address", 0x6B)
        assert prompt.run("print(i2c.scan())") == "[57, 107]\n"


def test_a_register_read_takes_no_heap(bare_board: VirtualBoard) -> None:
    code = """
import micropython, select, sys
data, one, poller = bytearray(384), bytearray(1), select.poll()
poller.register(sys.stdin, select.POLLIN)
def step():
    i2c.readfrom_mem_into(0x6a, 0x3e, data); i2c.readfrom_into(0x6a, one)
    i2c.writeto_mem(0x6a, 0x0a, one)
    led.value(button1.value()); pixels.write()
    time.ticks_diff(time.ticks_ms(), time.ticks_add(time.ticks_us(), 5)); time.sleep_us(50)
step()
micropython.heap_lock()
for _ in range(10): step()
micropython.heap_unlock()
print('ok')
"""
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        assert prompt.run(SETUP + code) == "ok\n"


def test_a_recording_reaches_the_program_bit_for_bit(bare_board: VirtualBoard) -> None:
    rows = [[n - 60, -n, n * n % 3000, 5 * n, 1 - n, 7] for n in range(120)]
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        prompt.run(SETUP + "stream(); got = []")
        assert bare_board.play("imu", rows, rate=104) == pytest.approx(120 / 104)
        prompt.run("while len(got) < 250: got += samples(); time.sleep_ms(20)")
        bare_board.wait()
        got = json.loads(prompt.run("print([list(row) for row in got])"))
    start = got.index(rows[0])
    assert got[start : start + len(rows)] == rows


def test_twice_the_same_stepped_board() -> None:
    assert run_stepped() == run_stepped()


def run_stepped() -> bytes:
    """The bytes of a program that samples, waits and prints times, over two board seconds.

    They are read before this computer's port is full: how soon it is emptied would matter then.
    """
    code = """
stream()
power = Pin(14, Pin.OUT, value=1)
i2c.writeto_mem(0x39, 0x8e, b'\\x08'); i2c.writeto_mem(0x39, 0x8f, b'\\x28')
i2c.writeto_mem(0x39, 0x80, b'\\x05')
while True:
    count = i2c.readfrom_mem(0x39, 0xb8, 2)
    print(time.ticks_us(), button1(), count, samples())
    time.sleep_ms(60)
"""
    with VirtualBoard(firmware=False, stepped=True) as board, Prompt(board.port) as prompt:
        prompt.raw()
        prompt.start(SETUP + code)
        board.play("imu", [[n, 0, 0, 0, 0, -n] for n in range(90)])
        board.scene(
            [
                (500, {"command": "tap", "button": 1, "ms": 100}),
                (800, {"command": "play", "sensor": "proximity", "samples": [10, 1000]}),
            ]
        )
        shown = b""
        for ms in (1, 999, 500, 500):
            board.advance(ms)
            shown += prompt.rest(0.1)
        assert board.time == 2.0
        assert board.state()["dropped_bytes"] == 0
    assert b" 0 b'" in shown
    assert b"b'\\xe8\\x03'" in shown
    return shown


def test_time_stands_still_without_a_grant(stepped_board: VirtualBoard) -> None:
    with Prompt(stepped_board.port) as prompt:
        prompt.raw()
        prompt.start("import time\ntime.sleep(3600)\nprint(time.ticks_ms())")
        stepped_board.advance(3_599_000)
        assert prompt.rest(0.1) == b""
        stepped_board.advance(1_001)
        prompt.until(b"3600000\n")  # within its patience
        prompt.until(b"\x04>")
        assert stepped_board.time == pytest.approx(3600.001)


def test_a_stepped_wait_for_input_ends_with_it(stepped_board: VirtualBoard) -> None:
    code = (
        "import select, sys, time\npoller = select.poll()\npoller.register(sys.stdin)\n"
        "while not poller.poll(1000): pass\n"
        "print(sys.stdin.read(1), time.ticks_ms())"
    )
    with Prompt(stepped_board.port) as prompt:
        prompt.raw()
        prompt.start(code)
        stepped_board.advance(2500)
        prompt.write(b"x")
        stepped_board.advance(1)
        prompt.until(b"x 2500\n")


def test_ctrl_c_ends_a_stepped_sleep(stepped_board: VirtualBoard) -> None:
    with Prompt(stepped_board.port) as prompt:
        prompt.raw()
        for _ in range(20):
            prompt.start("import time\nwhile True: time.sleep(1)")
            stepped_board.advance(1500)
            prompt.write(b"\x03")
            prompt.until(b"KeyboardInterrupt")
            prompt.until(b"\x04>")
        assert prompt.run("print('alive')") == "alive\n"
    assert stepped_board.time == 30


def test_a_stepped_host_that_reads_loses_nothing(stepped_board: VirtualBoard) -> None:
    with Prompt(stepped_board.port) as prompt:
        prompt.raw()
        prompt.start("import time\nfor i in range(20): print('x' * 900); time.sleep_ms(400)")
        for _ in range(20):
            stepped_board.advance(400)
            prompt.until(b"x" * 900)
    assert stepped_board.state()["dropped_bytes"] == 0


def test_a_fast_clock(can_run_boards: None) -> None:
    with VirtualBoard(firmware=False, speed=100) as board, Prompt(board.port) as prompt:
        prompt.raw()
        prompt.run("import time; t = time.ticks_ms(); time.sleep(80)")  # beyond its patience
        assert int(prompt.run("print(time.ticks_diff(time.ticks_ms(), t))")) >= 80_000


def test_the_calendar(bare_board: VirtualBoard) -> None:
    code = """
import machine, time
rtc = machine.RTC()
print(rtc.datetime()[:4])
rtc.datetime((2024, 2, 29, 0, 23, 59, 58, 0))
print(rtc.datetime()[:6], time.time(), time.mktime((2024, 2, 29, 23, 59, 58, 0, 0)))
for date in ((2000, 1, 1), (2000, 2, 29), (2000, 3, 1), (2099, 12, 31), (2100, 3, 1)):
    assert time.gmtime(time.mktime(date + (1, 2, 3, 0, 0)))[:6] == date + (1, 2, 3)
"""
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        assert prompt.run(code) == (
            "(2000, 1, 1, 5)\n(2024, 2, 29, 3, 23, 59) 762566398 762566398\n"
        )
        prompt.write(b"\x04")
        prompt.until(b"raw REPL; CTRL-B to exit\r\n>")
        assert prompt.run("import time; print(time.gmtime()[:3])") in (
            "(2024, 2, 29)\n",
            "(2024, 3, 1)\n",
        )


def test_a_volume_is_kept_between_boards(tmp_path: Path, can_run_boards: None) -> None:
    volume = tmp_path / "flash.bin"
    with VirtualBoard(firmware=False, volume=str(volume)) as board, Prompt(board.port) as prompt:
        prompt.raw()
        assert prompt.run("import os; print(os.listdir())") == "['lib']\n"
        prompt.run("f = open('/a', 'w'); f.write('kept'); f.close()")
    with VirtualBoard(volume=str(volume)) as board, Prompt(board.port) as prompt:
        prompt.raw()
        assert prompt.run("print(open('/a').read())") == "kept\n"
        assert prompt.run("import os; print(os.statvfs('/')[:3])") == "(4096, 4096, 512)\n"


def test_a_damaged_volume_still_gives_a_prompt(tmp_path: Path, can_run_boards: None) -> None:
    volume = tmp_path / "flash.bin"
    volume.write_bytes(b"\xff" * 8192)
    with VirtualBoard(volume=str(volume)) as board, Prompt(board.port) as prompt:
        prompt.raw()
        assert prompt.run("try: open('/a', 'w')\nexcept OSError: print('none')")
    volume.write_bytes(b"x")
    with pytest.raises(UserError, match="is no volume"):
        VirtualBoard(volume=str(volume))


def test_the_programs_of_this_computer_are_out_of_reach(bare_board: VirtualBoard) -> None:
    with Prompt(bare_board.port) as prompt:
        prompt.raw()
        assert prompt.run("import os, sys; print(os.listdir('/'), sys.path)") == (
            "['lib'] ['', '.frozen', '/lib']\n"
        )
        assert "none" in prompt.run("try: open('/etc/hostname')\nexcept OSError: print('none')")


def test_errors_of_the_control_channel(bare_board: VirtualBoard) -> None:
    for call in (
        lambda: bare_board.play("imu", []),
        lambda: bare_board.play("imu", [[1, 2, 3]], rate=0),
        lambda: bare_board.play("imu", [[1, 2, 99999]]),
        lambda: bare_board.play("proximity", [1024]),
        lambda: bare_board.play("nose", [1]),
        lambda: bare_board.press(3),
        lambda: bare_board.tap(1, -5),
        lambda: bare_board.set("imu_address", 7),
        lambda: bare_board.set("color", 7),
        lambda: bare_board.advance(5),
        lambda: bare_board.plug(),
        lambda: bare_board.scene([(5, {"command": "advance", "ms": 5})]),
        lambda: bare_board.ask("no such thing"),
        lambda: bare_board.ask("press", wrong=1),
    ):
        with pytest.raises(UserError):
            call()
    assert bare_board.state()["running"]


def test_junk_on_the_control_channel(bare_board: VirtualBoard) -> None:
    path = str(Path(bare_board.port).parent / "control")
    for junk in (
        b"\n",
        b"{\n",
        b"[]\n",
        b"\xff\xfe\n",
        b'{"command": 5}\n',
        b'{"command": "state',
    ):
        with socket.socket(socket.AF_UNIX) as end:
            end.settimeout(PATIENCE)
            end.connect(path)
            end.sendall(junk)
            if junk.endswith(b"\n"):
                assert b'"error"' in end.recv(4096)
    assert bare_board.state()["running"]


def test_attach_and_gone(can_run_boards: None) -> None:
    with VirtualBoard(firmware=False) as board:
        other = VirtualBoard.attach(board.port)
        other.press(1)
        assert board.state()["pressed"] == [1]
        other.close()
        assert board.state()["pressed"] == [1]
        port = board.port
    assert not os.path.exists(os.path.dirname(port))
    with pytest.raises(UserError, match="tinyspark virtual"):
        VirtualBoard.attach(port)
    with pytest.raises(UserError):
        board.state()


def test_the_board_ends_when_its_owner_is_killed(can_run_boards: None) -> None:
    code = (
        "import time\nfrom tinyspark.virtual.client import VirtualBoard\n"
        "board = VirtualBoard(firmware=False)\nprint(board.port, flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        port = owner.stdout.readline().strip()
        assert os.path.exists(port)
        owner.kill()
    deadline = time.monotonic() + PATIENCE
    while os.path.exists(os.path.dirname(port)):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_command_prints_its_port_first_and_ends_with_ctrl_c(can_run_boards: None) -> None:
    command = [sys.executable, "-m", "tinyspark", "virtual", "--bare", "--address", "0x6b"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        port = process.stdout.readline().strip()
        with Prompt(port) as prompt:
            prompt.raw()
            scan = "print(machine.I2C(0, scl=machine.Pin(18), sda=machine.Pin(8)).scan())"
            assert prompt.run("import machine; " + scan) == "[57, 107]\n"
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(PATIENCE) == 0
        finally:
            process.kill()
        assert "Ctrl-C" in process.stderr.read()
    assert not os.path.lexists(port)
