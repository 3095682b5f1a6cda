"""The till API, under uvicorn: no Django in this process."""

import uvicorn

from kumiai.cli.one_write import OneWriteProtocol
from kumiai.kit import environment, logs

GRACE_SECONDS = 4


def run() -> None:
    """Serve tills in this process until it is told to stop."""
    uvicorn.run(
        "kumiai.till_api.app:app",
        host=environment.HOST(),
        port=environment.TILLS_PORT(),
        loop="uvloop",
        http=OneWriteProtocol,
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
