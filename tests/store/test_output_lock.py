import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from glossary_site.store import lock
from glossary_site.store.publish import abandon, open_staging

DRIVER = Path(__file__).with_name("publish_driver.py")
ENV = {**os.environ, "PYTHONPATH": str(DRIVER.parents[2])}


@contextmanager
def other_build(mode: str, output: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Run a build that holds the lock, and the worker it forked (0: none)."""
    command = [sys.executable, str(DRIVER), mode, str(output)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=ENV, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, int(process.stdout.readline())
        finally:
            process.kill()


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens in the pauses of who waits for a lock, one after the other."""
    planned: list[Callable[[], object]] = []

    def pause() -> None:
        happens = planned.pop(0)
        happens()

    monkeypatch.setattr(lock, "_pause", pause)
    return planned


def kill(process: "subprocess.Popen[str]") -> None:
    """Kill a build, and wait until it has ended; nobody has asked for its exit code yet."""
    process.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)


def let_go(process: "subprocess.Popen[str]") -> None:
    """Let the child of a killed build run, and wait until it has let go of the lock."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.stdout.readline() == "has let go\n"


@pytest.mark.usefixtures("pauses")
def test_a_second_build_names_the_one_that_runs(glossary: Path, tmp_path: Path) -> None:
    """Two builds into one folder must never mix, and the user should know at once whom to wait for."""
    output = tmp_path / "site"
    with other_build("hold", output) as (other, _):
        staging, findings = open_staging(output, source=glossary)

    assert staging is None
    (found,) = findings
    assert found.code == "output-locked"
    assert found.message == f"process {other.pid} is building this site"


def test_a_build_may_wait_for_the_other_one(glossary: Path, tmp_path: Path) -> None:
    """`serve` would rather be late than fail; the lock file it waited on is gone by then."""
    output = tmp_path / "site"
    with other_build("hold", output) as (other, _):
        assert other.stdin is not None
        end = threading.Timer(0.2, other.stdin.close)
        end.start()
        staging, findings = open_staging(output, source=glossary, wait=True)
        end.join()

    assert findings == ()
    assert staging is not None
    assert Path(staging.lock).read_text() == f"{os.getpid()}\n"
    abandon(staging)
    assert os.listdir(tmp_path) == ["glossary"]


def test_the_same_process_cannot_build_twice_at_once(glossary: Path, tmp_path: Path) -> None:
    """`serve` builds in threads of one process."""
    staging, _ = open_staging(tmp_path / "site", source=glossary)
    assert staging is not None

    again, findings = open_staging(tmp_path / "site", source=glossary)

    assert again is None
    assert [found.message for found in findings] == [f"process {os.getpid()} is building this site"]
    abandon(staging)


def test_the_lock_of_a_killed_build_frees_itself(glossary: Path, tmp_path: Path) -> None:
    """Nobody should have to delete a lock file by hand; the litter goes, too."""
    output = tmp_path / "site"
    with other_build("hold", output) as (other, _):
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert len(list(tmp_path.glob(".site.glossary-*"))) == 2

        staging, findings = open_staging(output, source=glossary)

    assert findings == ()
    assert staging is not None
    abandon(staging)
    assert os.listdir(tmp_path) == ["glossary"]


def test_an_orphaned_worker_does_not_keep_the_lock(glossary: Path, tmp_path: Path) -> None:
    """A forked worker shares its parent's lock; it may outlive it, but not lock us out."""
    output = tmp_path / "site"
    with other_build("fork", output) as (other, worker):
        other.send_signal(signal.SIGKILL)
        other.wait()
        os.kill(worker, 0)

        staging, findings = open_staging(output, source=glossary)
        os.kill(worker, signal.SIGKILL)

    assert findings == ()
    assert staging is not None
    abandon(staging)


@pytest.mark.parametrize("is_waited_for", [True, False], ids=["gone", "a zombie"])
def test_a_child_that_has_not_run_yet_has_the_lock_for_a_moment_only(
    glossary: Path, tmp_path: Path, pauses: list[Callable[[], object]], *, is_waited_for: bool
) -> None:
    """A build was killed between a fork and the first step of its child, which has a copy."""
    output = tmp_path / "site"
    with other_build("gap", output) as (other, _):
        kill(other)
        if is_waited_for:
            other.wait()
        pauses += [lambda: None, partial(let_go, other)]

        staging, findings = open_staging(output, source=glossary)

    assert findings == ()
    assert pauses == [], "the lock was met, and asked for again"
    assert staging is not None
    abandon(staging)
    assert os.listdir(tmp_path) == ["glossary"]


def test_a_child_that_never_runs_is_told_of_in_other_words(
    glossary: Path, tmp_path: Path, pauses: list[Callable[[], object]]
) -> None:
    """Whoever looks for the process that is named should know that it is not there."""
    output = tmp_path / "site"
    with other_build("gap", output) as (other, child):
        kill(other)
        pauses += [lambda: None] * 199

        staging, findings = open_staging(output, source=glossary)
        os.kill(child, signal.SIGKILL)

    assert staging is None
    assert pauses == [], "for two seconds"
    (found,) = findings
    assert found.code == "output-locked"
    assert found.message == (
        f"the site is locked in the name of process {other.pid}, which does not run here"
    )
    assert found.hint == "wait, or end what it has left running"


def test_only_one_of_many_ever_has_the_lock(tmp_path: Path) -> None:
    """The file is deleted while others wait for it: no two may believe they have the lock."""
    command = [sys.executable, str(DRIVER), "contend", str(tmp_path / "site")]
    ended = subprocess.run(command, env=ENV, check=False, timeout=60)

    assert ended.returncode == 0
    assert os.listdir(tmp_path) == []


def test_a_lock_file_that_is_a_link_is_not_followed(glossary: Path, tmp_path: Path) -> None:
    """In a shared folder somebody could point it at a file of ours."""
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / ".site.glossary-lock").symlink_to(victim)

    _, findings = open_staging(tmp_path / "site", source=glossary)

    assert [found.code for found in findings] == ["write-failed"]
    assert victim.read_text() == "precious"
