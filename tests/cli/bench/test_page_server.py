"""What a process and all below it take of the memory."""

import os
import subprocess
import sys
import time

from kumiai.cli.bench import page_server
from kumiai.cli.bench.page_server import Memory

FILLED_MIB = 64
WAIT_SECONDS = 60
CHILD = f"filled = bytearray(b'x' * {FILLED_MIB << 20}); print(flush=True); input()"


class TestMemory:
    def test_counts_children_too_and_keeps_the_most(self) -> None:
        memory = Memory(os.getpid())
        with memory.watched():
            child = subprocess.Popen(
                [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            assert child.stdout is not None
            child.stdout.readline()
            deadline = time.monotonic() + WAIT_SECONDS
            while memory.max_mib < memory.before_mib + FILLED_MIB:
                assert time.monotonic() < deadline, memory
                time.sleep(0.1)
            child.communicate(b"\n")
        assert page_server.taken_mib(os.getpid()) < memory.max_mib

    def test_is_nothing_of_a_process_that_is_gone(self) -> None:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        assert page_server.taken_mib(gone.pid) == 0
