"""The load: wrk where it is installed, else a client of our own that takes more of the machine."""

import json
import shutil
import subprocess
import time
from importlib import resources

from kumiai.cli import refusal
from kumiai.cli.bench import client
from kumiai.cli.bench.measures import COOP_ID, Made, Measured

GRACE_SECONDS = 30


def apply(address: str, made: Made, *, connections: int, seconds: int) -> Measured:
    """Ring up sales as fast as so many connections can, for so long."""
    program = shutil.which("wrk")
    if program is None:
        return client.measured(address, made, connections=connections, seconds=seconds)
    with resources.as_file(resources.files("kumiai.cli.bench") / "sales.lua") as script:
        done = subprocess.run(
            [
                program,
                "-t1",
                f"-c{connections}",
                f"-d{seconds}s",
                "--timeout=10s",
                f"--script={script}",
                f"{address}/v1/purchases",
                "--",
                made.key,
                str(COOP_ID),
                str(made.members),
                str(time.time_ns() // 1_000_000),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=seconds + GRACE_SECONDS,
        )
    if done.returncode:
        raise refusal.Refused(f"wrkが失敗しました。{done.stderr}", f"wrk failed: {done.stderr}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]), client="wrk")
