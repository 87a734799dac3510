"""What answers of the studio allow a browser to do; and what another page can do in Chromium."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page
from raw_request import ask, cookie_of

from studio_driver import RunningStudio

Open = Callable[..., Page]


def test_a_page_may_load_from_the_studio_alone(running: RunningStudio) -> None:
    answer = ask(running.port, "/", cookie_of(running))
    policy = answer.headers["content-security-policy"]
    rules = {name: places for name, *places in (rule.split() for rule in policy.split("; "))}
    [number] = re.findall("'nonce-([^']+)'", policy)
    assert rules["default-src"] == rules["frame-ancestors"] == ["'none'"]
    assert rules["script-src"] == ["'self'", f"'nonce-{number}'", "'unsafe-eval'"]
    places = {place for found in rules.values() for place in found if not place.startswith("'")}
    assert places == {"data:", "blob:", f"ws://127.0.0.1:{running.port}"}
    scripts = re.findall("<script[^>]*>", answer.body)
    assert scripts and all(f'nonce="{number}"' in script for script in scripts)
    again = ask(running.port, "/", cookie_of(running)).headers["content-security-policy"]
    assert number not in again


def test_nothing_is_told_to_others_nor_kept(running: RunningStudio) -> None:
    cookie = cookie_of(running)
    for answer in (ask(running.port, "/", cookie), ask(running.port, "/")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers


@pytest.fixture
def foreign() -> Iterator[str]:
    """Another server on this computer; its page is the worst that a browser may have open."""

    class Empty(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<h1>another page</h1>")

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Empty)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


ATTEMPTS = """async home => {
  const tried = async (what, options) => {
    try { const answer = await fetch(home + what, options); return answer.status; }
    catch { return 'blocked'; }
  };
  const socket = path => new Promise(told => {
    const line = new WebSocket(home.replace('http', 'ws') + path);
    line.onopen = () => told('open'); line.onerror = () => told('blocked');
  });
  const element = (name, source) => new Promise(told => {
    const made = document.createElement(name);
    made.onload = () => told('loaded'); made.onerror = () => told('blocked');
    made.src = home + source; document.body.append(made);
  });
  const io = '/_nicegui_ws/socket.io/?EIO=4&transport=';
  const cookies = {credentials: 'include'};
  return [
    await tried('/', cookies),
    await tried(io + 'polling', cookies),
    await tried(io + 'polling', {...cookies, method: 'POST', body: '40'}),
    await tried('/_nicegui/client/x/upload/1', {...cookies, method: 'POST', body: 'x'}),
    await socket(io + 'websocket'),
    await element('script', '/_nicegui_ws/socket.io/socket.io.js'),
    await element('img', '/favicon.ico'),
    await tried('/', {...cookies, mode: 'no-cors'}),
  ];
}"""


@pytest.fixture
def other(running: RunningStudio, open_page: Open, foreign: str) -> Page:
    """A page of another program, in a browser that has the studio open."""
    opened = open_page(running.address).context.new_page()
    opened.goto(foreign)
    return opened


def test_another_page_in_the_same_browser_can_do_nothing(
    running: RunningStudio, other: Page
) -> None:
    """127.0.0.1 on another port is the same site: the cookie alone would not keep it out."""
    found = other.evaluate(ATTEMPTS, running.home)
    assert found == ["blocked"] * 8


@pytest.mark.long
def test_another_page_cannot_frame_the_studio(running: RunningStudio, other: Page) -> None:
    other.evaluate(
        """home => { const made = document.createElement('iframe'); made.src = home;
                     document.body.append(made); }""",
        running.home,
    )
    other.wait_for_timeout(500)
    assert all("TinySpark" not in frame.content() for frame in other.frames)


@pytest.mark.long
def test_a_link_on_another_page_does_not_open_the_studio(
    running: RunningStudio, other: Page
) -> None:
    other.evaluate("home => { location.href = home + '/'; }", running.home)
    other.wait_for_url(running.home + "/")
    assert "with its token" in other.content()


@pytest.mark.long
def test_markup_that_reaches_a_page_runs_nothing(running: RunningStudio, open_page: Open) -> None:
    """If any text ever got into a page as markup, the policy would stop what it wants to run."""
    page = open_page(running.address, watched=False)
    page.evaluate(
        """() => { window.ran = [];
          const place = document.createElement('div'); document.body.append(place);
          place.innerHTML = '<img src=x onerror="ran.push(1)">'
            + '<iframe srcdoc="<script>parent.ran.push(2)</script>"></iframe>'
            + '<a id=bad href="javascript:ran.push(3)">x</a>';
          document.getElementById('bad').click();
          const inline = document.createElement('script'); inline.textContent = 'ran.push(4)';
          document.body.append(inline); }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") == []
