"""python -m tinyspark.virtual FOLDER OPTIONS: the supervisor of one virtual board.

Started by tinyspark.virtual.client. Says "ready" when the port is there, or "error" and why;
ends when its stdin does, and takes the folder with it.
"""

import json
import shutil
import signal
import sys
from pathlib import Path

from tinyspark.errors import UserError
from tinyspark.virtual.options import Options
from tinyspark.virtual.supervisor import Supervisor


def _say(line: str) -> None:
    """Tell the client, which listens at the other end of stdout."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    folder, options = Path(sys.argv[1]), Options(**json.loads(sys.argv[2]))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        supervisor = Supervisor(folder, options)
        supervisor.on_ready = lambda: _say("ready")
        supervisor.run()
    except UserError as error:
        _say(f"error {error}")
        return 1
    except SystemExit:
        pass
    shutil.rmtree(folder, ignore_errors=True)  # the owner may have been killed
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
