"""The hashing process: right answers, few places, and no trace when its parent is gone."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import argon2
import pytest

from kumiai.identity import hashing, hashing_process
from kumiai.identity.hashing import HashingBusy, HashingProcess


@pytest.fixture
def process() -> Iterator[HashingProcess]:
    one = HashingProcess(waiting_max=2)
    yield one
    one.stop()


class TestHashing:
    def test_knows_a_password_again(self) -> None:
        stored = hashing.hash_password("  りんごと8番の自転車  ")
        assert hashing.is_password(stored, "  りんごと8番の自転車  ")
        for variant in ("りんごと8番の自転車", "  りんごと８番の自転車  ", "", "x" * 1000):
            assert not hashing.is_password(stored, variant)

    def test_uses_the_parameters_that_were_decided(self) -> None:
        for stored in (hashing.hash_password("x"), hashing.NOBODYS_HASH):
            used = argon2.extract_parameters(stored)
            assert (used.memory_cost, used.time_cost, used.parallelism) == (19 * 1024, 2, 1)
            assert used.type is argon2.Type.ID
            assert hashing_process.hasher.check_needs_rehash(stored) is False

    def test_does_the_same_work_for_nobody_and_says_no(self) -> None:
        assert not hashing.is_password(None, "anything")
        assert not hashing.is_password("no hash at all", "anything")


class TestHashingProcess:
    def test_runs_behind_everything_else(self, process: HashingProcess) -> None:
        process.ask("hash", "x")
        assert process._process is not None
        assert os.getpriority(os.PRIO_PROCESS, process._process.pid) == 19

    def test_has_few_places_and_says_so_at_once(self, process: HashingProcess) -> None:
        process.ask("hash", "warm")
        busy, asked = [], []

        def ask() -> None:
            try:
                asked.append(process.ask("hash", "x"))
            except HashingBusy:
                busy.append(time.monotonic())

        crowd = [threading.Thread(target=ask) for _ in range(12)]
        for one in crowd:
            one.start()
        for one in crowd:
            one.join()
        assert asked
        assert busy
        assert len(asked) + len(busy) == 12
        assert process.ask("hash", "x"), "there is a place again"

    def test_says_beforehand_that_all_places_are_taken(self, process: HashingProcess) -> None:
        process.refuse_when_busy()
        with process._places, process._places, pytest.raises(HashingBusy):
            process.refuse_when_busy()
        process.refuse_when_busy()

    def test_keeps_a_place_for_who_has_waited(self) -> None:
        one = HashingProcess(waiting_max=2, kept=1)
        with one._places:
            with pytest.raises(HashingBusy):
                one.ask("hash", "x")
            assert one.ask("hash", "x", has_waited=True)
            with one._kept_places, pytest.raises(HashingBusy):
                one.ask("hash", "x", has_waited=True)
        one.stop()

    def test_lets_who_has_waited_in_where_no_place_can_be_kept(
        self, process: HashingProcess
    ) -> None:
        assert process.ask("hash", "x", has_waited=True)

    def test_starts_anew_when_it_was_killed(self, process: HashingProcess) -> None:
        process.ask("hash", "x")
        assert process._process is not None
        process._process.kill()
        process._process.wait()
        assert process.ask("hash", "x").startswith("$argon2id$")

    def test_ends_with_its_parent(self) -> None:
        parent = subprocess.Popen(
            [
                sys.executable, "-c",
                ("import os, time; from kumiai.identity import hashing;"
                "hashing.hash_password('x');"
                "print(hashing._process._process.pid, flush=True); time.sleep(60)"),
            ],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        assert parent.stdout
        child = int(parent.stdout.readline())
        parent.kill()
        parent.communicate()
        deadline = time.monotonic() + 10
        while _is_alive(child) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not _is_alive(child)


def _is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as status:  # noqa: PTH123
            return status.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
