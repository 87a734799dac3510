"""The studio's door: a socket on 127.0.0.1 and the keys that open it. Needs the library alone.

It is open before the rest of the studio is loaded: who comes early waits for a second.
"""

import secrets
import socket
import sys

from tinyspark.errors import UserError

HOST = "127.0.0.1"
ARGUMENT = "token"
_KEY_BYTES = 24
_WAITING = 128


class Door:
    """Listens on port, 0 for any that is free; UserError if it is taken.

    token opens as often as it is shown: it is printed in the terminal of whoever started the
    studio. once opens a single time: it is handed to the browser, whose command line others on
    the same computer may see. session is what the cookie holds.
    """

    def __init__(self, port: int = 0) -> None:
        self.socket = socket.socket()
        if sys.platform == "win32":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self.socket.bind((HOST, port))
            self.socket.listen(_WAITING)
        except OSError as error:
            self.socket.close()
            raise UserError(
                f"Port {port} cannot be used: {error.strerror}.\nChoose another one with --at."
            ) from None
        self.port = int(self.socket.getsockname()[1])
        self.token, self.once, self.session = (secrets.token_urlsafe(_KEY_BYTES) for _ in range(3))

    def address(self, key: str) -> str:
        """Return the address that opens the studio with this key."""
        return f"http://{HOST}:{self.port}/?{ARGUMENT}={key}"
