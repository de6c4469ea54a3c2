"""Ports for a site under test: it takes one, and its local Stripe the next."""

import socket

from house.servers import free_port


def free_pair() -> int:
    """A port that nobody holds, and nobody holds the one after it."""
    while True:
        first = free_port()
        try:
            socket.create_server(("127.0.0.1", first + 1)).close()
        except OSError:
            continue
        return first
