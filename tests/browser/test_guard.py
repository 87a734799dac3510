"""Nobody but a browser that was given the address reaches anything of a running studio."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import nicegui
import pytest
from raw_request import SOCKET_PATH, UPGRADE, Answer, Field, ask, cookie_of, send

from studio_driver import RunningStudio
from tinyspark.studio.door import Door
from tinyspark.studio.guard import MOST_BYTES, REFUSED, Guard, Scope

ASSETS = f"/_nicegui/{nicegui.__version__}"
EVERYWHERE = (
    ("GET", "/"),
    ("GET", "/data"),
    ("GET", "/no/such/page"),
    ("GET", "/favicon.ico"),
    ("GET", f"{ASSETS}/static/nicegui.js"),
    ("GET", SOCKET_PATH + "polling"),
    ("POST", SOCKET_PATH + "polling"),
    ("POST", "/_nicegui/client/x/upload/1"),
    ("DELETE", "/"),
)


@pytest.fixture(scope="module")
def cookie(running: RunningStudio) -> Field:
    return cookie_of(running)


def refused(answer: Answer) -> bool:
    return answer.status == 403 and answer.body == REFUSED


@pytest.mark.parametrize(("method", "path"), EVERYWHERE)
def test_without_the_cookie_nothing_is_answered(
    running: RunningStudio, method: str, path: str
) -> None:
    length = ("Content-Length", "0")
    assert refused(ask(running.port, path, length, method=method))
    wrong = ("Cookie", f"tinyspark-{running.port}=wrong; tinyspark-1={running.token}")
    assert refused(ask(running.port, path, length, wrong, method=method))


@pytest.mark.parametrize("path", [path for method, path in EVERYWHERE if method == "GET"])
def test_with_the_cookie_everything_is(running: RunningStudio, cookie: Field, path: str) -> None:
    assert ask(running.port, path, cookie).status == (404 if path == "/no/such/page" else 200)


def upgrade(studio: RunningStudio, *fields: Field, host: str = "") -> int:
    return ask(studio.port, SOCKET_PATH + "websocket", *UPGRADE, *fields, host=host).status


def test_the_web_socket_opens_for_our_page_alone(running: RunningStudio, cookie: Field) -> None:
    ours = ("Origin", running.home)
    assert upgrade(running, cookie) == upgrade(running, cookie, ours) == 101
    assert upgrade(running) == upgrade(running, ours) == 403
    assert upgrade(running, cookie, ("Origin", "http://evil.test")) == 403
    assert upgrade(running, cookie, ("Origin", "null")) == 403
    assert upgrade(running, cookie, host="evil.test") == 403


@pytest.mark.parametrize(
    "origin",
    ["http://evil.test", "null", "", "https://127.0.0.1:{port}", "http://localhost:{port}",
     "http://127.0.0.1:{port}.evil.test", "http://127.0.0.1", "http://127.0.0.1:1"],
)  # fmt: skip
def test_another_origin_is_refused(running: RunningStudio, cookie: Field, origin: str) -> None:
    field = ("Origin", origin.format(port=running.port))
    assert refused(ask(running.port, "/", cookie, field))
    assert refused(ask(running.port, f"/?token={running.token}", field))


def test_one_foreign_origin_among_two_is_refused(running: RunningStudio, cookie: Field) -> None:
    ours, foreign = ("Origin", running.home), ("Origin", "http://evil.test")
    assert ask(running.port, "/", cookie, ours).status == 200
    assert refused(ask(running.port, "/", cookie, ours, foreign))


@pytest.mark.parametrize("site", ["cross-site", "same-site", "unheard-of"])
def test_what_another_page_asks_for_is_refused(
    running: RunningStudio, cookie: Field, site: str
) -> None:
    field = ("Sec-Fetch-Site", site)  # a page on another port counts as the same site
    assert refused(ask(running.port, "/", cookie, field))
    assert ask(running.port, "/", cookie, ("Sec-Fetch-Site", "same-origin")).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.test", "evil.test:{port}", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:{port}", "[::1]:{port}",
     "127.0.0.1:{port}.evil.test", "LOCALHOST.evil.test:{port}", "127.1:{port}"],
)  # fmt: skip
def test_another_name_for_this_computer_is_refused(
    running: RunningStudio, cookie: Field, host: str
) -> None:
    there = host.format(port=running.port)
    assert refused(ask(running.port, "/", cookie, host=there))
    assert refused(ask(running.port, f"/?token={running.token}", host=there))


def test_no_host_and_two_hosts_are_refused(running: RunningStudio, cookie: Field) -> None:
    ours = ("Host", f"127.0.0.1:{running.port}")
    assert send(running.port, "GET / HTTP/1.1", [ours, cookie]).status == 200
    for hosts in ([], [ours, ours], [ours, ("Host", "evil.test")]):
        assert send(running.port, "GET / HTTP/1.1", [*hosts, cookie]).status in (400, 403)
    assert refused(send(running.port, "GET / HTTP/1.0", [cookie]))


@pytest.mark.parametrize(
    "query",
    ["", "?token=", "?token={token}x", "?token={token}&token={token}", "?TOKEN={token}",
     "?token=%00", "?token=%ff%fe", "?x={token}"],
)  # fmt: skip
def test_no_other_token_opens(running: RunningStudio, query: str) -> None:
    assert refused(ask(running.port, "/" + query.format(token=running.token)))


def test_the_token_opens_a_second_browser_but_only_by_looking(running: RunningStudio) -> None:
    assert cookie_of(running) == cookie_of(running)
    for method in ("POST", "PUT"):
        answer = ask(running.port, f"/?token={running.token}", method=method)
        assert answer.status == 403 and "set-cookie" not in answer.headers


def test_the_cookie_is_for_the_browser_alone(running: RunningStudio) -> None:
    fields = ask(running.port, f"/?token={running.token}").headers["set-cookie"].split("; ")
    assert fields[0].startswith(f"tinyspark-{running.port}=") and running.token not in fields[0]
    assert set(fields[1:]) == {"Path=/", "HttpOnly", "SameSite=Strict"}


@pytest.mark.parametrize(
    "cookies", ["=", ";;;", "a=\xa0; b", 'tinyspark-{port}="', "tinyspark-{port}=\xff"]
)
def test_odd_cookies_are_refused(running: RunningStudio, cookies: str) -> None:
    assert refused(ask(running.port, "/", ("Cookie", cookies.format(port=running.port))))


@pytest.mark.parametrize(
    "other", ['a={"x": 1}', 'b="', "c", "=d", "tinyspark-{port}=old", "f=\xff"]
)
def test_cookies_of_other_programs_do_not_shut_us_out(
    running: RunningStudio, cookie: Field, other: str
) -> None:
    theirs = other.replace("{port}", str(running.port))  # all of 127.0.0.1 share a jar
    for both in (f"{theirs}; {cookie[1]}", f"{cookie[1]}; {theirs}"):
        assert ask(running.port, "/", ("Cookie", both)).status == 200


def test_an_upload_beyond_the_limit_is_not_read(running: RunningStudio, cookie: Field) -> None:
    field = ("Content-Length", str(MOST_BYTES + 1))
    assert ask(running.port, "/", cookie, field, method="POST").status == 413


@pytest.mark.parametrize("place", ["static", "libraries", "components", "resources/x", "esm/x"])
@pytest.mark.parametrize("step", ["..", "%2e%2e", "..%2f..", "%252e%252e", "..%5c.."])
def test_no_path_leads_to_other_files(
    running: RunningStudio, cookie: Field, place: str, step: str
) -> None:
    path = f"{ASSETS}/{place}/" + "/".join([step] * 12) + "/etc/passwd"
    answer = ask(running.port, path, cookie)
    assert answer.status in (400, 403, 404) and "root:" not in answer.body
    assert ask(running.port, f"{ASSETS}/{place}//etc/passwd", cookie).status in (400, 403, 404)


def test_pages_about_the_program_are_not_there(running: RunningStudio, cookie: Field) -> None:
    for path in ("/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect"):
        assert ask(running.port, path, cookie).status == 404


def test_other_computers_cannot_connect(running: RunningStudio) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address we would use
        except OSError:
            pytest.skip("this computer has no address but 127.0.0.1")
        ours = probe.getsockname()[0]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((ours, running.port), timeout=5)


@pytest.mark.long
def test_the_cookie_of_another_studio_does_not_open(
    running: RunningStudio, cookie: Field, tmp_path: Path
) -> None:
    other = RunningStudio(tmp_path / "gestures")
    theirs = cookie_of(other)
    name, value = f"tinyspark-{running.port}", theirs[1].partition("=")[2]
    assert refused(ask(running.port, "/", theirs))
    assert refused(ask(running.port, "/", ("Cookie", f"{name}={value}")))
    assert refused(ask(running.port, f"/?token={other.token}"))
    both = ("Cookie", f"{theirs[1]}; {cookie[1]}")  # as a browser sends them: ports share a jar
    assert ask(running.port, "/", both).status == ask(other.port, "/", both).status == 200
    other.end()


def test_the_key_in_the_address_is_used_up_even_by_a_browser_that_is_in() -> None:
    door = Door()
    door.socket.close()
    guard = Guard(_let_pass, door)
    cookie = f"tinyspark-{door.port}={door.session}"
    host = f"127.0.0.1:{door.port}"
    assert _status(guard, host, "", cookie) == 200
    assert _status(guard, host, f"token={door.once}", cookie) == 303
    assert _status(guard, host, f"token={door.once}", "") == 403
    for shown in (cookie, ""):  # the address loses its key each time
        assert _status(guard, host, f"token={door.token}", shown) == 303


def test_keys_of_another_studio_do_not_open() -> None:
    door, other = Door(), Door()
    guard, host = Guard(_let_pass, door), f"127.0.0.1:{door.port}"
    for one in (door, other):
        one.socket.close()
    for key in (other.token, other.once, other.session, door.session):
        assert _status(guard, host, f"token={key}", f"tinyspark-{door.port}={key}x") == 403
    assert _status(guard, host, "", f"tinyspark-{door.port}={other.session}") == 403
    assert _status(guard, host, "", f"tinyspark-{other.port}={door.session}") == 403
    assert _status(guard, host, "", f"tinyspark-{door.port}={door.session}") == 200


async def _let_pass(scope: Scope, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


def _status(guard: Guard, host: str, query: str, cookie: str) -> int:
    """Return how a request is answered, without a server."""
    headers = [(b"host", host.encode()), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "headers": headers, "query_string": query.encode()}
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    asyncio.run(guard(scope, None, send))
    return int(sent[0]["status"])


def test_keys_are_long_and_new_each_time() -> None:
    doors = [Door() for _ in range(3)]
    keys = [key for door in doors for key in (door.token, door.once, door.session)]
    for door in doors:
        door.socket.close()
    assert len(set(keys)) == len(keys) and min(map(len, keys)) >= 32
