"""Takes as small pictures in groups; thousands of them, of which only the visible are sent.

Knows how they are laid out and drawn (gallery.js); which takes they are, it asks for.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui.element import Element
from nicegui.events import GenericEventArguments

from tinyspark.studio.parts.thumbnail import FIRST, LEVELS

MOST = 300  # tiles sent at once, whatever a page asks for

Tiles = Callable[[int, int], Awaitable[list[dict[str, Any]]]]


class Gallery(Element, component="gallery.js"):
    """tiles(first, last): what to draw of these places; see gallery.js for its keys."""

    def __init__(self, tiles: Tiles, words: dict[str, str]) -> None:
        super().__init__()
        self._tiles = tiles
        self._version = 0
        self._props.update(version=0, groups=[], chosen=[], words=words)
        self._props.update(first=FIRST, levels=LEVELS)
        self.on("range", self._send)

    def show(self, groups: Sequence[tuple[str, str, int]]) -> None:
        """Show groups of takes: (label, color, number of takes)."""
        self._version += 1
        self._props["groups"] = [list(group) for group in groups]
        self._props["version"] = self._version
        self.update()

    def choose(self, ranges: Sequence[tuple[int, int]]) -> None:
        """Mark the takes from each first to each last place as chosen."""
        self._props["chosen"] = [list(each) for each in ranges]
        self.update()

    def when_picked(self, handler: Callable[[str, int], Any]) -> None:
        """Call handler(how, place) when somebody chooses a take, or opens one (how: "open")."""

        def picked(event: GenericEventArguments) -> Any:
            if event.args.get("version") == self._version:
                return handler(str(event.args["how"]), int(event.args["at"]))
            return None

        self.on("pick", picked)

    async def _send(self, event: GenericEventArguments) -> None:
        """Answer a page that has scrolled, unless it shows something else already."""
        first = max(0, int(event.args["first"]))
        last = min(int(event.args["last"]), first + MOST - 1)
        version = self._version
        if event.args["version"] == version:
            found = await self._tiles(first, last)
            self.run_method("put", version, first, found)
