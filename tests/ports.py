"""Free ports of this machine, for servers that tests start."""

import socket


def free(count: int) -> list[int]:
    """So many ports nobody listens on; held together while they are found, so all differ."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()
