"""The till API, under uvicorn: no Django in this process."""

import socket

import uvicorn

from kumiai.kit import environment, logs

GRACE_SECONDS = 4
BACKLOG = 2048


def run() -> None:
    """Serve tills in this process until it is told to stop; others may share the port."""
    config = uvicorn.Config(
        "kumiai.till_api.app:app",
        loop="uvloop",
        http="kumiai.till_api.line_protocol:LineProtocol",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=logs.configuration(
            level=environment.LOG_LEVEL(), is_json=environment.LOG_FORMAT() == "json"
        ),
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    with _listening(environment.HOST(), environment.TILLS_PORT()) as listening:
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    """A socket on a port that the kernel shares out among the servers listening on it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind((host, port))
    listening.listen(BACKLOG)
    return listening
