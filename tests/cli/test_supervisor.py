"""Children are real processes: small Python programs that live, crash or will not end."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kumiai.cli import supervisor

WAIT_SECONDS = 20.0
MARK = "open({path!r}, 'a').write(f'{{os.getpid()}}\\n')"


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


class Program:
    """A child that writes its process id into a file whenever it starts."""

    def __init__(self, file: Path, then: str) -> None:
        self.file = file
        self.text = f"import os, signal, sys, time\n{MARK.format(path=str(file))}\n{then}"

    def child(self, ready: Callable[[], bool] = lambda: True) -> supervisor.Child:
        return supervisor.Child(self.file.name, supervisor.python("-c", self.text), ready=ready)

    def pids(self) -> list[int]:
        return [int(line) for line in self.file.read_text().split()] if self.file.exists() else []

    def has_started(self) -> bool:
        return bool(self.pids())


def when(holds: Callable[[], bool], act: Callable[[], None]) -> threading.Thread:
    """Act in a thread of its own once something holds; signals still reach the main thread."""

    def wait_and_act() -> None:
        wait_until(holds)
        act()

    thread = threading.Thread(target=wait_and_act)
    thread.start()
    return thread


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture(autouse=True)
def _signals_as_before() -> object:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class TestRun:
    def test_stops_every_child_at_a_signal(self, tmp_path: Path) -> None:
        programs = [Program(tmp_path / name, "time.sleep(600)") for name in ("one", "two")]
        told: list[str] = []
        thread = when(lambda: bool(told), interrupt)
        supervisor.Supervisor(
            [program.child(program.has_started) for program in programs],
            when_ready=lambda: told.append("ready"),
        ).run()
        thread.join()
        assert told == ["ready"]
        assert not any(is_alive(pid) for program in programs for pid in program.pids())

    def test_starts_a_crashed_child_again(self, tmp_path: Path) -> None:
        program = Program(tmp_path / "crasher", "time.sleep(0.1); sys.exit(3)")
        thread = when(lambda: len(program.pids()) >= 3, interrupt)
        supervisor.Supervisor([program.child()], when_ready=lambda: None).run()
        thread.join()
        assert not any(is_alive(pid) for pid in program.pids())

    def test_kills_a_child_that_will_not_end(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(supervisor, "STOP_SECONDS_MAX", 0.5)
        deaf_since = tmp_path / "deaf_since"
        program = Program(
            tmp_path / "deaf",
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            f"{MARK.format(path=str(deaf_since))}\n"
            "time.sleep(600)",
        )
        thread = when(deaf_since.exists, interrupt)
        supervisor.Supervisor([program.child()], when_ready=lambda: None).run()
        thread.join()
        assert not is_alive(program.pids()[0])

    def test_leaves_no_grandchild_behind(self, tmp_path: Path) -> None:
        grandchild = Program(tmp_path / "grandchild", "time.sleep(600)")
        program = Program(
            tmp_path / "child",
            f"import subprocess; subprocess.Popen([sys.executable, '-c', {grandchild.text!r}])\n"
            "time.sleep(600)",
        )
        thread = when(grandchild.has_started, interrupt)
        supervisor.Supervisor([program.child()], when_ready=lambda: None).run()
        thread.join()
        wait_until(lambda: not is_alive(grandchild.pids()[0]))

    def test_lays_the_childs_environment_over_its_own(self, tmp_path: Path) -> None:
        file = tmp_path / "said"
        text = f"import os, time; open({str(file)!r}, 'w').write(os.environ['SAID']); time.sleep(9)"
        child = supervisor.Child("sayer", supervisor.python("-c", text), env={"SAID": "この組合"})
        thread = when(lambda: file.exists() and bool(file.read_text("utf-8")), interrupt)
        supervisor.Supervisor([child], when_ready=lambda: None).run()
        thread.join()
        assert file.read_text("utf-8") == "この組合"

    def test_gives_up_where_a_child_does_not_come_up(self, tmp_path: Path) -> None:
        steady = Program(tmp_path / "steady", "time.sleep(600)")
        broken = Program(tmp_path / "broken", "sys.exit(1)")
        children = [steady.child(steady.has_started), broken.child(lambda: False)]
        with pytest.raises(supervisor.DidNotStart, match="broken"):
            supervisor.Supervisor(children, when_ready=lambda: pytest.fail("not ready")).run()
        assert not any(is_alive(pid) for pid in steady.pids())


class TestParentKilled:
    def test_takes_its_children_along(self, tmp_path: Path) -> None:
        program = Program(tmp_path / "child", "time.sleep(600)")
        parent_text = textwrap.dedent(f"""
            from kumiai.cli import supervisor
            child = supervisor.Child("child", supervisor.python("-c", {program.text!r}))
            supervisor.Supervisor([child], when_ready=lambda: None).run()
        """)
        parent = subprocess.Popen([sys.executable, "-c", parent_text])
        wait_until(program.has_started)
        parent.kill()
        parent.wait()
        wait_until(lambda: not is_alive(program.pids()[0]))

    def test_of_make_counts_as_its_own(self, tmp_path: Path) -> None:
        program = Program(tmp_path / "child", "time.sleep(600)")
        parent = Program(
            tmp_path / "parent",
            "from kumiai.cli import supervisor\n"
            f"child = supervisor.Child('child', supervisor.python('-c', {program.text!r}))\n"
            "supervisor.Supervisor([child], when_ready=lambda: None).run()\n",
        )
        (tmp_path / "parent.py").write_text(parent.text)
        (tmp_path / "Makefile").write_text(f"up:\n\t@exec {sys.executable} parent.py\n")
        make = subprocess.Popen(["make", "-C", str(tmp_path), "up"], stdout=subprocess.DEVNULL)
        wait_until(program.has_started)
        make.kill()
        make.wait()
        wait_until(lambda: not any(map(is_alive, parent.pids() + program.pids())))
