"""Follows the output of MicroPython's prompt: which mode it is in, and what nobody should see.

A board comes up in the mode that it was reset in; the process always comes up friendly. So the
watch knows the mode at the end, and hides what the process prints until it is there again.
"""

RAW_BANNER = b"raw REPL; CTRL-B to exit\r\n"
_FRIENDLY_BANNER = b'Type "help()" for more information.\r\n'
_KEEP = max(len(RAW_BANNER), len(_FRIENDLY_BANNER)) - 1


class ReplWatch:
    """Bytes in, bytes for the host out. raw: whether the prompt is the raw one."""

    def __init__(self) -> None:
        self.raw = False
        self._tail = b""
        self._hide_until: bytes | None = None

    def hide_until(self, text: bytes) -> None:
        """Pass nothing on before text; an empty text: nothing at all until the next restart()."""
        self._hide_until = text

    def restart(self) -> None:
        """A new process begins, at a friendly prompt."""
        self._tail = b""
        self._hide_until = None

    def feed(self, data: bytes) -> bytes:
        seen = self._tail + data
        self._tail = seen[-_KEEP:]
        self._follow(seen)
        if self._hide_until is None:
            return data
        start = seen.find(self._hide_until) if self._hide_until else -1
        if start < 0:
            return b""
        self._hide_until = None
        return seen[start:]

    def _follow(self, seen: bytes) -> None:
        raw, friendly = seen.rfind(RAW_BANNER), seen.rfind(_FRIENDLY_BANNER)
        if raw != friendly:
            self.raw = raw > friendly
